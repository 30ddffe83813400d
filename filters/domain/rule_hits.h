/*
 * rule_hits - where in a post the terms of a set of rules are
 *
 * Lives:   found until the next rule_hits_find(), and with it the post's own bytes.
 * Cost:    a scan of the texts and a look-up for each word that the sieve lets through; a phrase costs its
 *          words for each place of its anchor. Memory about 30 bytes a word of the longest text.
 */
#ifndef HARK_DOMAIN_RULE_HITS_H
#define HARK_DOMAIN_RULE_HITS_H

#include "domain/rule_post.h"
#include "domain/token.h"

enum rule_part { RULE_TITLE, RULE_TEXT, RULE_TAGS, RULE_MENTIONS };

struct rule_hit {
    uint32_t term;
    uint32_t next; /* of the same term, or RULE_NONE */
    uint32_t at;   /* token of a text, or number in a list */
    enum rule_part part;
};

/* Of the post of that number; not found in any other. */
struct rule_term_state {
    uint32_t post;
    uint32_t first; /* hit */
    uint32_t last;
};

struct rule_hits {
    const struct rule_tree *tree;
    const struct rule_post *post;
    struct token_scanner *scanners[2]; /* of title and text */
    struct token_list lists[2];
    struct text texts[2];
    struct rule_term_state *terms;
    struct buffer hits;   /* struct rule_hit */
    struct buffer found;  /* uint32_t: distinct terms, as they were met */
    struct buffer folded; /* scratch */
    uint32_t number;      /* of the post, from 1 */
};

void rule_hits_open(struct rule_hits *hits, const struct rule_tree *tree);
void rule_hits_close(struct rule_hits *hits);

/* The distinct terms found in the post. */
const uint32_t *rule_hits_find(struct rule_hits *hits,
                               const struct rule_post *post, size_t *count);

static inline bool
rule_hits_have(const struct rule_hits *hits, uint32_t term)
{
    return hits->terms[term].post == hits->number;
}

/* The first place of a term that was found; *mark is what a list leaves out: "#", "@", or "". */
struct text rule_hits_first(const struct rule_hits *hits, uint32_t term,
                            const char **mark);

/* Whether the words of the phrase stand side by side, and where they first do. */
bool rule_hits_phrase(const struct rule_hits *hits,
                      const struct rule_node *phrase, struct text *found);

#endif
