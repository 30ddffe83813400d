/*
 * chosen - records of which only some count: the last observation of a post or an account, the first visit of a session
 *
 * Which of them it is shows when all have come, in any order; then it counts in its own groups.
 *          By id:      of all observations of an id the one with the highest `seen`.
 *          By author:  the same of each author in each group.
 *          By account: the same of each of our accounts in each group; it counts in later periods
 *                      too, until the account is seen again, in every period that has a row of any account.
 *          By session: the visits of a visitor that come more than CHOSEN_IDLE_S after the last one before.
 * Ties:    of one `seen` the record itself stands before a copy inside another; then the one of the latest `time`, whose counters
 *          are the latest where a whole archive has one `seen`; then content decides.
 * Panel:   by id, what is of a panel (panel.h) counts in the rows of all its labels; an observation that names
 *          none of them is in no group, and still stands before those that were made earlier.
 * Source:  30 minutes: Google Analytics 4, Matomo and PostHog alike (docs/metrics.md, sessions).
 * Lives:   until chosen_free(); what is found until the next chosen_next().
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    one sorted entry (sorter.h) a record, which lists its groups and the rows of its panel; by author and
 *          account one a group; of accounts one more in the tally a period.
 */
#ifndef HARK_DOMAIN_CHOSEN_H
#define HARK_DOMAIN_CHOSEN_H

#include "base/sorter.h"
#include "domain/groups.h"
#include "domain/portion.h"

enum { CHOSEN_IDLE_S = 1800 };

struct chosen;

struct chosen *chosen_new(const struct question *question, size_t budget_bytes,
                          struct spill *spill);
void chosen_free(struct chosen *chosen);

/* What it brings to the measures that choose, and its groups; slots by the question's fields. The record
   counts as one in its rows where nothing else of it does (is_alone). */
const char *chosen_take(struct chosen *chosen, const struct json_slot *slots,
                        const struct portions *portions, struct groups *groups,
                        bool is_alone);

/* One more of a measure in a group, or a record there. */
struct chosen_found {
    struct text group;
    bool is_record;
    size_t measure;
    struct measure_cell cell;
};

/* After the last record. */
bool chosen_next(struct chosen *chosen, struct chosen_found *found);

#endif
