/*
 * rule_leaf - one term of a query as it is written, to a node
 *
 * word, word*, "a phrase", #tag, @name, field:value, raw:word, /regular expression/, raw:/…/. Punctuation within a word makes it a phrase of
 * its parts (wi-fi), as do scripts without spaces.
 * Fails:   RULE_NONE, and *error says what and where.
 */
#ifndef HARK_DOMAIN_RULE_LEAF_H
#define HARK_DOMAIN_RULE_LEAF_H

#include "domain/rule_error.h"
#include "domain/rule_tree.h"
#include "domain/token.h"

enum { RULE_PHRASE_MOST = 64 };

/* Without its quotes. */
uint32_t rule_leaf_phrase(struct rule_tree *tree, struct token_scanner *scanner,
                          struct text raw, struct rule_error *error);

/* $name, not $5. */
bool rule_leaf_is_named(struct text raw);

/* A field's quoted value comes as `quoted`, and `raw` ends in `:` then; else TEXT_NONE. */
uint32_t rule_leaf_term(struct rule_tree *tree, struct token_scanner *scanner,
                        struct text raw, struct text quoted,
                        struct rule_error *error);

/* Whether a quote that follows is the value of this field: it ends in `:`. */
bool rule_leaf_wants_value(struct text raw);

#endif
