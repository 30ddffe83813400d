#include "jsons.h"

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
        TEST(long_lines_and_short_ones_may_alternate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
