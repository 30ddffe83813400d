#include "texts.h"

#include "domain/measure.h"

static struct measure
parsed(enum measure_kind kind, const char *argument)
{
    struct measure measure;

    assert_null(measure_parse(&measure, kind, argument));
    return measure;
}

static void
assert_column(enum measure_kind kind, const char *argument, size_t column,
              const char *wanted)
{
    struct measure measure = parsed(kind, argument);
    struct buffer out = {0};

    assert_true(column < measure_columns(&measure));
    measure_column(&out, &measure, column);
    assert_text(buffer_text(&out), wanted);
    buffer_free(&out);
}

static void
a_column_says_what_is_in_it(void **state)
{
    (void)state;
    assert_column(MEASURE_COUNT, NULL, 0, "count");
    assert_column(MEASURE_SUM, "amount", 0, "sum_amount");
    assert_column(MEASURE_DISTINCT, "author", 0, "distinct_author");
    assert_column(MEASURE_TOP, "labels:10", 0, "top_labels");
    assert_column(MEASURE_METRIC, "net_sales", 0, "net_sales");
}

static void
no_two_shares_have_the_same_column(void **state)
{
    static const char all[] = "x:0,0.05,0.1,0.5,0.95,0.999,0.101,1,0.000001";

    (void)state;
    assert_column(MEASURE_QUANTILE, all, 0, "p00_x");
    assert_column(MEASURE_QUANTILE, all, 1, "p05_x");
    assert_column(MEASURE_QUANTILE, all, 2, "p10_x");
    assert_column(MEASURE_QUANTILE, all, 3, "p50_x");
    assert_column(MEASURE_QUANTILE, all, 4, "p95_x");
    assert_column(MEASURE_QUANTILE, all, 5, "p999_x");
    assert_column(MEASURE_QUANTILE, all, 6, "p101_x");
    assert_column(MEASURE_QUANTILE, all, 7, "p100_x");
    assert_column(MEASURE_QUANTILE, all, 8, "p000001_x");
}

static void
what_is_no_measure_is_refused(void **state)
{
    static const struct {
        enum measure_kind kind;
        const char *argument;
    } bad[] = {{MEASURE_SUM, ""},
               {MEASURE_QUANTILE, "x"},
               {MEASURE_QUANTILE, "x:"},
               {MEASURE_QUANTILE, "x:1.1"},
               {MEASURE_QUANTILE, "x:-0.5"},
               {MEASURE_QUANTILE, "x:half"},
               {MEASURE_QUANTILE, ":0.5"},
               {MEASURE_TOP, "x"},
               {MEASURE_TOP, "x:0"},
               {MEASURE_TOP, "x:1001"},
               {MEASURE_METRIC, "revenue"}};
    struct measure measure;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_non_null(measure_parse(&measure, bad[i].kind, bad[i].argument));
}

static void
cells_join_in_any_order_to_the_same(void **state)
{
    static const enum measure_kind kinds[] = {MEASURE_SUM, MEASURE_MIN,
                                              MEASURE_MAX};
    static const int64_t wanted[] = {-2, -7, 5};
    const struct measure_cell cells[] = {{1, 5}, {0, 99}, {2, -7}, {1, 0}};

    (void)state;
    for (size_t kind = 0; kind < COUNT(kinds); kind++) {
        for (size_t first = 0; first < COUNT(cells); first++) {
            struct measure_cell cell = {0};

            for (size_t i = 0; i < COUNT(cells); i++)
                measure_join(&cell, kinds[kind],
                             cells + (first + i) % COUNT(cells));
            assert_int_equal(cell.n, 4);
            assert_true(cell.value == wanted[kind]);
        }
    }
}

static void
a_mean_is_rounded_once_half_to_even(void **state)
{
    /* 1/8 = 0.125 has four places; 1/32 = 0.03125 is a tie; 2/3. */
    const struct measure_cell eighth = {8, 1 * FIGURE_ONE};
    const struct measure_cell tie = {32, 1 * FIGURE_ONE};
    const struct measure_cell odd_tie = {32, 3 * FIGURE_ONE};
    const struct measure_cell thirds = {3, -2 * FIGURE_ONE};

    (void)state;
    assert_true(measure_mean(&eighth) == 1250);
    assert_true(measure_mean(&tie) == 312);
    assert_true(measure_mean(&odd_tie) == 938);
    assert_true(measure_mean(&thirds) == -6667);
}

/* R: quantile(c(1, 2, 4, 8), c(0, .25, .5, .9, 1)) gives 1, 1.75, 3, 6.8, 8. */
static void
quantiles_are_those_of_type_7(void **state)
{
    static const int64_t values[] = {1, 2, 4, 8};
    static const int64_t shares[] = {0, 250000, 500000, 900000, 1000000};
    static const int64_t wanted[] = {10000, 17500, 30000, 68000, 80000};

    (void)state;
    for (size_t i = 0; i < COUNT(shares); i++) {
        struct measure_rank rank = measure_rank(COUNT(values), shares[i]);
        size_t next = rank.low + 1 < COUNT(values) ? rank.low + 1 : rank.low;

        assert_true(measure_quantile((__int128)values[rank.low] * FIGURE_ONE,
                                     (__int128)values[next] * FIGURE_ONE,
                                     rank.beyond_ppm)
                    == wanted[i]);
    }
}

static void
a_rank_among_more_values_than_a_disk_holds_is_exact(void **state)
{
    struct measure_rank rank = measure_rank(UINT64_MAX, 999999);

    (void)state;
    /* (2^64 - 2) x 999999 / 10^6 */
    assert_true(rank.low == UINT64_C(18446725626965477904));
    assert_int_equal(rank.beyond_ppm, 448386);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_says_what_is_in_it),
        cmocka_unit_test(no_two_shares_have_the_same_column),
        cmocka_unit_test(what_is_no_measure_is_refused),
        cmocka_unit_test(cells_join_in_any_order_to_the_same),
        cmocka_unit_test(a_mean_is_rounded_once_half_to_even),
        cmocka_unit_test(quantiles_are_those_of_type_7),
        cmocka_unit_test(a_rank_among_more_values_than_a_disk_holds_is_exact),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
