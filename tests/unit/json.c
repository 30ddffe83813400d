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

static int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    assert_non_null(fixture);
    fixture->parser = json_parser_new();
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    json_parser_free(fixture->parser);
    buffer_free(&fixture->line);
    buffer_free(&fixture->out);
    free(fixture);
    return 0;
}

static const char *
parse_line(struct fixture *fixture)
{
    memset(buffer_reserve(&fixture->line, JSON_PADDING), ']', JSON_PADDING);
    return json_parse(fixture->parser, buffer_text(&fixture->line),
                      &fixture->root, &fixture->repaired);
}

static const char *
parse_text(struct fixture *fixture, struct text text)
{
    buffer_clear(&fixture->line);
    buffer_add(&fixture->line, text);
    return parse_line(fixture);
}

static const char *
parse(struct fixture *fixture, const char *json)
{
    return parse_text(fixture, text_of(json));
}

static const char *
written(struct fixture *fixture, struct json_slot slot)
{
    buffer_clear(&fixture->out);
    json_write(&fixture->out, slot);
    return buffer_string(&fixture->out);
}

static void
assert_text(struct text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.at, expected, text.len);
}

static void
assert_reason(const char *why, const char *code)
{
    assert_non_null(why);
    if (strncmp(why, code, strlen(code)) != 0)
        fail_msg("%s, not %s", why, code);
}

static void
assert_written(struct fixture *fixture, const char *json, const char *expected)
{
    const char *why = parse(fixture, json);

    if (why != NULL)
        fail_msg("%s: %s", json, why);
    assert_string_equal(written(fixture, fixture->root), expected);
}

/* Picks one path. */
static const char *
pick(struct fixture *fixture, const char *path, struct json_slot *slot)
{
    struct json_plan *plan = json_plan_new(&path, 1);
    const char *why = json_pick(plan, fixture->root.node, slot);

    json_plan_free(plan);
    return why;
}

static void
what_is_no_json_is_refused(void **state)
{
    static const char *const texts[] = {
        "",           " ",           "\t \r\n",
        "tru",        "nul",         "falsee",
        "True",       "NaN",         "Infinity",
        "-Infinity",  "undefined",   "[",
        "]",          "{",           "}",
        "[1",         "[1,",         "[1,]",
        "[,1]",       "[1,,2]",      "[1 2]",
        "[1:2]",      "[]]",         "[1}",
        "{\"a\"}",    "{\"a\":}",    "{\"a\":1,}",
        "{,\"a\":1}", "{a:1}",       "{'a':1}",
        "{1:1}",      "{\"a\" 1}",   "{\"a\"::1}",
        "{\"a\":1",   "{\"a\":1]",   "{\"a\":1 \"b\":2}",
        "{}{}",       "{} {}",       "[] 1",
        "1 2",        "\"a\" \"b\"", "{}x",
        "{},",        "\"",          "\"abc",
        "\"a\\\"",    "\"\\x41\"",   "\"\\u12g4\"",
        "\"\\u12\"",  "\"\\U0041\"", "\"\\\n\"",
        "\"a\tb\"",   "\"a\nb\"",    "\"\x01\"",
        "'a'",        "// c\n1",     "[1] // c",
        "{/**/}",     "\\u0031",     "\x0c[]",
        "[\x0b]",     "\xc2\xa0[]",  "&",
        "<a>",
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        const char *why = parse(fixture, texts[i]);

        if (why == NULL)
            fail_msg("accepted: %s", texts[i]);
        assert_reason(why, "bad_json: ");
    }
}

static void
numbers_that_are_none_or_too_large_are_refused(void **state)
{
    static const char *const texts[] = {
        "01",  "-01",   "00",     "-",        "+1",          "1.",
        ".1",  "1.e1",  "1e",     "1e+",      "0x10",        "1_000",
        "1a",  "--1",   "1e1.5",  "0e",       "-a",          "1.2.3",
        "1,5", "1e400", "-1e400", "[1e9999]", "{\"a\":012}",
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        if (parse(fixture, texts[i]) == NULL)
            fail_msg("accepted: %s", texts[i]);
    }
    assert_reason(parse(fixture, "[1,1e400]"),
                  "bad_json: a number is out of range");
    assert_reason(parse(fixture, "[\"1e400\",01]"),
                  "bad_json: a number is malformed");
}

static void
any_value_may_stand_alone(void **state)
{
    struct fixture *fixture = *state;

    assert_written(fixture, "null", "null");
    assert_written(fixture, " true\r\n", "true");
    assert_written(fixture, "\tfalse ", "false");
    assert_written(fixture, "0", "0");
    assert_written(fixture, "-0", "0");
    assert_written(fixture, "\"\"", "\"\"");
    assert_written(fixture, "[]", "[]");
    assert_written(fixture, "{}", "{}");
    assert_written(fixture, "{\"\":null}", "{\"\":null}");
}

static void
ids_beyond_2_to_53_stay_exact(void **state)
{
    struct fixture *fixture = *state;
    struct json_slot slot;

    assert_null(parse(fixture, "{\"id\":1552687856111566848}"));
    assert_null(pick(fixture, "id", &slot));
    assert_int_equal(slot.type, JSON_INTEGER);
    assert_true(slot.integer == INT64_C(1552687856111566848));
    assert_written(fixture, "[9223372036854775807,-9223372036854775808]",
                   "[9223372036854775807,-9223372036854775808]");
}

static void
integers_beyond_int64_are_doubles(void **state)
{
    struct fixture *fixture = *state;
    struct json_slot slot;

    assert_null(parse(fixture, "9223372036854775808"));
    assert_int_equal(fixture->root.type, JSON_DOUBLE);
    assert_true(fixture->root.number == 9223372036854775808.0);
    assert_null(parse(fixture, "{\"a\":\"1 \\\"123456789012345678901\","
                               "\"b\":-123456789012345678901234567890}"));
    assert_false(fixture->repaired);
    assert_null(pick(fixture, "b", &slot));
    assert_int_equal(slot.type, JSON_DOUBLE);
    assert_true(slot.number == -123456789012345678901234567890.0);
    assert_null(pick(fixture, "a", &slot));
    assert_text(slot.text, "1 \"123456789012345678901");
}

static void
an_id_stays_exact_beside_a_number_that_is_too_long(void **state)
{
    struct fixture *fixture = *state;

    assert_written(fixture,
                   "[1552687856111566848,9223372036854775807,"
                   "-9223372036854775808,18446744073709551616,"
                   "-9223372036854775809,1]",
                   "[1552687856111566848,9223372036854775807,"
                   "-9223372036854775808,1.8446744073709552e+19,"
                   "-9.223372036854776e+18,1]");
}

static void
doubles_are_written_in_their_fewest_digits(void **state)
{
    struct fixture *fixture = *state;

    assert_written(fixture, "[0.1,12.34,-0.5,100.0,1.5E+2,1e-400]",
                   "[0.1,12.34,-0.5,100,150,0]");
    assert_written(fixture, "[0.30000000000000004,1e300,2.5e-8]",
                   "[0.30000000000000004,1e+300,2.5e-08]");
    assert_written(fixture, "1.7976931348623157e308",
                   "1.7976931348623157e+308");
}

static void
what_is_written_is_what_was_read(void **state)
{
    static const char json[] =
        "{\"a\":[1,-2,\"x\",[],{},[{\"b\":null}]],\"c\":{\"d\":true,"
        "\"e\":false},\"k\\\"\\\\\":\"\\\"\\\\/\\n\xc3\xa9\xf0\x9f\x98\x80\"}";
    struct fixture *fixture = *state;

    assert_written(fixture, json, json);
    assert_written(fixture, " { \"a\" : [ 1 , 2 ] ,\t\"b\" : \"\\/\" } ",
                   "{\"a\":[1,2],\"b\":\"/\"}");
}

static void
escapes_are_decoded(void **state)
{
    struct fixture *fixture = *state;

    assert_null(parse(fixture, "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC"
                               "\\ud83d\\ude00\""));
    assert_false(fixture->repaired);
    assert_text(fixture->root.text, "\"\\/\b\f\n\r\t\xc3\xa9\xe2\x82\xac"
                                    "\xf0\x9f\x98\x80");
}

static void
a_nul_is_handed_out_as_a_replacement(void **state)
{
    struct fixture *fixture = *state;
    struct json_slot slot;
    struct json_items items;
    struct text key;

    assert_null(parse(fixture, "{\"a\\u0000\":\"\\u0000x\\u0000\"}"));
    assert_false(fixture->repaired);
    items = json_members(fixture->root);
    assert_true(json_next_member(&items, &key, &slot));
    assert_text(key, "a\xef\xbf\xbd");
    assert_text(slot.text, "\xef\xbf\xbdx\xef\xbf\xbd");
}

static void
a_raw_nul_is_refused(void **state)
{
    struct fixture *fixture = *state;

    assert_reason(parse_text(fixture, TEXT("\"a\0b\"")), "bad_json: ");
    assert_reason(parse_text(fixture, TEXT("[1\0]")), "bad_json: ");
    assert_reason(parse_text(fixture, TEXT("{}\0")), "bad_json: ");
    assert_reason(parse_text(fixture, TEXT("\0")), "bad_json: ");
}

static void
lone_surrogates_are_repaired(void **state)
{
    static const struct {
        const char *json, *text;
    } cases[] = {
        {"\"\\ud800\"", "\xef\xbf\xbd"},
        {"\"\\uDC00\"", "\xef\xbf\xbd"},
        {"\"\\ud800\\u0041\"", "\xef\xbf\xbd"
                               "A"},
        {"\"\\ud83dx\\ude00\"", "\xef\xbf\xbdx\xef\xbf\xbd"},
        {"\"\\ud800\\ud83d\\ude00\"", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
        {"\"\\\\ud800\\udbff\"", "\\ud800\xef\xbf\xbd"},
        {"\"\\ud800\\n\"", "\xef\xbf\xbd\n"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_null(parse(fixture, cases[i].json));
        assert_true(fixture->repaired);
        assert_text(fixture->root.text, cases[i].text);
    }
}

static void
ill_formed_utf8_is_repaired(void **state)
{
    struct fixture *fixture = *state;

    assert_null(parse(fixture, "\"a\x80\xe2\x82\xed\xa0\x80\xff\\ud800\""));
    assert_true(fixture->repaired);
    assert_text(fixture->root.text, "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                                    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                                    "\xef\xbf\xbd");
    assert_null(parse(fixture, "{}"));
    assert_false(fixture->repaired);
    assert_reason(parse(fixture, "[\x80]"), "bad_json: ");
    assert_reason(parse(fixture, "[\"\x80\",]"), "bad_json: ");
}

static const char *
parse_nested(struct fixture *fixture, const char *open, const char *close,
             int depth)
{
    buffer_clear(&fixture->line);
    for (int i = 0; i < depth; i++)
        buffer_add_string(&fixture->line, open);
    buffer_add_char(&fixture->line, '0');
    for (int i = 0; i < depth; i++)
        buffer_add_string(&fixture->line, close);
    return parse_line(fixture);
}

static void
nesting_beyond_512_is_refused(void **state)
{
    struct fixture *fixture = *state;

    assert_null(parse_nested(fixture, "[", "]", 512));
    assert_string_equal(written(fixture, fixture->root) + 512 + 1 + 511, "]");
    assert_null(parse_nested(fixture, "{\"a\":", "}", 512));
    assert_reason(parse_nested(fixture, "[", "]", 513), "too_deep: ");
    assert_reason(parse_nested(fixture, "{\"a\":", "}", 513), "too_deep: ");
    assert_reason(parse_nested(fixture, "[{\"a\":", "}]", 100000),
                  "too_deep: ");
    assert_null(parse(fixture, "1"));
}

static void
a_plan_fills_its_slots_from_all_depths(void **state)
{
    static const char *const paths[] = {
        "id",   "user.name", "user.id",   "user",   "text", "a.b.c.d",
        "none", "n",         "user.none", "text.x", "f"};
    struct json_slot slots[11];
    struct fixture *fixture = *state;
    struct json_plan *plan = json_plan_new(paths, 11);

    assert_null(parse(
        fixture, "{\"id\":7,\"x\":[{\"id\":8}],\"user\":{\"id\":9,\"name\":"
                 "\"n\\u00e9\"},\"text\":\"\",\"n\":null,\"a\":{\"b\":"
                 "{\"c\":{\"d\":true}}},\"f\":-1.5}"));
    assert_null(json_pick(plan, fixture->root.node, slots));
    assert_int_equal(slots[0].integer, 7);
    assert_text(slots[1].text, "n\xc3\xa9");
    assert_int_equal(slots[2].integer, 9);
    assert_int_equal(slots[3].type, JSON_OBJECT);
    assert_int_equal(slots[4].type, JSON_STRING);
    assert_int_equal(slots[4].text.len, 0);
    assert_int_equal(slots[5].type, JSON_TRUE);
    assert_int_equal(slots[6].type, JSON_ABSENT);
    assert_int_equal(slots[7].type, JSON_ABSENT);
    assert_int_equal(slots[8].type, JSON_ABSENT);
    assert_int_equal(slots[9].type, JSON_ABSENT);
    assert_true(slots[10].number == -1.5);
    assert_null(json_pick(plan, slots[3].node, slots));
    assert_int_equal(slots[0].integer, 9);
    assert_int_equal(slots[1].type, JSON_ABSENT);
    json_plan_free(plan);
}

static void
a_path_may_be_asked_for_twice(void **state)
{
    static const char *const paths[] = {"b.c", "a", "b.c", "a", "b"};
    struct json_slot slots[5];
    struct fixture *fixture = *state;
    struct json_plan *plan = json_plan_new(paths, 5);

    assert_null(parse(fixture, "{\"a\":1,\"b\":{\"c\":2}}"));
    assert_null(json_pick(plan, fixture->root.node, slots));
    assert_int_equal(slots[0].integer, 2);
    assert_int_equal(slots[1].integer, 1);
    assert_int_equal(slots[2].integer, 2);
    assert_int_equal(slots[3].integer, 1);
    assert_int_equal(slots[4].type, JSON_OBJECT);
    json_plan_free(plan);
}

static void
what_is_no_object_leaves_slots_absent(void **state)
{
    struct fixture *fixture = *state;
    struct json_slot slot;

    assert_null(parse(fixture, "[{\"a\":1}]"));
    assert_null(pick(fixture, "a", &slot));
    assert_int_equal(slot.type, JSON_ABSENT);
    fixture->root.node = (struct json_node){NULL, 0};
    slot.type = JSON_TRUE;
    assert_null(pick(fixture, "a", &slot));
    assert_int_equal(slot.type, JSON_ABSENT);
}

/* A key of every length, and alike but for one byte anywhere in it. */
static void
keys_are_told_apart_wherever_they_differ(void **state)
{
    static const char name[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmn";
    struct fixture *fixture = *state;
    struct json_slot slot;

    for (size_t len = 0; len < sizeof(name); len++) {
        for (size_t at = 0; at < len; at++) {
            char key[sizeof(name)] = {0};

            memcpy(key, name, len);
            buffer_clear(&fixture->line);
            buffer_printf(&fixture->line, "{\"%s\":1,", key);
            key[at] = '_';
            buffer_printf(&fixture->line, "\"%s\":2}", key);
            assert_null(parse_line(fixture));
            assert_null(pick(fixture, key, &slot));
            assert_int_equal(slot.integer, 2);
            key[at] = '-';
            assert_null(pick(fixture, key, &slot));
            assert_int_equal(slot.type, JSON_ABSENT);
        }
    }
}

static void
a_plan_holds_255_paths(void **state)
{
    static char names[255][8];
    const char *paths[255];
    struct json_slot slots[255];
    struct fixture *fixture = *state;
    struct json_plan *plan;

    buffer_clear(&fixture->line);
    for (int i = 0; i < 255; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "k%d", i);
        paths[i] = names[i];
        buffer_printf(&fixture->line, "%c\"k%d\":%d", i == 0 ? '{' : ',',
                      254 - i, 254 - i);
    }
    buffer_add_char(&fixture->line, '}');
    plan = json_plan_new(paths, 255);
    assert_null(parse_line(fixture));
    assert_null(json_pick(plan, fixture->root.node, slots));
    for (int i = 0; i < 255; i++)
        assert_int_equal(slots[i].integer, i);
    json_plan_free(plan);
}

static void
an_empty_plan_only_looks_for_duplicates(void **state)
{
    struct fixture *fixture = *state;
    struct json_plan *plan = json_plan_new(NULL, 0);

    assert_null(parse(fixture, "{\"a\":1,\"b\":2}"));
    assert_null(json_pick(plan, fixture->root.node, NULL));
    assert_null(parse(fixture, "{\"a\":1,\"a\":2}"));
    assert_reason(json_pick(plan, fixture->root.node, NULL), "duplicate_key: ");
    json_plan_free(plan);
}

static void
a_key_that_comes_twice_is_refused(void **state)
{
    static const char *const texts[] = {
        "{\"a\":1,\"a\":1}",
        "{\"b\":1,\"x\":2,\"b\":3}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\":1,\"\":2}",
        "{\"x\":{\"deep\":{\"y\":1,\"y\":1}}}",
        "{\"a_key_of_more_than_16\":1,\"b\":[],\"a_key_of_more_than_16\":2}",
        "{\"k\\u0000\":1,\"k\\u0000\":2}",
    };
    struct fixture *fixture = *state;
    struct json_slot slots[2];
    static const char *const paths[] = {"a", "x.deep.z"};
    struct json_plan *plan = json_plan_new(paths, 2);

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        assert_null(parse(fixture, texts[i]));
        assert_reason(json_pick(plan, fixture->root.node, slots),
                      "duplicate_key: ");
    }
    json_plan_free(plan);
}

static void
objects_that_no_pick_walks_may_have_duplicates(void **state)
{
    struct fixture *fixture = *state;
    struct json_slot slot;

    assert_null(parse(fixture, "{\"a\":1,\"b\":{\"c\":1,\"c\":2},"
                               "\"d\":[{\"a\":1,\"a\":2}]}"));
    assert_null(pick(fixture, "a", &slot));
    assert_int_equal(slot.integer, 1);
}

/* An object with members k0 … and, where again >= 0, that one once more at its end. */
static const char *
parse_members(struct fixture *fixture, int count, int again)
{
    buffer_clear(&fixture->line);
    buffer_add_char(&fixture->line, '{');
    for (int i = 0; i < count; i++)
        buffer_printf(&fixture->line, "\"k%d\":[%d],", i, i);
    buffer_printf(&fixture->line, "\"k%d\":1.5}", again < 0 ? count : again);
    return parse_line(fixture);
}

static void
duplicates_are_found_among_any_number_of_keys(void **state)
{
    static const int counts[] = {2, 63, 64, 100, 254, 255, 256, 257, 70000};
    struct fixture *fixture = *state;
    struct json_slot slot;

    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
        int count = counts[i];

        assert_null(parse_members(fixture, count, -1));
        assert_null(pick(fixture, "k1", &slot));
        assert_int_equal(slot.type, JSON_ARRAY);
        for (int again = 0; again < count; again += 1 + count / 10) {
            assert_null(parse_members(fixture, count, again));
            assert_reason(pick(fixture, "k1", &slot), "duplicate_key: ");
        }
    }
}

static void
items_and_members_come_in_order(void **state)
{
    struct fixture *fixture = *state;
    struct json_items items;
    struct json_slot slot;
    struct text key;

    assert_null(parse(fixture, "[1,null,[2,3],{\"a\":4},18446744073709551615,"
                               "2.5,\"x\",true]"));
    items = json_items(fixture->root);
    for (int i = 0; i < 8; i++) {
        static const enum json_type types[] = {
            JSON_INTEGER, JSON_ABSENT, JSON_ARRAY,  JSON_OBJECT,
            JSON_DOUBLE,  JSON_DOUBLE, JSON_STRING, JSON_TRUE};

        assert_true(json_next(&items, &slot));
        assert_int_equal(slot.type, types[i]);
    }
    assert_false(json_next(&items, &slot));
    assert_false(json_next(&items, &slot));
    items = json_members(fixture->root);
    assert_false(json_next_member(&items, &key, &slot));

    assert_null(parse(fixture, "{\"b\":1,\"a\":{\"b\":[]},\"\":false}"));
    items = json_members(fixture->root);
    assert_true(json_next_member(&items, &key, &slot));
    assert_text(key, "b");
    assert_true(json_next_member(&items, &key, &slot));
    assert_text(key, "a");
    assert_int_equal(slot.type, JSON_OBJECT);
    assert_true(json_next_member(&items, &key, &slot));
    assert_text(key, "");
    assert_int_equal(slot.type, JSON_FALSE);
    assert_false(json_next_member(&items, &key, &slot));
    items = json_items(fixture->root);
    assert_false(json_next(&items, &slot));
}

static void
long_lines_and_short_ones_may_alternate(void **state)
{
    static const size_t sizes[] = {10,       1 << 16, (1 << 16) + 1, 1 << 20,
                                   17 << 20, 10,      (1 << 20) + 1, 3 << 20,
                                   1 << 20,  10};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
        size_t len = sizes[i];

        buffer_clear(&fixture->line);
        buffer_add_char(&fixture->line, '"');
        memset(buffer_reserve(&fixture->line, len), 'x', len);
        fixture->line.len += len - 2;
        buffer_add_char(&fixture->line, '"');
        assert_null(parse_line(fixture));
        assert_int_equal(fixture->root.text.len, len - 2);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_no_json_is_refused),
        TEST(numbers_that_are_none_or_too_large_are_refused),
        TEST(any_value_may_stand_alone),
        TEST(ids_beyond_2_to_53_stay_exact),
        TEST(integers_beyond_int64_are_doubles),
        TEST(an_id_stays_exact_beside_a_number_that_is_too_long),
        TEST(doubles_are_written_in_their_fewest_digits),
        TEST(what_is_written_is_what_was_read),
        TEST(escapes_are_decoded),
        TEST(a_nul_is_handed_out_as_a_replacement),
        TEST(a_raw_nul_is_refused),
        TEST(lone_surrogates_are_repaired),
        TEST(ill_formed_utf8_is_repaired),
        TEST(nesting_beyond_512_is_refused),
        TEST(a_plan_fills_its_slots_from_all_depths),
        TEST(a_path_may_be_asked_for_twice),
        TEST(what_is_no_object_leaves_slots_absent),
        TEST(keys_are_told_apart_wherever_they_differ),
        TEST(a_plan_holds_255_paths),
        TEST(an_empty_plan_only_looks_for_duplicates),
        TEST(a_key_that_comes_twice_is_refused),
        TEST(objects_that_no_pick_walks_may_have_duplicates),
        TEST(duplicates_are_found_among_any_number_of_keys),
        TEST(items_and_members_come_in_order),
        TEST(long_lines_and_short_ones_may_alternate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
