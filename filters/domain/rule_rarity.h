/*
 * rule_rarity - which of several words will be met least often
 *
 * A guess from the word alone, so that the same rules cost the same on every archive: short words are common, and
 * so are those of a small list; a wildcard stands for many.
 */
#ifndef HARK_DOMAIN_RULE_RARITY_H
#define HARK_DOMAIN_RULE_RARITY_H

#include "base/text.h"

/* From 1, rare, to 256; folded, without its star. */
uint32_t rule_rarity_cost(struct text folded, bool is_prefix);

#endif
