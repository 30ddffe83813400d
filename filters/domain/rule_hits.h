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

/* Where a term or phrase stands. */
struct rule_find {
    enum rule_part part;
    uint32_t first, last; /* words, counted from 0; of a list nothing */
    struct text found;    /* as it stands */
};

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
    struct pattern_finder **finders; /* by pattern; NULL until one is asked */
    struct buffer hits;              /* struct rule_hit */
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

/* The first hit of a term, or RULE_NONE. */
static inline uint32_t
rule_hits_start(const struct rule_hits *hits, uint32_t term)
{
    return rule_hits_have(hits, term) ? hits->terms[term].first : RULE_NONE;
}

/*
 * The next place of a term, phrase or pattern from the hit *at on, which becomes the hit behind it; of a pattern the first
 * place in each text. False where there is none.
 */
bool rule_hits_next(const struct rule_hits *hits, const struct rule_node *leaf,
                    uint32_t *at, struct rule_find *find);

/* Whether it is there at all. */
bool rule_hits_any(const struct rule_hits *hits, const struct rule_node *leaf);

#endif
