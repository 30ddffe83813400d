#include "texts.h"

#include "stream/options.h"

static void
bytes_may_have_a_unit_behind_them(void **state)
{
    static const struct {
        const char *text;
        uint64_t bytes;
    } cases[] = {{"0", 0},
                 {"123", 123},
                 {"1K", 1024},
                 {"2k", 2048},
                 {"64M", 64 << 20},
                 {"1g", 1 << 30},
                 {"3T", UINT64_C(3) << 40},
                 {"8388607T", UINT64_C(8388607) << 40}};
    uint64_t bytes;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(options_bytes(cases[i].text, &bytes));
        assert_true(bytes == cases[i].bytes);
    }
}

static void
what_is_no_number_of_bytes_is_refused(void **state)
{
    static const char *const none[] = {
        "",    "K",        "-1", "1.5K", "1P", "1KiB",
        "1 K", "9000000T", "x",  "-1K",  "K1", "99999999999999999999"};
    uint64_t bytes;

    (void)state;
    for (size_t i = 0; i < COUNT(none); i++)
        if (options_bytes(none[i], &bytes))
            fail_msg("it was taken: %s", none[i]);
}

static void
a_number_is_within_its_bounds(void **state)
{
    int64_t number;

    (void)state;
    assert_true(options_integer("3", 3, 5, &number) && number == 3);
    assert_true(options_integer("5", 3, 5, &number) && number == 5);
    assert_false(options_integer("2", 3, 5, &number));
    assert_false(options_integer("6", 3, 5, &number));
    assert_false(options_integer("", 3, 5, &number));
    assert_false(options_integer("3x", 3, 5, &number));
}

static void
a_time_is_a_date_or_rfc_3339(void **state)
{
    int64_t s;

    (void)state;
    assert_null(options_time("2009-03-01", &s));
    assert_int_equal(s, 1235865600);
    assert_null(options_time("2009-03-01T00:00:01Z", &s));
    assert_int_equal(s, 1235865601);
    assert_non_null(options_time("yesterday", &s));
}

static void
a_time_is_within_since_and_until(void **state)
{
    const struct options options = {.since_s = 10, .until_s = 20};

    (void)state;
    assert_string_equal(options_outside(&options, 9), "since");
    assert_null(options_outside(&options, 10));
    assert_null(options_outside(&options, 19));
    assert_string_equal(options_outside(&options, 20), "until");
    assert_null(options_outside(&options, INT64_MIN));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_may_have_a_unit_behind_them),
        cmocka_unit_test(what_is_no_number_of_bytes_is_refused),
        cmocka_unit_test(a_number_is_within_its_bounds),
        cmocka_unit_test(a_time_is_a_date_or_rfc_3339),
        cmocka_unit_test(a_time_is_within_since_and_until),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
