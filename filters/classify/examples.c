#include "classify/classify.h"

#include "domain/verdict.h"

/* True where the rule says of its example what the example says of the rule. */
static bool
example_holds(struct classify *classify, const struct rule_example *example)
{
    struct rule_post post = {.text = example->text, .is_example = true};
    const struct rule_found *found = rule_match(classify->match, &post);
    bool matches = false;

    for (size_t i = 0; i < found->rule_count; i++)
        matches |= found->rules[i] == example->rule;
    return matches == example->expected;
}

static void
tell_miss(struct classify *classify, const struct rule_example *example)
{
    const struct rule *rule = rule_set_rule(classify->rules, example->rule);
    struct text label = rule_set_label(classify->rules, rule->label);
    struct place place = {
        .archive = rule->file, .line = example->line, .part = -1};

    if (example->expected) {
        books_problem(classify->books, EX_DATAERR, &place,
                      "expect: %.*s does not match: %.*s", TEXT_ARGS(label),
                      TEXT_ARGS(example->text));
        return;
    }
    buffer_clear(&classify->members);
    verdict_explain(&classify->members, classify->match, classify->rules,
                    example->rule);
    books_problem(
        classify->books, EX_DATAERR, &place, "reject: it matches %.*s: %.*s",
        TEXT_ARGS(buffer_text(&classify->members)), TEXT_ARGS(example->text));
}

int
classify_examples(struct classify *classify)
{
    size_t count = rule_set_example_count(classify->rules);
    size_t missed = 0;

    for (size_t i = 0; i < count; i++) {
        const struct rule_example *example =
            rule_set_example(classify->rules, i);

        if (example_holds(classify, example))
            continue;
        tell_miss(classify, example);
        missed++;
    }
    books_warn(classify->books, NULL,
               "test: %u rules, %zu examples, %zu missed",
               rule_set_count(classify->rules), count, missed);
    return books_close(classify->books);
}
