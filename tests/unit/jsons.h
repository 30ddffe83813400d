/* jsons - a parser and the line before it, made anew for each test of ports/json */
#ifndef HARK_TESTS_JSONS_H
#define HARK_TESTS_JSONS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "ports/json.h"

/* What one test works on. */
struct fixture {
    struct json_parser *parser;
    struct json_slot root;
    struct buffer line;
    struct buffer out;
    bool repaired;
};

static inline int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    assert_non_null(fixture);
    fixture->parser = json_parser_new();
    *state = fixture;
    return 0;
}

static inline int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    json_parser_free(fixture->parser);
    buffer_free(&fixture->line);
    buffer_free(&fixture->out);
    free(fixture);
    return 0;
}

static inline const char *
parse_line(struct fixture *fixture)
{
    memset(buffer_reserve(&fixture->line, JSON_PADDING), ']', JSON_PADDING);
    return json_parse(fixture->parser, buffer_text(&fixture->line),
                      &fixture->root, &fixture->repaired);
}

static inline const char *
parse_text(struct fixture *fixture, struct text text)
{
    buffer_clear(&fixture->line);
    buffer_add(&fixture->line, text);
    return parse_line(fixture);
}

static inline const char *
parse(struct fixture *fixture, const char *json)
{
    return parse_text(fixture, text_of(json));
}

static inline const char *
written(struct fixture *fixture, struct json_slot slot)
{
    buffer_clear(&fixture->out);
    json_write(&fixture->out, slot);
    return buffer_string(&fixture->out);
}

static inline void
assert_text(struct text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
}

static inline void
assert_reason(const char *why, const char *code)
{
    assert_non_null(why);
    if (strncmp(why, code, strlen(code)) != 0)
        fail_msg("%s, not %s", why, code);
}

static inline void
assert_written(struct fixture *fixture, const char *json, const char *expected)
{
    const char *why = parse(fixture, json);

    if (why != NULL)
        fail_msg("%s: %s", json, why);
    assert_string_equal(written(fixture, fixture->root), expected);
}

/* Picks one path. */
static inline const char *
pick(struct fixture *fixture, const char *path, struct json_slot *slot)
{
    struct json_plan *plan = json_plan_new(&path, 1);
    const char *why = json_pick(plan, fixture->root.node, slot);

    json_plan_free(plan);
    return why;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
