/*
 * rule_query - a boolean query to a tree
 *
 * NEAR binds closer than NOT, NOT closer than AND, AND closer than OR; terms side by side mean AND
 * (docs/rules.md). $name stands for the query of that name, copied.
 * Shape:   groups nest at most RULE_DEPTH_MOST deep, those of named queries counted.
 * Fails:   RULE_NONE, and *error says what and where.
 * Cost:    linear in the query.
 */
#ifndef HARK_DOMAIN_RULE_QUERY_H
#define HARK_DOMAIN_RULE_QUERY_H

#include "domain/rule_leaf.h"

enum { RULE_DEPTH_MOST = 100, RULE_NEAR_MOST = 100 };

/* The node that is the whole query. */
uint32_t rule_query_parse(struct rule_tree *tree, struct token_scanner *scanner,
                          struct text query, struct rule_error *error);

#endif
