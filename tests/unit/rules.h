/* rules - a file of rules held against a post, for the unit tests of domain/rule */
#ifndef HARK_TESTS_RULES_H
#define HARK_TESTS_RULES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "domain/rule_match.h"

/* A set of one file, ready to match. */
struct bench {
    struct rule_set *set;
    struct rule_match *match;
};

static inline struct bench
bench_of(const char *content)
{
    struct bench bench = {rule_set_new(), NULL};
    struct rule_error error;

    if (!rule_set_add(bench.set, TEXT("x.rules"), text_of(content), &error))
        fail_msg("%u:%u: %s", error.line, error.column, error.why);
    rule_set_seal(bench.set);
    bench.match = rule_match_new(bench.set);
    return bench;
}

static inline void
bench_free(struct bench bench)
{
    rule_match_free(bench.match);
    rule_set_free(bench.set);
}

static inline bool
post_matches(const char *query, struct rule_post post)
{
    char content[4096];
    struct bench bench;
    bool found;

    snprintf(content, sizeof(content), "label: x\nquery: %s\n", query);
    bench = bench_of(content);
    found = rule_match(bench.match, &post)->rule_count == 1;
    bench_free(bench);
    return found;
}

static inline bool
matches(const char *query, const char *text)
{
    return post_matches(query, (struct rule_post){.text = text_of(text)});
}

#define YES(query, text) assert_true(matches(query, text))
#define NO(query, text) assert_false(matches(query, text))

static inline void
assert_wrong(const char *content, unsigned line, unsigned column,
             const char *why)
{
    struct rule_set *set = rule_set_new();
    struct rule_error error;

    assert_false(rule_set_add(set, TEXT("x"), text_of(content), &error));
    assert_string_equal(error.why, why);
    assert_int_equal(error.line, line);
    assert_int_equal(error.column, column);
    rule_set_free(set);
}

static inline void
assert_wrong_query(const char *query, unsigned column, const char *why)
{
    char content[4096];

    snprintf(content, sizeof(content), "label: x\nquery: %s\n", query);
    assert_wrong(content, 2, column + 7, why);
}

static inline void
assert_why(const char *query, struct rule_post post, const char *expected)
{
    struct buffer content = {0};
    struct buffer said = {0};
    struct bench bench;
    const struct rule_span *spans;
    size_t count;

    buffer_printf(&content, "label: x\nquery: %s\n", query);
    bench = bench_of(buffer_string(&content));
    assert_int_equal(rule_match(bench.match, &post)->rule_count, 1);
    spans = rule_match_why(bench.match, 0, &count);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&said, "%s%s%.*s", i == 0 ? "" : ", ", spans[i].before,
                      TEXT_ARGS(spans[i].found));
    assert_string_equal(buffer_string(&said), expected);
    buffer_free(&content);
    buffer_free(&said);
    bench_free(bench);
}

#endif
