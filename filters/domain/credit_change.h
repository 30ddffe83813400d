/*
 * credit_change - what became of the credits of one order between two runs, and why
 *
 * Credits of one ledger row, model, window and rule are compared as one set.
 * Shape:   the members of a credit as JSON, as they stand in the record, by number; absent ones are
 *          TEXT_NONE. credit_change_add() all credits of an order, then credit_change_tell() once.
 * Lives:   members are copied; all is forgotten by credit_change_tell().
 * Cost:    the credits of one order are held.
 */
#ifndef HARK_DOMAIN_CREDIT_CHANGE_H
#define HARK_DOMAIN_CREDIT_CHANGE_H

#include "domain/credit_sets.h"

struct credit_change;

struct credit_change *credit_change_new(void);
void credit_change_free(struct credit_change *change);

void credit_change_add(struct credit_change *change, bool is_new,
                       const struct text members[MEMBERS]);

struct credit_change_counts {
    uint64_t unchanged, added, removed, changed;
};

/* Calls `take` with a row for each set that is not the same, a line without its end, and adds to the
   counts. last: the latest `time` of all old credits, as JSON: an order up to it came late. */
void credit_change_tell(struct credit_change *change, struct text last,
                        struct credit_change_counts *counts,
                        void (*take)(void *context, struct text line),
                        void *context);

#endif
