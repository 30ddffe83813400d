/*
 * rule_trigger - the fewest terms of a query without one of which it cannot match
 *
 * Shape:   of an OR those of all its parts, of an AND those of the part that is rarest
 *          (rule_rarity.h), of a phrase its anchor; of a field, and of what is negated, none will do.
 * Cost:    linear in the query.
 */
#ifndef HARK_DOMAIN_RULE_TRIGGER_H
#define HARK_DOMAIN_RULE_TRIGGER_H

#include "domain/rule_tree.h"

/* Appends uint32_t terms, a term perhaps twice. False where the query may match without any of its terms. */
bool rule_trigger(const struct rule_tree *tree, uint32_t query,
                  struct buffer *terms);

#endif
