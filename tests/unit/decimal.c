#include "texts.h"

#include "base/decimal.h"

static const int64_t limit = (int64_t)1 << 53;

static const char bad[] = "bad_amount: ";
static const char large[] = "too_large: ";

static void
assert_says(const char *why, const char *code, const char *text)
{
    if (why == NULL || strncmp(why, code, strlen(code)) != 0)
        fail_msg("%s: %s", text, why == NULL ? "taken" : why);
}

static void
assert_amount(const char *string, int exponent, int64_t wanted,
              bool wants_rounded)
{
    struct text alone = text_alone(text_of(string));
    bool is_rounded = false;
    int64_t minor = 42;
    const char *why = decimal_parse(alone, exponent, &minor, &is_rounded);

    if (why != NULL || minor != wanted || is_rounded != wants_rounded)
        fail_msg("%s with %d: %s, %lld%s", string, exponent,
                 why == NULL ? "taken" : why, (long long)minor,
                 is_rounded ? ", rounded" : "");
    free((char *)alone.at);
}

static void
amounts_become_minor_units_exactly(void **state)
{
    static const struct {
        const char *text;
        int exponent;
        int64_t minor;
    } cases[] = {
        {"12.34", 2, 1234},
        {"12", 2, 1200},
        {"12.3", 2, 1230},
        {"12.340", 2, 1234},
        {"12.34000000000000000000000000000", 2, 1234},
        {"0", 2, 0},
        {"-0", 2, 0},
        {"-0.00", 2, 0},
        {"0.01", 2, 1},
        {"-0.01", 2, -1},
        {"+1", 2, 100},
        {"+1.5", 2, 150},
        {".5", 2, 50},
        {"-.5", 2, -50},
        {"5.", 2, 500},
        {"-12.34", 2, -1234},
        {"000012.34", 2, 1234},
        {"0000000000000000000000000000012.34", 2, 1234},
        {"250000.00", 0, 250000},
        {"1980", 0, 1980},
        {"1.234", 3, 1234},
        {"1.2", 3, 1200},
        {"-1.2345", 4, -12345},
        {"0.000000000000000001", 18, 1},
        {"90071992547409.92", 2, INT64_C(1) << 53},
        {"-90071992547409.92", 2, -(INT64_C(1) << 53)},
        {"9007199254740992", 0, INT64_C(1) << 53},
        {"0.009007199254740992", 18, INT64_C(1) << 53},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_amount(cases[i].text, cases[i].exponent, cases[i].minor, false);
}

static void
further_digits_are_rounded_half_to_even_and_said(void **state)
{
    static const struct {
        const char *text;
        int exponent;
        int64_t minor;
    } cases[] = {
        {"0.005", 2, 0},
        {"-0.005", 2, 0},
        {"0.015", 2, 2},
        {"-0.015", 2, -2},
        {"0.025", 2, 2},
        {"0.0250000", 2, 2},
        {"0.0250001", 2, 3},
        {"0.02500000000000000000000000000000000000000000000001", 2, 3},
        {"0.02499999999999999999999999999999999999999999999999", 2, 2},
        {"-0.02500000000000000000000000000000000000000000000001", 2, -3},
        {"12.344", 2, 1234},
        {"12.346", 2, 1235},
        {"12.345", 2, 1234},
        {"12.355", 2, 1236},
        {"0.5", 0, 0},
        {"1.5", 0, 2},
        {"2.5", 0, 2},
        {"-2.5", 0, -2},
        {"99.5", 0, 100},
        {"0.0005", 3, 0},
        {"0.0015", 3, 2},
        {"0.99999", 2, 100},
        {"1234567890.123456789123456789", 2, INT64_C(123456789012)},
        {"0.00000000000000000000000000000000000000000000000000001", 2, 0},
        {"-0.0000000000000000000000000000000000000000000000000001", 2, 0},
        {"90071992547409.925", 2, INT64_C(1) << 53},
        {"1.0000000000000000000000000000000000000000000000000001", 2, 100},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_amount(cases[i].text, cases[i].exponent, cases[i].minor, true);
}

static void
what_was_rounded_before_stays_so(void **state)
{
    bool is_rounded = true;
    int64_t minor;

    (void)state;
    assert_null(decimal_parse(TEXT("1.00"), 2, &minor, &is_rounded));
    assert_true(is_rounded);
    assert_null(
        decimal_parse_product(TEXT("1"), TEXT("2"), 2, &minor, &is_rounded));
    assert_true(is_rounded);
}

static void
what_is_no_decimal_number_is_refused(void **state)
{
    static const char *const texts[] = {
        "",      "-",    "+",    ".",      "-.",    "1e3",     "1E3",
        "1,000", "1,00", "1.2.", "1.2.3",  "..5",   " 1",      "1 ",
        "--1",   "+-1",  "-+1",  "$1",     "1USD",  "1_000",   "0x10",
        "NaN",   "inf",  "1-",   "(1.00)", "1/2",   "1:2",     "\302\2431",
        "12a",   "a12",  "1.a",  "1\n",    "1'000", "1.000,00"};
    bool is_rounded = false;
    int64_t minor = 42;

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct text text = text_of(texts[i]);

        assert_says(decimal_parse(text, 2, &minor, &is_rounded), bad, texts[i]);
        assert_says(
            decimal_parse_product(text, TEXT("1"), 2, &minor, &is_rounded), bad,
            texts[i]);
        assert_says(
            decimal_parse_product(TEXT("1"), text, 2, &minor, &is_rounded), bad,
            texts[i]);
    }
    assert_says(decimal_parse(TEXT_NONE, 2, &minor, &is_rounded), bad, "none");
    assert_says(decimal_parse(TEXT("1\0"), 2, &minor, &is_rounded), bad, "NUL");
    assert_int_equal(minor, 42);
    assert_false(is_rounded);
}

static void
amounts_past_two_to_the_53rd_are_refused(void **state)
{
    static const struct {
        const char *text;
        int exponent;
    } cases[] = {{"90071992547409.93", 2},
                 {"-90071992547409.93", 2},
                 {"90071992547409.926", 2},
                 {"9007199254740993", 0},
                 {"9007199254740992.6", 0},
                 {"9007199254740.993", 3},
                 {"999999999999999999", 2},
                 {"9223372036854775808", 0},
                 {"100000000000000000000000000000000000000000000", 0},
                 {"1000000000000000000000000000000000000000.0001", 2},
                 {"1", 18}};
    bool is_rounded = false;
    int64_t minor = 42;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_says(decimal_parse(text_of(cases[i].text), cases[i].exponent,
                                  &minor, &is_rounded),
                    large, cases[i].text);
    assert_int_equal(minor, 42);
    assert_false(is_rounded);
}

static void
a_product_is_rounded_once(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        int exponent;
        int64_t minor;
        bool is_rounded;
    } cases[] = {
        {"6", "2.55", 2, 1530, false},
        {"-6", "2.55", 2, -1530, false},
        {"-6", "-2.55", 2, 1530, false},
        {"0", "2.55", 2, 0, false},
        {"-0", "2.55", 2, 0, false},
        {"0.5", "0.01", 2, 0, true},
        {"1.5", "0.01", 2, 2, true},
        {"-1.5", "0.01", 2, -2, true},
        {"2.5", "0.01", 2, 2, true},
        {"2.500001", "0.01", 2, 3, true},
        /* 0.1045 rounds to 0.10, and 0.105 would round to 0.10 or 0.11 */
        {"0.209", "0.5", 2, 10, true},
        {"0.333333333333333333", "3", 2, 100, true},
        {"3", "33", 0, 99, false},
        {"1.1", "1.1", 0, 1, true},
        {"1.1", "1.1", 3, 1210, false},
        {"0.000000000000000001", "0.000000000000000001", 2, 0, true},
        {"9490626.5", "9490626.5", 2, INT64_C(9007199136250225), false},
        {"45035996273704.96", "2", 2, INT64_C(1) << 53, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct text a = text_of(cases[i].a);
        struct text b = text_of(cases[i].b);
        bool is_rounded = false;
        int64_t minor = 42;
        int64_t other = 42;
        const char *why =
            decimal_parse_product(a, b, cases[i].exponent, &minor, &is_rounded);

        if (why != NULL || minor != cases[i].minor
            || is_rounded != cases[i].is_rounded)
            fail_msg("%s x %s: %s, %lld", cases[i].a, cases[i].b,
                     why == NULL ? "taken" : why, (long long)minor);
        decimal_parse_product(b, a, cases[i].exponent, &other, &is_rounded);
        assert_int_equal(other, minor);
    }
}

static void
a_product_past_two_to_the_53rd_is_refused(void **state)
{
    static const struct {
        const char *a;
        const char *b;
    } cases[] = {{"45035996273704.965", "2"},
                 {"-45035996273704.965", "2"},
                 {"94906265.62", "94906265.63"},
                 {"999999999999999999", "999999999999999999"}};
    bool is_rounded = false;
    int64_t minor = 42;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_says(decimal_parse_product(text_of(cases[i].a),
                                          text_of(cases[i].b), 2, &minor,
                                          &is_rounded),
                    large, cases[i].a);
    assert_int_equal(minor, 42);
}

static void
a_factor_that_is_too_long_is_refused(void **state)
{
    bool is_rounded = false;
    int64_t minor;

    (void)state;
    assert_says(decimal_parse_product(TEXT("1.0000000000000000001"), TEXT("2"),
                                      2, &minor, &is_rounded),
                large, "20 digits");
    assert_says(decimal_parse_product(TEXT("2"),
                                      TEXT("10000000000000000000000"), 2,
                                      &minor, &is_rounded),
                large, "23 digits");
    assert_null(decimal_parse_product(TEXT("1.00000000000000000000000"),
                                      TEXT("2"), 2, &minor, &is_rounded));
    assert_int_equal(minor, 200);
}

static void
amounts_are_written_with_their_places(void **state)
{
    static const struct {
        int64_t minor;
        int exponent;
        const char *text;
    } cases[] = {
        {1234, 2, "12.34"},
        {-1234, 2, "-12.34"},
        {0, 2, "0.00"},
        {5, 2, "0.05"},
        {-5, 2, "-0.05"},
        {100, 2, "1.00"},
        {1234, 0, "1234"},
        {-1234, 0, "-1234"},
        {0, 0, "0"},
        {1234, 3, "1.234"},
        {34, 3, "0.034"},
        {INT64_MAX, 2, "92233720368547758.07"},
        {INT64_MIN, 2, "-92233720368547758.08"},
        {INT64_MIN, 0, "-9223372036854775808"},
        {INT64_MIN, 18, "-9.223372036854775808"},
        {1, 18, "0.000000000000000001"},
    };
    struct buffer buffer = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        buffer_clear(&buffer);
        decimal_write(&buffer, cases[i].minor, cases[i].exponent);
        assert_text(buffer_text(&buffer), cases[i].text);
    }
    buffer_free(&buffer);
}

static void
what_is_written_is_read_back(void **state)
{
    struct buffer buffer = {0};
    uint64_t seed = 4;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        int64_t minor = (int64_t)(random_next(&seed) >> (11 + i % 50));
        int exponent = i % 5;

        minor = i % 2 == 0 ? minor : -minor;
        if (minor > limit || minor < -limit)
            continue;
        buffer_clear(&buffer);
        decimal_write(&buffer, minor, exponent);
        assert_amount(buffer_string(&buffer), exponent, minor, false);
    }
    buffer_free(&buffer);
}

static void
a_sum_stops_at_two_to_the_53rd(void **state)
{
    int64_t sum = limit - 10;

    (void)state;
    assert_true(decimal_add(&sum, 10));
    assert_int_equal(sum, limit);
    assert_false(decimal_add(&sum, 1));
    assert_int_equal(sum, limit);
    assert_true(decimal_add(&sum, -limit));
    assert_true(decimal_add(&sum, -limit));
    assert_int_equal(sum, -limit);
    assert_false(decimal_add(&sum, -1));
    assert_false(decimal_add(&sum, INT64_MIN));
    assert_int_equal(sum, -limit);
    assert_false(decimal_add(&sum, INT64_MAX));
    sum = 0;
    assert_false(decimal_add(&sum, INT64_MAX));
    assert_false(decimal_add(&sum, INT64_MIN));
    assert_int_equal(sum, 0);
}

static void
a_share_is_rounded_down(void **state)
{
    (void)state;
    assert_int_equal(decimal_share(100, 1, 3), 33);
    assert_int_equal(decimal_share(100, 2, 3), 66);
    assert_int_equal(decimal_share(100, 3, 3), 100);
    assert_int_equal(decimal_share(-100, 1, 3), -34);
    assert_int_equal(decimal_share(-99, 1, 3), -33);
    assert_int_equal(decimal_share(100, -1, 3), -34);
    assert_int_equal(decimal_share(0, 1, 3), 0);
    assert_int_equal(decimal_share(limit, 999999, 1000000),
                     INT64_C(9007190247541737));
    assert_int_equal(decimal_share(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
    assert_int_equal(decimal_share(INT64_MIN, INT64_MAX, INT64_MAX), INT64_MIN);
}

static void
what_is_too_long_is_no_factor(void **state)
{
    static const char *const none[] = {
        "1.0000000000000000001", "0.123456789012345678901234567890",
        "99999999999999999999999999999999999999999",
        "1.23456789012345678901234567890123456789012345"};
    struct decimal factor;
    bool is_rounded;
    int64_t minor;

    (void)state;
    for (size_t i = 0; i < COUNT(none); i++) {
        if (decimal_factor(text_of(none[i]), &factor) == NULL)
            fail_msg("%s", none[i]);
    }
    assert_non_null(decimal_parse_product(text_of(none[2]), TEXT("1"), 2,
                                          &minor, &is_rounded));
    assert_non_null(decimal_parse_product(TEXT("1"), text_of(none[2]), 2,
                                          &minor, &is_rounded));
    assert_non_null(decimal_parse_product(text_of(none[3]), TEXT("1"), 2,
                                          &minor, &is_rounded));
    assert_non_null(decimal_parse_product(TEXT("1"), text_of(none[3]), 2,
                                          &minor, &is_rounded));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_become_minor_units_exactly),
        cmocka_unit_test(further_digits_are_rounded_half_to_even_and_said),
        cmocka_unit_test(what_was_rounded_before_stays_so),
        cmocka_unit_test(what_is_no_decimal_number_is_refused),
        cmocka_unit_test(amounts_past_two_to_the_53rd_are_refused),
        cmocka_unit_test(a_product_is_rounded_once),
        cmocka_unit_test(a_product_past_two_to_the_53rd_is_refused),
        cmocka_unit_test(a_factor_that_is_too_long_is_refused),
        cmocka_unit_test(amounts_are_written_with_their_places),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(a_sum_stops_at_two_to_the_53rd),
        cmocka_unit_test(a_share_is_rounded_down),
        cmocka_unit_test(what_is_too_long_is_no_factor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
