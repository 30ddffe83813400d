/*
 * counter - one record into a tally
 *
 * A record is taken whole or not at all: nothing is counted of one that is refused. An array among the
 * keys counts it once under each different value (once without the key where the array is
 * absent), and once in the group of all values, which rows show as `of`.
 * Cost:    a few look-ups; no allocation once its buffers have grown.
 */
#ifndef HARK_DOMAIN_COUNTER_H
#define HARK_DOMAIN_COUNTER_H

#include "base/table.h"
#include "domain/account.h"
#include "domain/chosen.h"
#include "domain/coverage.h"
#include "domain/groups.h"
#include "domain/ledger.h"
#include "domain/lookalike.h"
#include "domain/portion.h"
#include "domain/reference.h"

/* From counter_start() until counter_free(). */
struct counter {
    const struct question *question;
    struct tally *tally;
    struct ledger ledger;
    struct coverage coverage;
    struct portions portions;
    struct buffer scratch;
    struct groups groups;
    int64_t first_day, last_day;   /* of posts, where the question asks */
    struct references *references; /* where the question asks; borrowed */
    struct chosen *chosen;         /* the same */
    struct json_slot more[QUESTION_FIELDS]; /* a record and what is known
                                               beside it (beside.h) */
    bool is_more;                           /* of the one at hand */
    struct lookalikes *brands;     /* where rows are of lookalikes; borrowed */
    struct account_book *accounts; /* or NULL; borrowed */
    struct table *posted; /* accounts that a post came of; NULL: do not ask */
};

void counter_start(struct counter *counter, const struct question *question,
                   struct tally *tally);
void counter_free(struct counter *counter);

enum counter_found {
    COUNTER_TAKEN,
    COUNTER_DROPPED,  /* *why is a reason's name */
    COUNTER_REJECTED, /* *why is "code: text" */
    COUNTER_STOPPED   /* *why says what does not add: the run is wrong */
};

/* slots: by the question's fields. */
enum counter_found counter_take(struct counter *counter,
                                const struct json_slot *slots,
                                const char **why);

/* Counts one of the references to posts; false where none is left. After the last record. */
bool counter_take_reference(struct counter *counter);

/* The same of records of which only some count. */
bool counter_take_chosen(struct counter *counter);

/* A row of nothing, all its counts 0, for an account that wrote no post, where the conditions hold
   for it. Needs `posted`; after the last record. */
void counter_add_silent(struct counter *counter, const struct account *account);

#endif
