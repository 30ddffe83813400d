/*
 * rule_match - which rules of a set a post matches, and by what
 *
 * Title and text are both searched, their first TOKEN_TEXT_MOST bytes; a phrase never spans them.
 * Lives:   a matcher borrows its sealed set; what it found until the next rule_match(), and until then the
 *          post's bytes must stay (the struct need not).
 * Cost:    a pass over the text, a look-up a word, and those rules that a word calls; memory about
 *          50 bytes a word of the longest text.
 */
#ifndef HARK_DOMAIN_RULE_MATCH_H
#define HARK_DOMAIN_RULE_MATCH_H

#include "domain/rule.h"
#include "domain/rule_why.h"

struct rule_found {
    const uint32_t *rules;
    size_t rule_count;
    const uint32_t *labels; /* in their order, each once */
    size_t label_count;
    struct text route;         /* of the most urgent rule that names one */
    enum rule_urgency urgency; /* the highest that is named */
};

struct rule_match;

struct rule_match *rule_match_new(const struct rule_set *set);
void rule_match_free(struct rule_match *match);

const struct rule_found *rule_match(struct rule_match *match,
                                    const struct rule_post *post);

/*
 * What made the last post match this rule, or kept it from matching (rule_why.h), in the order of the query, until the
 * next call of either.
 */
const struct rule_span *rule_match_why(struct rule_match *match, uint32_t rule,
                                       size_t *count);
const struct rule_span *rule_match_why_not(struct rule_match *match,
                                           uint32_t rule, size_t *count);

#endif
