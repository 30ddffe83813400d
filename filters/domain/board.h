/*
 * board - the ideas of a board: what became of each, and which of them are one
 *
 * Posts of ideas are told of in any order, each as often as it was seen, and once all are known, of each idea a line
 * (docs/record.md, kind idea) by the time at which it was posted, then id. Of an idea's posts the latest seen says what it
 * is; all of them, in the order in which they were seen, say how it came there (idea.h). Of several seen at once the larger
 * content hash counts.
 * One idea: those that the board merged, and those that have a group of near texts in common (near_groups.h), are versions
 *           of the first that was posted. It has the votes of all, and has come as far as the one that came furthest.
 * Deleted:  an idea that is deleted, or whose author is, is not there, whenever that was said.
 * Cost:     five sorts within the budget; in memory an idea's name and 20 bytes.
 * Lives:    until board_free(); what is handed out until the next call.
 * Fails:    as base/spill.h.
 */
#ifndef HARK_DOMAIN_BOARD_H
#define HARK_DOMAIN_BOARD_H

#include "base/buffer.h"
#include "base/spill.h"
#include "domain/idea.h"

struct board_post {
    struct text line; /* whole */
    struct text id;
    struct text author, place, title, merged_into, near; /* or TEXT_NONE */
    int64_t time_s, seen_s;
    enum idea_status status; /* IDEA_STATUSES: it says nothing */
    bool has_votes;
    int64_t votes;
};

struct board;

/* An idea is old after so many months, 0: never; nothing is known after as_of_s, INT64_MIN: the latest time told. */
struct board *board_new(unsigned archive_months, int64_t as_of_s,
                        size_t budget_bytes, struct spill *spill);
void board_free(struct board *board);

/* False where it is later than as_of_s, and not kept. */
bool board_add(struct board *board, const struct board_post *post);
void board_delete(struct board *board, struct text id);
void board_delete_author(struct board *board, struct text author);

/* Once, after the last add. */
void board_settle(struct board *board);

struct board_line {
    struct text line; /* one JSON object */
    struct text id;
    struct text illegal; /* moves, as the JSON strings of an array; or empty */
    uint32_t illegal_count;
    bool is_version; /* of another */
};
bool board_next(struct board *board, struct board_line *found);

#endif
