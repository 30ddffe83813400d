/*
 * sorter - entries of any length, added in any order, read in the order of their keys
 *
 * Lives:   until sorter_free(); an entry until the next sorter_next().
 * Fails:   as spill.h; no memory: err(EX_OSERR).
 * Cost:    memory up to the budget and one entry; beyond it sorted runs (states.h).
 */
#ifndef HARK_BASE_SORTER_H
#define HARK_BASE_SORTER_H

#include "base/states.h"

struct sorter;

struct sorter *sorter_new(size_t budget_bytes, struct spill *spill);
void sorter_free(struct sorter *sorter);
void sorter_add(struct sorter *sorter, struct text key, struct text payload);

/* The least that has not been handed out; nothing is added afterwards. */
bool sorter_next(struct sorter *sorter, struct text *key, struct text *payload);

#endif
