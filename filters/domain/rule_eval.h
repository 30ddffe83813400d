/*
 * rule_eval - whether a query holds of a post, node by node
 *
 * Lives:   borrows its tree, and the post's bytes until the next rule_eval_begin().
 * Cost:    a field is looked up once a post, whichever queries ask.
 */
#ifndef HARK_DOMAIN_RULE_EVAL_H
#define HARK_DOMAIN_RULE_EVAL_H

#include "domain/rule_near.h"

/* What is known of a value for the post of that number. */
struct rule_value_state {
    uint32_t post;
    bool holds;
};

struct rule_eval {
    const struct rule_tree *tree;
    struct rule_post post; /* a copy: the caller may be done with its own */
    struct rule_hits hits;
    struct rule_near near;
    struct rule_value_state *values;
    uint32_t number; /* of the post, from 1 */
    struct buffer folded;
};

void rule_eval_open(struct rule_eval *eval, const struct rule_tree *tree);
void rule_eval_close(struct rule_eval *eval);

/* The distinct terms found in the post, as they were met. */
const uint32_t *rule_eval_begin(struct rule_eval *eval,
                                const struct rule_post *post, size_t *count);

/* Whether the node is `wanted`; of an example, whether it can be, whatever the fields are. */
bool rule_eval_holds(struct rule_eval *eval, uint32_t node, bool wanted);

#endif
