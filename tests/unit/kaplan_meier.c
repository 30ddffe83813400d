#include "texts.h"

#include <math.h>

#include "domain/kaplan_meier.h"

struct watched {
    int64_t time;
    uint64_t events, censored;
    double survival; /* as published, or 0 */
};

/*
 * Remission of 21 children under 6-mercaptopurine, in weeks: E. J. Freireich et al. (1963); table 1.1 of D. R. Cox and
 * D. Oakes, Analysis of survival data (1984). The estimate is the one that textbooks of survival print for it.
 */
static const struct watched remissions[] = {
    {6, 3, 1, 0.857}, {7, 1, 0, 0.807},  {9, 0, 1, 0},      {10, 1, 1, 0.753},
    {11, 0, 1, 0},    {13, 1, 0, 0.690}, {16, 1, 0, 0.627}, {17, 0, 1, 0},
    {19, 0, 1, 0},    {20, 0, 1, 0},     {22, 1, 0, 0.538}, {23, 1, 0, 0.448},
    {25, 0, 1, 0},    {32, 0, 2, 0},     {34, 0, 1, 0},     {35, 0, 1, 0},
};

static void
the_published_table_comes_out(void **state)
{
    struct kaplan_meier estimate = kaplan_meier_of(21);

    (void)state;
    for (size_t i = 0; i < COUNT(remissions); i++) {
        const struct watched *row = &remissions[i];

        kaplan_meier_add(&estimate, row->time, row->events, row->censored);
        if (row->survival > 0)
            assert_true(fabs(estimate.survival - row->survival) < 0.0005);
        if (row->time == 6)
            assert_true(fabs(kaplan_meier_error(&estimate) - 0.0764) < 0.0001);
    }
    assert_true(estimate.has_median);
    assert_int_equal(estimate.median, 23);
    assert_int_equal(estimate.events, 9);
    assert_int_equal(estimate.censored, 12);
    assert_int_equal(estimate.at_risk, 0);
}

static void
a_median_may_not_be_reached(void **state)
{
    struct kaplan_meier estimate = kaplan_meier_of(10);

    (void)state;
    kaplan_meier_add(&estimate, 60, 4, 0);
    kaplan_meier_add(&estimate, 600, 0, 6);
    assert_false(estimate.has_median);
}

/* 1/2 = 5/6 4/5 3/4, which doubles do not hit. */
static void
a_half_is_reached_by_equality(void **state)
{
    struct kaplan_meier estimate = kaplan_meier_of(6);

    (void)state;
    for (int64_t time = 1; time <= 3; time++)
        kaplan_meier_add(&estimate, time, 1, 0);
    assert_true(estimate.has_median);
    assert_int_equal(estimate.median, 3);
}

static void
nobody_has_no_median(void **state)
{
    struct kaplan_meier estimate = kaplan_meier_of(0);

    (void)state;
    assert_false(estimate.has_median);
    assert_true(kaplan_meier_error(&estimate) == 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_table_comes_out),
        cmocka_unit_test(a_median_may_not_be_reached),
        cmocka_unit_test(a_half_is_reached_by_equality),
        cmocka_unit_test(nobody_has_no_median),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
