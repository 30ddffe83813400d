/*
 * idea - the states of an idea on a board, and which of its moves are legal
 *
 * An idea begins as submitted. What the board says of it from then on moves it, and is checked: a board may go
 * from submitted and under_review on to what it will, review again what it did not plan or had archived, and carry
 * on what is partially implemented. What is implemented stays so. It archives what is so many months old and
 * neither under review nor implemented, in whole or in part.
 * Shape:    an illegal move is made all the same, and told: the board knows its own state.
 * By rule:  what a board should have archived at the end and has not is archived by idea_end(); in between
 *           nothing is, since what the board said then may not be known.
 * Units:    seconds since 1970 UTC.
 * Source:   the statuses and the rule of Dell's IdeaStorm (2.0), as its announcements tell them.
 */
#ifndef HARK_DOMAIN_IDEA_H
#define HARK_DOMAIN_IDEA_H

#include "base/text.h"

enum idea_status {
    IDEA_SUBMITTED, /* no status yet */
    IDEA_UNDER_REVIEW,
    IDEA_PARTIALLY_IMPLEMENTED,
    IDEA_IMPLEMENTED,
    IDEA_NOT_PLANNED,
    IDEA_ARCHIVED,
    IDEA_STATUSES
};

#define IDEA_NEVER INT64_MIN

struct idea {
    int64_t posted_s;
    int64_t old_s; /* from then on it may be archived; INT64_MAX: never */
    enum idea_status status;
    int64_t since_s; /* it has been that */
    bool is_archived_by_rule;
    int64_t reached_s[IDEA_STATUSES]; /* first time, or IDEA_NEVER */
};

enum idea_move {
    IDEA_STAYS,
    IDEA_MOVES,
    IDEA_LEAPS,  /* illegal */
    IDEA_HURRIES /* archived before its time: illegal too */
};

/* months 0: nothing is ever old enough. */
struct idea idea_of(int64_t posted_s, unsigned months);

/* What the board said at a time, which is no earlier than the last one. */
enum idea_move idea_take(struct idea *idea, enum idea_status status,
                         int64_t time_s);

/* Nothing is known after as_of_s. */
void idea_end(struct idea *idea, int64_t as_of_s);

/* How far it has come: 0 for what is not even under review, to 3. */
unsigned idea_progress(enum idea_status status);

/* "under_review"; false where it is none. */
bool idea_status_of(struct text word, enum idea_status *status);
const char *idea_status_name(enum idea_status status);

#endif
