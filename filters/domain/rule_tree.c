#include "domain/rule_tree.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

static const char *const names[RULE_FIELDS] = {
    [RULE_AUTHOR] = "author",   [RULE_SOURCE] = "source", [RULE_LANG] = "lang",
    [RULE_LINKS] = "links",     [RULE_PLACE] = "place",   [RULE_KIND] = "kind",
    [RULE_COUNTRY] = "country", [RULE_TEAM] = "team",     [RULE_ROLE] = "role",
    [RULE_MARKET] = "market"};

struct rule_tree *
rule_tree_new(void)
{
    struct rule_tree *tree = calloc(1, sizeof(*tree));

    if (tree == NULL)
        err(EX_OSERR, "the tree of rules");
    tree->terms = rule_terms_new();
    tree->value_table = table_new();
    return tree;
}

void
rule_tree_free(struct rule_tree *tree)
{
    if (tree == NULL)
        return;
    rule_terms_free(tree->terms);
    table_free(tree->value_table);
    buffer_free(&tree->nodes);
    buffer_free(&tree->words);
    buffer_free(&tree->values);
    free(tree);
}

uint32_t
rule_tree_add(struct rule_tree *tree, enum rule_op op, uint32_t first,
              uint32_t count)
{
    struct rule_node node = {op, RULE_NONE, first, count};

    buffer_add(&tree->nodes, (struct text){(const char *)&node, sizeof(node)});
    return (uint32_t)rule_tree_count(tree) - 1;
}

uint32_t
rule_tree_add_phrase(struct rule_tree *tree, const uint32_t *words,
                     uint32_t count)
{
    uint32_t first = (uint32_t)(tree->words.len / sizeof(*words));

    buffer_add(&tree->words,
               (struct text){(const char *)words, count * sizeof(*words)});
    return rule_tree_add(tree, RULE_PHRASE, first, count);
}

uint32_t
rule_tree_add_value(struct rule_tree *tree, enum rule_field field,
                    struct text folded, bool is_prefix)
{
    struct buffer key = {0};
    uint32_t number;

    buffer_add_char(&key, (char)('a' + field));
    buffer_add_char(&key, is_prefix ? '*' : ' ');
    buffer_add(&key, folded);
    number = table_add(tree->value_table, buffer_text(&key));
    buffer_free(&key);
    if (number == rule_tree_value_count(tree)) {
        struct rule_value value = {
            field, text_from(table_text(tree->value_table, number), 2),
            is_prefix};

        buffer_add(&tree->values,
                   (struct text){(const char *)&value, sizeof(value)});
    }
    return rule_tree_add(tree, RULE_IS, number, 0);
}

struct rule_node *
rule_tree_node(const struct rule_tree *tree, uint32_t node)
{
    return (struct rule_node *)(void *)tree->nodes.at + node;
}

size_t
rule_tree_count(const struct rule_tree *tree)
{
    return tree->nodes.len / sizeof(struct rule_node);
}

const uint32_t *
rule_tree_words(const struct rule_tree *tree, uint32_t first)
{
    return (const uint32_t *)(const void *)tree->words.at + first;
}

const struct rule_value *
rule_tree_value(const struct rule_tree *tree, uint32_t value)
{
    return (const struct rule_value *)(const void *)tree->values.at + value;
}

size_t
rule_tree_value_count(const struct rule_tree *tree)
{
    return tree->values.len / sizeof(struct rule_value);
}

const char *
rule_field_name(enum rule_field field)
{
    return names[field];
}

enum rule_field
rule_field_find(struct text name)
{
    enum rule_field field = 0;

    while (field < RULE_FIELDS && !text_equal(name, text_of(names[field])))
        field++;
    return field;
}
