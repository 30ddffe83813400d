/*
 * verdict - what rules and accounts say of a record, as members of a JSON object
 *
 * Shape:   `"key":value,…` appended without braces; a comma goes before it where there is something
 *          already. What is absent is left out.
 */
#ifndef HARK_DOMAIN_VERDICT_H
#define HARK_DOMAIN_VERDICT_H

#include "domain/account.h"
#include "domain/reach.h"
#include "domain/rule_match.h"

/* `key`, a string; nothing where it is empty. */
void verdict_add_text(struct buffer *members, const char *key,
                      struct text value);

/* labels, route. */
void verdict_add_rules(struct buffer *members, const struct rule_set *set,
                       const struct rule_found *found);

/* urgency, high where there is reach (reach.h); urgency_by then. */
void verdict_add_urgency(struct buffer *members, enum rule_urgency urgency,
                         unsigned reach);

/* account, team, role, market. */
void verdict_add_account(struct buffer *members, const struct account *account);

/* why: an array of verdict_explain(). Of the post matched last. */
void verdict_add_why(struct buffer *members, struct rule_match *match,
                     const struct rule_set *set,
                     const struct rule_found *found);

/* why_not: the same of each rule of a label that the last post does not get. */
void verdict_add_why_not(struct buffer *members, struct rule_match *match,
                         const struct rule_set *set, uint32_t label);

/* `label file:line: word text[0:4], lang:en`, no JSON: bytes from and up to, of what stands in title or text. */
void verdict_explain(struct buffer *out, struct rule_match *match,
                     const struct rule_set *set, uint32_t rule);

#endif
