/*
 * ancestors - the root above each node of a forest that memory may not hold
 *
 * Nodes are told who their parent is, in any order; all are then led to the node that has none.
 * Shape:   a node is a number other than 0. It may be told several parents: the lowest claim counts,
 *          of equal ones the lowest parent. Where nodes go round, the lowest of them is the root.
 * Cost:    pointer jumping: each round halves the way to the root, by two sorts of the nodes that are not there yet: of
 *          N nodes of depth D log D rounds, each of N log N at most, and of a chain of D only D log D; 40 bytes a node
 *          with a parent, beyond the budget on the spill.
 * Lives:   until ancestors_free().
 * Fails:   as base/spill.h.
 * Source:  J. JaJa, An Introduction to Parallel Algorithms (1992), section 2.2.
 */
#ifndef HARK_DOMAIN_ANCESTORS_H
#define HARK_DOMAIN_ANCESTORS_H

#include "base/runs.h"

struct ancestors;

struct ancestors *ancestors_new(size_t budget_bytes, struct spill *spill);
void ancestors_free(struct ancestors *ancestors);

void ancestors_add(struct ancestors *ancestors, uint64_t node, uint8_t claim,
                   uint64_t parent);

/* Once, after the last add. */
void ancestors_settle(struct ancestors *ancestors);

/* Nodes that have a parent, ascending, each once; false after the last. */
bool ancestors_next(struct ancestors *ancestors, uint64_t *node,
                    uint64_t *root);

#endif
