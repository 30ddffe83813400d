/*
 * near_groups - texts that are nearly the same, of any number of them, as groups
 *
 * Shape:   texts are added by numbers from 0 on, in order; near_groups_settle() once, then each has a group, named by
 *          the number of its first text. Which texts are one group hangs on them alone and not on their order: of
 *          those that agree in a band, sorted by content, each is held against the one before it and the first.
 * Cost:    on disk 96 bytes and 24 entries of 24 bytes a text, sorted within the budget; 12 bytes of memory a text.
 * Fails:   as base/spill.h; never returns without memory: err(EX_OSERR).
 */
#ifndef HARK_DOMAIN_NEAR_GROUPS_H
#define HARK_DOMAIN_NEAR_GROUPS_H

#include "base/spill.h"
#include "domain/near.h"

struct near_groups;

struct near_groups *near_groups_new(size_t budget_bytes, struct spill *spill);
void near_groups_free(struct near_groups *groups);

/* Its number. A text without words to compare has a group of its own. */
uint32_t near_groups_add(struct near_groups *groups, struct text text);

void near_groups_settle(struct near_groups *groups);
uint32_t near_groups_of(struct near_groups *groups, uint32_t number);

#endif
