/*
 * verdict - what rules and accounts say of a record, as members of a JSON object
 *
 * Shape:   `"key":value,…` appended without braces; a comma goes before it where there is something
 *          already. What is absent is left out.
 */
#ifndef HARK_DOMAIN_VERDICT_H
#define HARK_DOMAIN_VERDICT_H

#include "domain/account.h"
#include "domain/rule_match.h"

/* `key`, a string; nothing where it is empty. */
void verdict_add_text(struct buffer *members, const char *key,
                      struct text value);

/* labels, route, urgency. */
void verdict_add_rules(struct buffer *members, const struct rule_set *set,
                       const struct rule_found *found);

/* account, team, role, market. */
void verdict_add_account(struct buffer *members, const struct account *account);

/* why: an array of verdict_explain(). Of the post matched last. */
void verdict_add_why(struct buffer *members, struct rule_match *match,
                     const struct rule_set *set,
                     const struct rule_found *found);

/* `label file:line: word, word`, no JSON. */
void verdict_explain(struct buffer *out, struct rule_match *match,
                     const struct rule_set *set, uint32_t rule);

#endif
