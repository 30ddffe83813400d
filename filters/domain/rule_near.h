/*
 * rule_near - whether what stands on one side of a NEAR is close to what stands on the other
 *
 * Two places are within n words where the one begins at most n words behind the end of the other: NEAR/1 is side by
 * side. Places that share a word are not near each other; title and text are apart, and lists have no places.
 * A tag or name is where its first word is.
 * Lives:   from {0} until rule_near_free().
 * Cost:    n log n in the places of both sides.
 */
#ifndef HARK_DOMAIN_RULE_NEAR_H
#define HARK_DOMAIN_RULE_NEAR_H

#include "domain/rule_hits.h"

struct rule_near {
    struct buffer sides[2]; /* struct rule_find */
};

void rule_near_free(struct rule_near *near);

/* The first pair, as the query has its sides. */
bool rule_near_find(struct rule_near *near, const struct rule_hits *hits,
                    const struct rule_node *node, struct rule_find pair[2]);

#endif
