/*
 * rule_why - what made a query match a post, or which of its clauses failed
 *
 * Shape:   spans in the order of the query, each place once.
 * Lives:   from {0} until rule_why_free(); spans until the next call.
 */
#ifndef HARK_DOMAIN_RULE_WHY_H
#define HARK_DOMAIN_RULE_WHY_H

#include "domain/rule_eval.h"

enum rule_span_kind {
    RULE_SPAN_FOUND,  /* in the post */
    RULE_SPAN_FIELD,  /* of the query: a field has this value */
    RULE_SPAN_MISSING /* of the query: a clause that does not hold */
};

struct rule_span {
    enum rule_span_kind kind;
    enum rule_part part; /* of what was found */
    const char *before;  /* "", "#", "@" or "lang:", not of the post */
    struct text found;
    size_t at; /* bytes of the title or text before it */
};

struct rule_why {
    struct buffer spans; /* struct rule_span */
};

void rule_why_free(struct rule_why *why);

/* Of a query that holds: the first place of each term. What was wanted absent shows nothing. */
const struct rule_span *rule_why(struct rule_why *why, struct rule_eval *eval,
                                 uint32_t query, size_t *count);

/*
 * Of one that does not: of an AND each part that failed, of an OR the whole of it, and of what should not be there what
 * was found.
 */
const struct rule_span *rule_why_not(struct rule_why *why,
                                     struct rule_eval *eval, uint32_t query,
                                     size_t *count);

/* "title", "text", "tags" or "mentions". */
const char *rule_part_name(enum rule_part part);

#endif
