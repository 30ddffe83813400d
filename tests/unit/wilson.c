#include "texts.h"

#include "domain/wilson.h"

static void
expect(uint64_t part, uint64_t n, int64_t low, int64_t high)
{
    struct wilson interval = wilson_interval(part, n);

    assert_int_equal(interval.low, low);
    assert_int_equal(interval.high, high);
}

/* Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
   (1998), table I, method 3. */
static void
it_gives_the_intervals_of_newcombes_table(void **state)
{
    (void)state;
    expect(81, 263, 2553, 3662);
    expect(15, 148, 624, 1605);
    expect(0, 20, 0, 1611);
    expect(1, 29, 61, 1718);
}

/* n = 1, part = 1: (1 + z^2/2 -+ z^2/2) / (1 + z^2), z^2 = 3.8415: 1 / 4.8415 = 0.2065 up to 1. */
static void
a_single_case_says_little(void **state)
{
    (void)state;
    expect(1, 1, 2065, 10000);
    expect(0, 1, 0, 7935);
}

static void
both_ends_hold_the_share_for_every_part_of_n(void **state)
{
    (void)state;
    for (uint64_t n = 1; n < 60; n++) {
        for (uint64_t part = 0; part <= n; part++) {
            struct wilson one = wilson_interval(part, n);
            struct wilson other = wilson_interval(n - part, n);

            assert_true(one.low * (int64_t)n <= (int64_t)part * 10000);
            assert_true(one.high * (int64_t)n >= (int64_t)part * 10000);
            assert_in_range(one.low + other.high, 9999, 10001);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_gives_the_intervals_of_newcombes_table),
        cmocka_unit_test(a_single_case_says_little),
        cmocka_unit_test(both_ends_hold_the_share_for_every_part_of_n),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
