/*
 * channel_condition - one question of a channel table: `medium is cpc, ppc`
 *
 * [not] FIELD is VALUE, …      [not] FIELD starts VALUE, …     [not] FIELD matches EXPRESSION
 * [not] FIELD contains VALUE, …  [not] FIELD ends VALUE, …     [not] FIELD missing
 * [not] source in CATEGORY, …
 * Shape:   an expression (POSIX, extended) is of the whole value; of what is missing nothing else is true.
 * Lives:   until channel_condition_free(); the text parsed must live as long.
 * Fails:   false, and *error says what and where.
 */
#ifndef HARK_DOMAIN_CHANNEL_CONDITION_H
#define HARK_DOMAIN_CHANNEL_CONDITION_H

#include "domain/channel_facts.h"
#include "domain/rule_error.h"
#include "domain/source_list.h"

struct channel_condition;

/* ignores_case: of ASCII letters. NULL where it is none. */
struct channel_condition *channel_condition_new(struct text text,
                                                bool ignores_case,
                                                struct rule_error *error);
void channel_condition_free(struct channel_condition *condition);

bool channel_condition_holds(const struct channel_condition *condition,
                             const struct source_list *sources,
                             const struct channel_facts *facts);

#endif
