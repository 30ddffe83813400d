#include "domain/rule.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/rule_file.h"
#include "domain/rule_query.h"
#include "domain/rule_trigger.h"

/* Which rules a term calls: `starts` of the term to that of the next, in `called`. */
struct rule_set {
    struct rule_tree *tree;
    struct token_scanner *scanner;
    struct table *labels;
    struct buffer rules;    /* struct rule */
    struct buffer examples; /* struct rule_example */
    uint32_t *starts;
    uint32_t *called;
    struct buffer files; /* struct file */
};

struct file {
    struct text name;
    struct text content;
};

struct rule_set *
rule_set_new(void)
{
    struct rule_set *set = calloc(1, sizeof(*set));

    if (set == NULL)
        err(EX_OSERR, "a set of rules");
    set->tree = rule_tree_new();
    set->scanner = token_scanner_new();
    set->labels = table_new();
    return set;
}

void
rule_set_free(struct rule_set *set)
{
    if (set == NULL)
        return;
    rule_tree_free(set->tree);
    token_scanner_free(set->scanner);
    table_free(set->labels);
    buffer_free(&set->rules);
    buffer_free(&set->examples);
    buffer_free(&set->files);
    free(set->starts);
    free(set->called);
    free(set);
}

const char *
rule_urgency_name(enum rule_urgency urgency)
{
    static const char *const names[] = {"", "low", "normal", "high"};

    return names[urgency];
}

static bool
parse_urgency(struct text text, enum rule_urgency *urgency,
              struct rule_error *error)
{
    *urgency = RULE_UNSAID;
    if (text.at == NULL)
        return true;
    for (enum rule_urgency one = RULE_LOW; one <= RULE_HIGH; one++)
        if (text_equal(text, text_of(rule_urgency_name(one))))
            *urgency = one;
    return *urgency != RULE_UNSAID
           || rule_error_set(error, text.at, "urgency is low, normal or high");
}

static void
add_examples(struct rule_set *set, const struct rule_block *block,
             uint32_t rule)
{
    const struct rule_claim *claims =
        (const struct rule_claim *)(const void *)block->claims.at;

    for (size_t i = 0; i < block->claims.len / sizeof(*claims); i++) {
        struct rule_example example = {rule, claims[i].post.line,
                                       claims[i].expected, claims[i].post.text};

        buffer_add(&set->examples,
                   (struct text){(const char *)&example, sizeof(example)});
    }
}

static bool
add_define(struct rule_set *set, const struct rule_block *block,
           struct rule_error *error)
{
    struct text name = block->define.text;
    uint32_t query =
        rule_query_parse(set->tree, set->scanner, block->query.text, error);

    if (query == RULE_NONE)
        return false;
    return rule_tree_name(set->tree, name, query)
           || rule_error_set(error, name.at, "%.*s is defined before",
                             (int)(name.len < 60 ? name.len : 60), name.at);
}

static bool
add_rule(struct rule_set *set, struct text file, const struct rule_block *block,
         struct rule_error *error)
{
    struct rule rule = {
        .file = file, .line = block->line, .route = block->route.text};

    if (!parse_urgency(block->urgency.text, &rule.urgency, error))
        return false;
    rule.query =
        rule_query_parse(set->tree, set->scanner, block->query.text, error);
    if (rule.query == RULE_NONE)
        return false;
    rule.label = table_add(set->labels, block->label.text);
    add_examples(set, block, rule_set_count(set));
    buffer_add(&set->rules, (struct text){(const char *)&rule, sizeof(rule)});
    return true;
}

bool
rule_set_add(struct rule_set *set, struct text name, struct text content,
             struct rule_error *error)
{
    struct entry_file file = rule_file_open(content);
    struct file whole = {name, content};
    struct rule_block block = {0};
    bool is_good = true;

    while (is_good && rule_file_next(&file, &block, error))
        is_good = block.define.text.at != NULL
                      ? add_define(set, &block, error)
                      : add_rule(set, name, &block, error);
    buffer_free(&block.claims);
    if (error->at != NULL) {
        rule_error_place(error, content);
        return false;
    }
    buffer_add(&set->files, (struct text){(const char *)&whole, sizeof(whole)});
    return true;
}

bool
rule_set_has_patterns(const struct rule_set *set)
{
    return rule_tree_pattern_count(set->tree) > 0;
}

void
rule_set_name_patterns(const struct rule_set *set, struct buffer *key)
{
    pattern_set_describe(key);
    for (uint32_t i = 0; i < rule_tree_pattern_count(set->tree); i++) {
        struct pattern pattern = rule_tree_pattern(set->tree, i)->pattern;

        buffer_add_char(key, '\n');
        buffer_add_string(key, pattern.is_raw ? "=" : "~");
        buffer_add(key, pattern.text);
    }
}

/* Which file the expression is in, by where its bytes are. */
static bool
place_error(const struct rule_set *set, const struct pattern_error *wrong,
            struct rule_error *error)
{
    const struct file *files = (const struct file *)(const void *)set->files.at;
    size_t number = wrong->number == SIZE_MAX ? 0 : wrong->number;
    const char *at = rule_tree_pattern(set->tree, (uint32_t)number)->at;
    size_t i = 0;

    while (at < files[i].content.at
           || at >= files[i].content.at + files[i].content.len)
        i++;
    rule_error_set(error, at, "this regular expression is refused: %s",
                   wrong->why);
    error->file = files[i].name;
    rule_error_place(error, files[i].content);
    return false;
}

bool
rule_set_compile(struct rule_set *set, struct rule_error *error)
{
    uint32_t count = (uint32_t)rule_tree_pattern_count(set->tree);
    struct pattern *patterns = calloc(count + 1, sizeof(*patterns));
    struct pattern_error wrong;

    if (patterns == NULL)
        err(EX_OSERR, "regular expressions");
    for (uint32_t i = 0; i < count; i++)
        patterns[i] = rule_tree_pattern(set->tree, i)->pattern;
    set->tree->compiled =
        count == 0 ? NULL : pattern_set_new(patterns, count, &wrong);
    free(patterns);
    return count == 0 || set->tree->compiled != NULL
           || place_error(set, &wrong, error);
}

bool
rule_set_load(struct rule_set *set, struct text bytes)
{
    set->tree->compiled = pattern_set_load(bytes);
    return set->tree->compiled != NULL;
}

void
rule_set_save(const struct rule_set *set, struct buffer *bytes)
{
    pattern_set_save(set->tree->compiled, bytes);
}

/* The terms that call each rule, one behind the other; pairs of term and rule. */
static void
find_triggers(struct rule_set *set, struct buffer *terms, struct buffer *ends)
{
    for (uint32_t i = 0; i < rule_set_count(set); i++) {
        struct rule *rule = (struct rule *)(void *)set->rules.at + i;
        uint32_t end;

        rule->is_always = !rule_trigger(set->tree, rule->query, terms);
        end = (uint32_t)(terms->len / sizeof(uint32_t));
        buffer_add(ends, (struct text){(const char *)&end, sizeof(end)});
    }
}

static uint32_t *
numbers(size_t count)
{
    uint32_t *at = calloc(count + 1, sizeof(*at));

    if (at == NULL)
        err(EX_OSERR, "the triggers of rules");
    return at;
}

/* Turned round: the rules that each term calls, by counting. */
void
rule_set_seal(struct rule_set *set)
{
    struct buffer terms = {0};
    struct buffer ends = {0};
    uint32_t term_count = rule_terms_count(set->tree->terms);
    const uint32_t *term;
    const uint32_t *end;
    uint32_t total;

    find_triggers(set, &terms, &ends);
    term = (const uint32_t *)(const void *)terms.at;
    end = (const uint32_t *)(const void *)ends.at;
    total = (uint32_t)(terms.len / sizeof(*term));
    set->starts = numbers(term_count + 1);
    set->called = numbers(total);
    for (uint32_t i = 0; i < total; i++)
        set->starts[term[i] + 2]++;
    for (uint32_t i = 2; i <= term_count; i++)
        set->starts[i] += set->starts[i - 1];
    for (uint32_t i = 0, rule = 0; i < total; i++) {
        while (i == end[rule])
            rule++;
        set->called[set->starts[term[i] + 1]++] = rule;
    }
    buffer_free(&terms);
    buffer_free(&ends);
}

const uint32_t *
rule_set_of_term(const struct rule_set *set, uint32_t term, size_t *count)
{
    *count = set->starts[term + 1] - set->starts[term];
    return set->called + set->starts[term];
}

uint32_t
rule_set_count(const struct rule_set *set)
{
    return (uint32_t)(set->rules.len / sizeof(struct rule));
}

const struct rule *
rule_set_rule(const struct rule_set *set, uint32_t rule)
{
    return (const struct rule *)(const void *)set->rules.at + rule;
}

uint32_t
rule_set_label_count(const struct rule_set *set)
{
    return table_count(set->labels);
}

struct text
rule_set_label(const struct rule_set *set, uint32_t label)
{
    return table_text(set->labels, label);
}

uint32_t
rule_set_find_label(const struct rule_set *set, struct text label)
{
    uint32_t number = table_find(set->labels, label);

    return number == TABLE_NONE ? RULE_NONE : number;
}

const struct rule_tree *
rule_set_tree(const struct rule_set *set)
{
    return set->tree;
}

size_t
rule_set_example_count(const struct rule_set *set)
{
    return set->examples.len / sizeof(struct rule_example);
}

const struct rule_example *
rule_set_example(const struct rule_set *set, size_t example)
{
    return (const struct rule_example *)(const void *)set->examples.at
           + example;
}

bool
rule_set_asks(const struct rule_set *set, enum rule_field field)
{
    for (uint32_t i = 0; i < rule_tree_value_count(set->tree); i++)
        if (rule_tree_value(set->tree, i)->field == field)
            return true;
    return false;
}

bool
rule_set_asks_mark(const struct rule_set *set, char mark)
{
    const struct rule_terms *terms = set->tree->terms;

    for (uint32_t i = 0; i < rule_terms_count(terms); i++)
        if (rule_terms_text(terms, i).at[0] == mark)
            return true;
    return false;
}
