/*
 * Random queries over random texts, held against a slow matcher that shares no code with the fast
 * one: it keeps the tree that it drew, and walks the text's words for each term.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "domain/rule_match.h"

enum { QUERIES = 2000, TEXTS = 50, WORDS = 12, DEPTH = 4, CHILDREN = 4 };

static const char *const vocabulary[] = {"a",   "b",    "ab",   "abc", "abcd",
                                         "bcd", "bcde", "Café", "電",  "it's"};
enum { VOCABULARY = sizeof(vocabulary) / sizeof(*vocabulary) };

/* The same folded, without the possessive. */
static const char *const folded[VOCABULARY] = {
    "a", "b", "ab", "abc", "abcd", "bcd", "bcde", "café", "電", "it's"};

static uint64_t seed = 1;

static unsigned
draw(unsigned below)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (unsigned)(seed >> 33) % below;
}

enum op { AND, OR, NOT, WORD, START, TAG, PHRASE };

struct tree {
    enum op op;
    unsigned count;
    unsigned words[3]; /* of the vocabulary */
    struct tree *children[CHILDREN];
};

static struct tree *
grow(int depth)
{
    struct tree *tree = calloc(1, sizeof(*tree));

    tree->op = depth == 0 ? WORD + draw(4) : draw(PHRASE + 1);
    tree->count = tree->op == NOT ? 1 : 2 + draw(2);
    for (unsigned i = 0; i < 3; i++)
        tree->words[i] = draw(VOCABULARY);
    if (tree->op == START)
        tree->words[0] = 2 + draw(5); /* two letters and more */
    if (tree->op > NOT)
        return tree;
    for (unsigned i = 0; i < tree->count; i++)
        tree->children[i] = grow(depth - 1);
    return tree;
}

static void
fell(struct tree *tree)
{
    for (unsigned i = 0; i < CHILDREN; i++)
        if (tree->children[i] != NULL)
            fell(tree->children[i]);
    free(tree);
}

static void print(struct buffer *out, const struct tree *tree);

/* In parentheses only where the child binds less, so that precedence is tried. */
static void
print_child(struct buffer *out, const struct tree *tree, enum op parent)
{
    bool is_loose = tree->op == OR || (tree->op == AND && parent == NOT);

    if (parent == tree->op && parent != NOT)
        is_loose = draw(2) == 0;
    if (parent == OR && tree->op == AND)
        is_loose = false;
    buffer_add_string(out, is_loose ? "(" : "");
    print(out, tree);
    buffer_add_string(out, is_loose ? ")" : "");
}

static void
print(struct buffer *out, const struct tree *tree)
{
    static const char *const between[] = {" AND ", " "};

    switch (tree->op) {
    case AND:
    case OR:
        for (unsigned i = 0; i < tree->count; i++) {
            if (i > 0)
                buffer_add_string(out,
                                  tree->op == OR ? " OR " : between[draw(2)]);
            print_child(out, tree->children[i], tree->op);
        }
        break;
    case NOT:
        buffer_add_string(out, "NOT ");
        print_child(out, tree->children[0], NOT);
        break;
    case PHRASE:
        buffer_add_char(out, '"');
        for (unsigned i = 0; i < tree->count; i++)
            buffer_printf(out, "%s%s", i == 0 ? "" : " ",
                          vocabulary[tree->words[i]]);
        buffer_add_char(out, '"');
        break;
    default:
        buffer_printf(out, "%s%s%s", tree->op == TAG ? "#" : "",
                      tree->op == TAG ? "abc" : vocabulary[tree->words[0]],
                      tree->op == START ? "*" : "");
    }
}

struct sample {
    unsigned count;
    unsigned words[WORDS];
    bool is_tag[WORDS]; /* of "abc" only */
};

static bool
has(const struct sample *sample, unsigned at, const char *word, bool is_start)
{
    const char *own = folded[sample->words[at]];

    return is_start ? strncmp(own, word, strlen(word)) == 0
                    : strcmp(own, word) == 0;
}

static bool
has_phrase(const struct sample *sample, const struct tree *tree)
{
    for (unsigned at = 0; at + tree->count <= sample->count; at++) {
        unsigned i = 0;

        while (i < tree->count
               && has(sample, at + i, folded[tree->words[i]], false))
            i++;
        if (i == tree->count)
            return true;
    }
    return false;
}

static bool
slow_match(const struct sample *sample, const struct tree *tree)
{
    bool found = tree->op == AND;

    if (tree->op == NOT)
        return !slow_match(sample, tree->children[0]);
    if (tree->op == PHRASE)
        return has_phrase(sample, tree);
    if (tree->op == AND || tree->op == OR) {
        for (unsigned i = 0; i < tree->count; i++)
            if (slow_match(sample, tree->children[i]) != found)
                found = !found, i = tree->count;
        return found;
    }
    for (unsigned at = 0; at < sample->count; at++)
        if (tree->op == TAG
                ? sample->is_tag[at]
                : has(sample, at, folded[tree->words[0]], tree->op == START))
            return true;
    return false;
}

static struct sample
draw_sample(struct buffer *text)
{
    static const char *const gaps[] = {" ", ", ", "... ", "\n", " \"", ") "};
    struct sample sample = {.count = draw(WORDS + 1)};

    buffer_clear(text);
    for (unsigned i = 0; i < sample.count; i++) {
        sample.words[i] = draw(VOCABULARY);
        sample.is_tag[i] = sample.words[i] == 3 && draw(3) == 0;
        buffer_printf(text, "%s%s%s", i == 0 ? "" : gaps[draw(6)],
                      sample.is_tag[i] ? "#" : "", vocabulary[sample.words[i]]);
    }
    return sample;
}

static void
try_query(const struct tree *tree, struct buffer *content, struct buffer *text)
{
    struct rule_set *set = rule_set_new();
    struct rule_error error;
    struct rule_match *match;

    buffer_clear(content);
    buffer_add_string(content, "label: x\nquery: ");
    print(content, tree);
    if (!rule_set_add(set, TEXT("x"), buffer_text(content), &error))
        fail_msg("%s: %s", buffer_string(content), error.why);
    rule_set_seal(set);
    match = rule_match_new(set);
    for (int i = 0; i < TEXTS; i++) {
        struct sample sample = draw_sample(text);
        struct rule_post post = {.text = buffer_text(text)};
        bool is_match = rule_match(match, &post)->rule_count == 1;

        if (is_match != slow_match(&sample, tree))
            fail_msg("%s: %s: %s", buffer_string(content), buffer_string(text),
                     is_match ? "matches" : "does not match");
    }
    rule_match_free(match);
    rule_set_free(set);
}

static void
a_slow_matcher_agrees_on_random_queries_and_texts(void **state)
{
    struct buffer content = {0};
    struct buffer text = {0};

    (void)state;
    for (int i = 0; i < QUERIES; i++) {
        struct tree *tree = grow((int)draw(DEPTH + 1));

        try_query(tree, &content, &text);
        fell(tree);
    }
    buffer_free(&content);
    buffer_free(&text);
}

/* The rules of a set call each other's terms: what one alone finds, all together find. */
static void
rules_together_find_what_each_finds_alone(void **state)
{
    enum { RULES = 200 };
    struct tree *trees[RULES];
    struct rule_set *set = rule_set_new();
    struct rule_match *match;
    struct buffer content = {0};
    struct buffer text = {0};
    struct rule_error error;

    (void)state;
    for (int i = 0; i < RULES; i++) {
        trees[i] = grow((int)draw(DEPTH + 1));
        buffer_printf(&content, "label: r%d\nquery: ", i);
        print(&content, trees[i]);
        buffer_add_string(&content, "\n\n");
    }
    assert_true(rule_set_add(set, TEXT("x"), buffer_text(&content), &error));
    rule_set_seal(set);
    match = rule_match_new(set);
    for (int i = 0; i < 500; i++) {
        struct sample sample = draw_sample(&text);
        struct rule_post post = {.text = buffer_text(&text)};
        const struct rule_found *found = rule_match(match, &post);
        size_t next = 0;

        for (uint32_t rule = 0; rule < RULES; rule++) {
            bool is_found =
                next < found->rule_count && found->rules[next] == rule;

            next += is_found;
            if (is_found != slow_match(&sample, trees[rule]))
                fail_msg("rule %u: %s", rule, buffer_string(&text));
        }
    }
    for (int i = 0; i < RULES; i++)
        fell(trees[i]);
    rule_match_free(match);
    rule_set_free(set);
    buffer_free(&content);
    buffer_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slow_matcher_agrees_on_random_queries_and_texts),
        cmocka_unit_test(rules_together_find_what_each_finds_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
