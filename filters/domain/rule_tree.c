#include "domain/rule_tree.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/rule_rarity.h"

static const char *const names[RULE_FIELDS] = {
    [RULE_AUTHOR] = "author",     [RULE_SOURCE] = "source",
    [RULE_LANG] = "lang",         [RULE_LINKS] = "links",
    [RULE_PLACE] = "place",       [RULE_KIND] = "kind",
    [RULE_LANGUAGE] = "language", [RULE_COUNTRY] = "country",
    [RULE_TEAM] = "team",         [RULE_ROLE] = "role",
    [RULE_MARKET] = "market"};

struct rule_tree *
rule_tree_new(void)
{
    struct rule_tree *tree = calloc(1, sizeof(*tree));

    if (tree == NULL)
        err(EX_OSERR, "the tree of rules");
    tree->terms = rule_terms_new();
    tree->value_table = table_new();
    tree->pattern_table = table_new();
    tree->names = table_new();
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
    arena_free(&tree->arena);
    buffer_free(&tree->values);
    buffer_free(&tree->raws);
    buffer_free(&tree->patterns);
    buffer_free(&tree->named);
    table_free(tree->pattern_table);
    table_free(tree->names);
    pattern_set_free(tree->compiled);
    free(tree);
}

static uint32_t
add_node(struct rule_tree *tree, struct rule_node node)
{
    node.next = RULE_NONE;
    buffer_add(&tree->nodes, (struct text){(const char *)&node, sizeof(node)});
    return (uint32_t)rule_tree_count(tree) - 1;
}

uint32_t
rule_tree_add(struct rule_tree *tree, enum rule_op op, uint32_t first)
{
    return add_node(tree, (struct rule_node){.op = op, .first = first});
}

uint32_t
rule_tree_add_term(struct rule_tree *tree, struct rule_word word)
{
    uint32_t term = rule_terms_add(tree->terms, word.folded, word.is_prefix);

    return add_node(tree, (struct rule_node){.op = RULE_TERM, .term = term});
}

static uint32_t
cost(struct rule_word word)
{
    return rule_rarity_cost(word.folded, word.is_prefix);
}

uint32_t
rule_tree_add_phrase(struct rule_tree *tree, const struct rule_word *words,
                     uint32_t count)
{
    struct rule_node node = {.op = RULE_PHRASE,
                             .first =
                                 (uint32_t)(tree->words.len / sizeof(*words)),
                             .count = count,
                             .raw = RULE_NONE};

    for (uint32_t i = 0; i < count; i++) {
        struct rule_word word = {arena_copy(&tree->arena, words[i].folded),
                                 words[i].is_prefix};

        buffer_add(&tree->words,
                   (struct text){(const char *)&word, sizeof(word)});
        if (cost(words[i]) < cost(words[node.anchor]))
            node.anchor = i;
    }
    node.term = rule_terms_add(tree->terms, words[node.anchor].folded,
                               words[node.anchor].is_prefix);
    return add_node(tree, node);
}

uint32_t
rule_tree_add_raw(struct rule_tree *tree, const struct rule_word *words,
                  uint32_t count, struct rule_raw raw)
{
    uint32_t node = rule_tree_add_phrase(tree, words, count);

    rule_tree_node(tree, node)->raw =
        (uint32_t)(tree->raws.len / sizeof(struct rule_raw));
    buffer_add(&tree->raws, (struct text){(const char *)&raw, sizeof(raw)});
    return node;
}

/* Its term is its text behind a slash, which begins no word: equal ones are searched once. */
uint32_t
rule_tree_add_pattern(struct rule_tree *tree, struct pattern pattern,
                      const char *at)
{
    struct rule_pattern one = {pattern, at, 0};
    struct buffer key = {0};
    uint32_t number;

    buffer_add_string(&key, pattern.is_raw ? "/=" : "/~");
    buffer_add(&key, pattern.text);
    buffer_reserve(&key, SIEVE_READS);
    one.term = rule_terms_add(tree->terms, buffer_text(&key), false);
    number = table_add(tree->pattern_table, buffer_text(&key));
    buffer_free(&key);
    if (number == rule_tree_pattern_count(tree))
        buffer_add(&tree->patterns,
                   (struct text){(const char *)&one, sizeof(one)});
    return add_node(tree, (struct rule_node){.op = RULE_PATTERN,
                                             .first = number,
                                             .term = one.term});
}

bool
rule_tree_name(struct rule_tree *tree, struct text name, uint32_t node)
{
    uint32_t count = table_count(tree->names);

    if (table_add(tree->names, name) != count)
        return false;
    buffer_add(&tree->named, (struct text){(const char *)&node, sizeof(node)});
    return true;
}

uint32_t
rule_tree_named(const struct rule_tree *tree, struct text name)
{
    uint32_t number = table_find(tree->names, name);

    return number == TABLE_NONE
               ? RULE_NONE
               : ((const uint32_t *)(const void *)tree->named.at)[number];
}

struct rule_size
rule_tree_size(const struct rule_tree *tree, uint32_t query)
{
    const struct rule_node *node = rule_tree_node(tree, query);
    struct rule_size size = {1, 1};

    if (!rule_op_has_children(node->op))
        return size;
    for (uint32_t child = node->first; child != RULE_NONE;
         child = rule_tree_node(tree, child)->next) {
        struct rule_size one = rule_tree_size(tree, child);

        size.count += one.count;
        if (one.depth + 1 > size.depth)
            size.depth = one.depth + 1;
    }
    return size;
}

/* Children first, as the parser adds them. */
uint32_t
rule_tree_copy(struct rule_tree *tree, uint32_t query)
{
    struct rule_node node = *rule_tree_node(tree, query);
    uint32_t child = node.first;
    uint32_t last = RULE_NONE;

    if (!rule_op_has_children(node.op))
        return add_node(tree, node);
    for (; child != RULE_NONE; child = rule_tree_node(tree, child)->next) {
        uint32_t copy = rule_tree_copy(tree, child);

        if (last == RULE_NONE)
            node.first = copy;
        else
            rule_tree_node(tree, last)->next = copy;
        last = copy;
    }
    return add_node(tree, node);
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
    return rule_tree_add(tree, RULE_IS, number);
}

size_t
rule_tree_count(const struct rule_tree *tree)
{
    return tree->nodes.len / sizeof(struct rule_node);
}

size_t
rule_tree_pattern_count(const struct rule_tree *tree)
{
    return tree->patterns.len / sizeof(struct rule_pattern);
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
