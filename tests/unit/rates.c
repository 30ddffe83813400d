#include "texts.h"

#include "domain/conversion.h"
#include "domain/touch.h"

static const int64_t day_s = 86400;
static const int64_t march_6 = 14309; /* 2009-03-06 */

static struct rates *
rates_of(const char *csv)
{
    struct rates *rates = rates_new(TEXT("USD"));
    struct listing_error error;

    if (!rates_add(rates, text_of(csv), &error))
        fail_msg("%llu: %s", (unsigned long long)error.line, error.why);
    return rates;
}

static void
a_day_without_a_rate_takes_the_last_of_seven_days(void **state)
{
    struct rates *rates = rates_of("date,currency,rate\n"
                                   "2009-03-06,EUR,1.2650\n"
                                   "2009-03-16,eur,1.30\n"
                                   "2009-03-08,GBP,1.4100\n");
    struct rate rate;

    (void)state;
    assert_false(rates_find(rates, TEXT("EUR"), march_6 * day_s - 1, &rate));
    for (int64_t day = march_6; day <= march_6 + 7; day++) {
        assert_true(
            rates_find(rates, TEXT("EUR"), day * day_s + day_s - 1, &rate));
        assert_int_equal(rate.day, march_6);
        assert_int_equal(rate.factor.digits, 12650);
        assert_int_equal(rate.factor.places, 4);
    }
    assert_false(rates_find(rates, TEXT("EUR"), (march_6 + 8) * day_s, &rate));
    assert_true(rates_find(rates, TEXT("EUR"), (march_6 + 10) * day_s, &rate));
    assert_int_equal(rate.day, march_6 + 10);
    assert_false(rates_find(rates, TEXT("JPY"), march_6 * day_s, &rate));
    rates_free(rates);
}

static void
what_is_no_table_of_rates_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *csv;
        uint64_t line;
        const char *why;
    } cases[] = {
        {"", 1, "there is no header"},
        {"date,rate\n", 1, "there is no column currency"},
        {"date,currency,rate\n2009-02-30,EUR,1\n", 2, "no date: 2009-02-30"},
        {"date,currency,rate\n2009-02-03 10:00,EUR,1\n", 2,
         "no date: 2009-02-03 10:00"},
        {"date,currency,rate\n2009-02-03,EURO,1\n", 2,
         "no currency of ISO 4217: EURO"},
        {"date,currency,rate\n\n2009-02-03,EUR,0\n", 3,
         "no rate above 0 of at most 18 digits: 0"},
        {"date,currency,rate\n2009-02-03,EUR,1e3\n", 2,
         "no rate above 0 of at most 18 digits: 1e3"},
        {"date,currency,rate\n2009-02-03,EUR,-1\n", 2,
         "no rate above 0 of at most 18 digits: -1"},
        {"date,currency,rate\n2009-02-03,EUR,1\n2009-02-03,USD,1\n"
         "2009-02-03,EUR,1\n",
         0, "two rates of EUR for 2009-02-03"},
    };

    (void)state;
    assert_null(rates_new(TEXT("dollars")));
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct rates *rates = rates_new(TEXT("USD"));
        struct listing_error error = {0};

        assert_false(rates_add(rates, text_of(cases[i].csv), &error));
        assert_string_equal(error.why, cases[i].why);
        assert_int_equal(error.line, cases[i].line);
        rates_free(rates);
    }
}

static void
a_conversion_is_rounded_once_and_half_to_even(void **state)
{
    static const struct {
        int64_t minor;
        int from;
        const char *factor;
        int to;
        int64_t wanted;
    } cases[] = {
        {100, 2, "1.265", 2, 126}, /* 126.5 */
        {300, 2, "1.265", 2, 380}, /* 379.5 */
        {-100, 2, "1.265", 2, -126},
        {101, 2, "1.265", 2, 128},        /* 127.765 */
        {34900, 0, "0.010134", 2, 35368}, /* 353.67,66 */
        {34900, 2, "98.68", 0, 34439},    /* 34439.32 */
        {9007199254740992, 2, "1", 2, 9007199254740992},
        {1, 2, "0.000000000000000001", 2, 0},
        {1, 3, "500000000000000", 0, 500000000000},
    };
    struct decimal factor;
    int64_t result;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_null(decimal_factor(text_of(cases[i].factor), &factor));
        assert_true(decimal_convert(cases[i].minor, cases[i].from, &factor,
                                    cases[i].to, &result));
        assert_int_equal(result, cases[i].wanted);
    }
    assert_null(decimal_factor(TEXT("1.01"), &factor));
    assert_false(decimal_convert(9007199254740992, 2, &factor, 2, &result));
    assert_non_null(decimal_factor(TEXT("1.2345678901234567891"), &factor));
}

/* An order of 100.01 EUR, and what takes it back in three parts. */
static void
rows_that_add_up_to_nothing_do_so_converted(void **state)
{
    static const int64_t amounts[] = {10001, -3333, -3334, -3334};
    struct rates *rates = rates_of("date,currency,rate\n"
                                   "2009-03-06,EUR,1.26543\n"
                                   "2009-03-09,EUR,1.5\n");
    int64_t before = 0, sum = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(amounts) / sizeof(*amounts); i++) {
        struct order_row row = {
            .state = i == 0 ? ORDER_PAID : ORDER_REFUND,
            .currency = TEXT("EUR"),
            .exponent = 2,
            .order_stamp = touch_stamp(march_6 * day_s + 10, -1),
            .moneys = {amounts[i], CREDIT_ABSENT, 0},
            .before = {before, 0, 0},
        };
        struct conversion made;

        row.stamp = touch_stamp((march_6 + (i == 0 ? 0 : 3)) * day_s + 10, -1);
        conversion_make(rates, &row, &made);
        assert_true(made.is_made && !made.is_missing && !made.is_old);
        assert_int_equal(row.before[CREDIT_AMOUNT], sum);
        assert_true(row.moneys[CREDIT_TAX] == CREDIT_ABSENT);
        if (i == 0)
            assert_true(made.fx == CREDIT_ABSENT);
        if (i == 1) /* -49.995 (half to even) less -42.18 */
            assert_int_equal(made.fx, -5000 - row.moneys[CREDIT_AMOUNT]);
        sum += row.moneys[CREDIT_AMOUNT];
        before += amounts[i];
    }
    assert_int_equal(before, 0);
    assert_int_equal(sum, 0);
    rates_free(rates);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_without_a_rate_takes_the_last_of_seven_days),
        cmocka_unit_test(what_is_no_table_of_rates_is_refused_with_its_line),
        cmocka_unit_test(a_conversion_is_rounded_once_and_half_to_even),
        cmocka_unit_test(rows_that_add_up_to_nothing_do_so_converted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
