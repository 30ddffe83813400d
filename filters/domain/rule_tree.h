/*
 * rule_tree - the queries of a set of rules as trees, and what their leaves search for
 *
 * Shape:   all nodes stand in one array; the children of a node are linked by `next`.
 * Lives:   until rule_tree_free(); arrays move as the tree grows.
 */
#ifndef HARK_DOMAIN_RULE_TREE_H
#define HARK_DOMAIN_RULE_TREE_H

#include "base/arena.h"
#include "base/table.h"
#include "domain/rule_terms.h"

enum rule_field {
    RULE_AUTHOR, /* a handle or an id */
    RULE_SOURCE,
    RULE_LANG,
    RULE_LINKS, /* part of one */
    RULE_PLACE,
    RULE_KIND,
    RULE_COUNTRY,
    RULE_TEAM,
    RULE_ROLE,
    RULE_MARKET,
    RULE_FIELDS
};

enum rule_op {
    RULE_AND,
    RULE_OR,
    RULE_NOT,
    RULE_TERM,
    RULE_PHRASE,
    RULE_IS /* a field has a value */
};

#define RULE_NONE UINT32_MAX

struct rule_node {
    enum rule_op op;
    uint32_t next;  /* its parent's next child, or RULE_NONE */
    uint32_t first; /* its first child; of a phrase its first word; its value */
    uint32_t term;  /* of a term, or of a phrase's anchor */
    uint32_t count; /* words of a phrase */
    uint32_t anchor; /* that word of a phrase which is a term: the rarest */
};

/* Of a phrase. Only its anchor is looked for, and the others about it. */
struct rule_word {
    struct text folded;
    bool is_prefix;
};

/* field:value, each distinct pair once. */
struct rule_value {
    enum rule_field field;
    struct text folded;
    bool is_prefix;
};

struct rule_tree {
    struct rule_terms *terms;
    struct table *value_table;
    struct buffer nodes;  /* struct rule_node */
    struct buffer words;  /* struct rule_word */
    struct arena arena;   /* of their texts */
    struct buffer values; /* struct rule_value */
};

struct rule_tree *rule_tree_new(void);
void rule_tree_free(struct rule_tree *tree);

/* Each: the number of the new node. */
uint32_t rule_tree_add(struct rule_tree *tree, enum rule_op op, uint32_t first);
uint32_t rule_tree_add_term(struct rule_tree *tree, struct rule_word word);
uint32_t rule_tree_add_phrase(struct rule_tree *tree,
                              const struct rule_word *words, uint32_t count);
uint32_t rule_tree_add_value(struct rule_tree *tree, enum rule_field field,
                             struct text folded, bool is_prefix);

size_t rule_tree_count(const struct rule_tree *tree);
size_t rule_tree_value_count(const struct rule_tree *tree);

static inline struct rule_node *
rule_tree_node(const struct rule_tree *tree, uint32_t node)
{
    return (struct rule_node *)(void *)tree->nodes.at + node;
}

static inline const struct rule_word *
rule_tree_words(const struct rule_tree *tree, uint32_t first)
{
    return (const struct rule_word *)(const void *)tree->words.at + first;
}

static inline const struct rule_value *
rule_tree_value(const struct rule_tree *tree, uint32_t value)
{
    return (const struct rule_value *)(const void *)tree->values.at + value;
}

/* "author", "source", … */
const char *rule_field_name(enum rule_field field);

/* RULE_FIELDS where there is no such field. */
enum rule_field rule_field_find(struct text name);

#endif
