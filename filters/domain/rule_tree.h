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
#include "ports/pattern.h"

enum rule_field {
    RULE_AUTHOR, /* a handle or an id */
    RULE_SOURCE,
    RULE_LANG,
    RULE_LANGUAGE, /* what classify found, or else what the source declares */
    RULE_LINKS,    /* part of one */
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
    RULE_NEAR,    /* its two children within `count` words of each other */
    RULE_PATTERN, /* a regular expression */
    RULE_IS       /* a field has a value */
};

#define RULE_NONE UINT32_MAX

struct rule_node {
    enum rule_op op;
    uint32_t next; /* its parent's next child, or RULE_NONE */
    uint32_t
        first; /* its first child; of a phrase its first word; its value; its pattern */
    uint32_t term;   /* of a term, of a phrase's anchor, of a pattern */
    uint32_t count;  /* words of a phrase; of NEAR how far apart, at most */
    uint32_t anchor; /* that word of a phrase which is a term: the rarest */
    uint32_t raw; /* of a phrase how it must stand in the text, or RULE_NONE */
    bool is_forward;    /* of NEAR: in the order written */
    struct text source; /* as the query has it; of the file's content */
};

/* The bytes that a phrase must be in the text, from `lead` bytes before its first word. */
struct rule_raw {
    struct text bytes;
    size_t lead;
    bool is_prefix; /* its last word may go on */
};

struct rule_pattern {
    struct pattern pattern;
    const char *at; /* in the file's content */
    uint32_t term;  /* that no word is */
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
    struct buffer nodes;          /* struct rule_node */
    struct buffer words;          /* struct rule_word */
    struct arena arena;           /* of their texts */
    struct buffer values;         /* struct rule_value */
    struct buffer raws;           /* struct rule_raw */
    struct buffer patterns;       /* struct rule_pattern */
    struct pattern_set *compiled; /* or NULL: no pattern matches */
    struct table *pattern_table;
    struct table *names;
    struct buffer named; /* uint32_t: the node of each name */
};

/* Nodes of all queries, sub-queries written out, so that few lines cannot become millions. */
enum { RULE_NODES_MOST = 1 << 20 };

struct rule_tree *rule_tree_new(void);
void rule_tree_free(struct rule_tree *tree);

/* Each: the number of the new node. */
uint32_t rule_tree_add(struct rule_tree *tree, enum rule_op op, uint32_t first);
uint32_t rule_tree_add_term(struct rule_tree *tree, struct rule_word word);
uint32_t rule_tree_add_phrase(struct rule_tree *tree,
                              const struct rule_word *words, uint32_t count);
uint32_t rule_tree_add_raw(struct rule_tree *tree,
                           const struct rule_word *words, uint32_t count,
                           struct rule_raw raw);
uint32_t rule_tree_add_pattern(struct rule_tree *tree, struct pattern pattern,
                               const char *at);
uint32_t rule_tree_add_value(struct rule_tree *tree, enum rule_field field,
                             struct text folded, bool is_prefix);

/* A name for a query; false where it has one already. */
bool rule_tree_name(struct rule_tree *tree, struct text name, uint32_t node);

/* The query of that name, or RULE_NONE. */
uint32_t rule_tree_named(const struct rule_tree *tree, struct text name);

/* How many nodes a query has, and how deep they go. */
struct rule_size {
    size_t count;
    size_t depth;
};
struct rule_size rule_tree_size(const struct rule_tree *tree, uint32_t query);

/* Once more, so that it can stand in another query. */
uint32_t rule_tree_copy(struct rule_tree *tree, uint32_t query);

static inline bool
rule_op_has_children(enum rule_op op)
{
    return op == RULE_AND || op == RULE_OR || op == RULE_NOT || op == RULE_NEAR;
}

size_t rule_tree_count(const struct rule_tree *tree);
size_t rule_tree_pattern_count(const struct rule_tree *tree);

static inline const struct rule_pattern *
rule_tree_pattern(const struct rule_tree *tree, uint32_t pattern)
{
    return (const struct rule_pattern *)(const void *)tree->patterns.at
           + pattern;
}

static inline const struct rule_raw *
rule_tree_raw(const struct rule_tree *tree, uint32_t raw)
{
    return (const struct rule_raw *)(const void *)tree->raws.at + raw;
}

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
