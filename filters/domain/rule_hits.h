/*
 * rule_hits - where in a post the terms of a set of rules were found
 *
 * Shape:   hits are added in the order of their places.
 * Lives:   a hit until the next rule_hits_add() or rule_hits_begin().
 * Cost:    constant a hit; a phrase costs its words for each place of its first one.
 */
#ifndef HARK_DOMAIN_RULE_HITS_H
#define HARK_DOMAIN_RULE_HITS_H

#include "domain/rule_tree.h"

struct rule_hit {
    uint32_t term;
    uint32_t place; /* RULE_NONE: not in a text */
    uint32_t next;  /* of the same term, or RULE_NONE */
    bool is_bare;   /* of the lists of tags and mentions: without its mark */
    struct text found;
};

/* Of the post of that number; without hits in every other. */
struct rule_term_state {
    uint32_t post;
    uint32_t first;
    uint32_t last;
};

struct rule_hits {
    const struct rule_tree *tree;
    struct rule_term_state *terms;
    struct buffer hits; /* struct rule_hit */
    uint32_t post;      /* its number, from 1 */
};

void rule_hits_open(struct rule_hits *hits, const struct rule_tree *tree);
void rule_hits_close(struct rule_hits *hits);
void rule_hits_begin(struct rule_hits *hits); /* a new post */

/* True where it is the first one of its term. */
bool rule_hits_add(struct rule_hits *hits, struct rule_hit hit);

static inline bool
rule_hits_have(const struct rule_hits *hits, uint32_t term)
{
    return hits->terms[term].post == hits->post;
}

/* Only of terms that were found. */
const struct rule_hit *rule_hits_first(const struct rule_hits *hits,
                                       uint32_t term);

/* Whether the words of the phrase stand side by side, and from which hit to which for the first time. */
bool rule_hits_phrase(const struct rule_hits *hits,
                      const struct rule_node *phrase,
                      const struct rule_hit **first,
                      const struct rule_hit **last);

#endif
