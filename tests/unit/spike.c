#include "texts.h"

#include <math.h>

#include "domain/spike.h"

enum { MOST = 32 };

static void
assert_near(double found, double wanted)
{
    if (!(fabs(found - wanted) <= 1e-9 * fabs(wanted)))
        fail_msg("%.17g, not %.17g", found, wanted);
}

/* By summing the other side with 60 decimals. */
static void
a_tail_is_exact_far_out_and_near_the_mean(void **state)
{
    (void)state;
    assert_near(spike_poisson_tail(0, 3), 1);
    assert_near(spike_poisson_tail(1, 1), 1 - exp(-1));
    assert_near(spike_poisson_tail(10, 3), 0.0011024881301153755);
    assert_near(spike_poisson_tail(3, 10), 0.9972306042844884);
    assert_near(spike_poisson_tail(60, 10), 6.52190332781837358685e-27);
    assert_true(spike_poisson_tail(5, 0) == 0);
}

/* Two slots; a slot's own past alone: (4 + 6 + 0.5) / 2. */
static void
a_baseline_is_of_earlier_buckets_of_the_same_slot(void **state)
{
    const struct spike_poisson rules = {2, 2, 0.01};
    const uint64_t counts[] = {4, 100, 6, 100, 14, 100, SPIKE_GAP, 100};
    struct spike spikes[COUNT(counts)];

    (void)state;
    spike_poisson(&rules, counts, COUNT(counts), spikes);
    assert_false(spikes[2].is_judged);
    assert_true(spikes[4].is_judged);
    assert_near(spikes[4].expected, 5.25);
    assert_near(spikes[4].score, spike_poisson_tail(14, 5.25));
    assert_true(spikes[4].is_alarm);
    assert_false(spikes[5].is_alarm);
    assert_false(spikes[6].is_judged);
    assert_near(spikes[7].expected, 300.5 / 3);
}

/* Mean 11, standard deviation the root of 2. */
#define WEEK 10, 12, 11, 9, 10, 13, 12

static void
c1_looks_at_the_seven_before(void **state)
{
    const struct spike_ears rules = {SPIKE_C1, 3.09, 0};
    const uint64_t high[] = {WEEK, 16}, less[] = {WEEK, 15};
    struct spike spikes[8];

    (void)state;
    spike_ears(&rules, high, 8, spikes);
    assert_false(spikes[6].is_judged);
    assert_near(spikes[7].expected, 11);
    assert_near(spikes[7].score, 5 / sqrt(2));
    assert_true(spikes[7].is_alarm);
    spike_ears(&rules, less, 8, spikes);
    assert_near(spikes[7].score, 4 / sqrt(2));
    assert_false(spikes[7].is_alarm);
}

static void
c2_leaves_two_days_out(void **state)
{
    const struct spike_ears rules = {SPIKE_C2, 3.09, 0};
    const uint64_t counts[] = {WEEK, 50, 60, 16};
    const uint64_t over_a_gap[] = {WEEK, SPIKE_GAP, 50, 60, 16};
    struct spike spikes[11];

    (void)state;
    spike_ears(&rules, counts, 10, spikes);
    assert_false(spikes[8].is_judged);
    assert_near(spikes[9].score, 5 / sqrt(2));
    spike_ears(&rules, over_a_gap, 11, spikes);
    assert_false(spikes[7].is_judged);
    assert_near(spikes[10].score, 5 / sqrt(2));
}

/* Each of the three has a C2 of 2, so 1 above 1. */
static void
c3_sums_three_days(void **state)
{
    const struct spike_ears rules = {SPIKE_C3, 1.96, 1};
    const uint64_t counts[] = {10, 10, 10, 10, 10, 10, 10, 10, 10, 12, 12, 12};
    struct spike spikes[12];

    (void)state;
    spike_ears(&rules, counts, 12, spikes);
    assert_false(spikes[10].is_judged);
    assert_near(spikes[11].score, 3);
    assert_true(spikes[11].is_alarm);
}

/* z = 16/2 + 11/2 = 13.5; sigma root(1/3 (1 - 1/4)) = root(2)/2. */
static void
ewma_is_bounded_by_how_long_it_has_run(void **state)
{
    const struct spike_ewma rules = {7, 0.5, 3, 0};
    const uint64_t counts[] = {WEEK, 16};
    struct spike spikes[8];

    (void)state;
    spike_ewma(&rules, counts, 8, spikes);
    assert_false(spikes[6].is_judged);
    assert_near(spikes[7].score, 2.5 / (sqrt(2) / 2));
    assert_true(spikes[7].is_alarm);
}

static void
steady_counts_raise_nothing(void **state)
{
    const struct spike_ewma ewma = {7, 0.3, 3, 0};
    const struct spike_ears ears = {SPIKE_C1, 3.09, 0.5};
    uint64_t counts[MOST];
    struct spike spikes[MOST];

    (void)state;
    for (size_t t = 0; t < MOST; t++)
        counts[t] = 10;
    spike_ewma(&ewma, counts, MOST, spikes);
    for (size_t t = 0; t < MOST; t++)
        assert_false(spikes[t].is_alarm);
    spike_ears(&ears, counts, MOST, spikes);
    for (size_t t = 0; t < MOST; t++)
        assert_false(spikes[t].is_alarm);
}

/* The worked example of the paper's section 3.1: fifteen tests, q = 0.05; four are discoveries. */
static void
the_largest_p_under_its_line_is_found(void **state)
{
    double p[] = {0.0201, 0.0001, 0.0004, 0.0019, 0.0095,
                  0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
                  0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
    double few[] = {0.2};

    (void)state;
    assert_true(spike_discovery(p, COUNT(p), COUNT(p), 0.05) == 0.0095);
    assert_true(spike_discovery(few, 1, 1, 0.05) == -1);
    assert_true(spike_discovery(NULL, 0, 100, 0.05) == -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tail_is_exact_far_out_and_near_the_mean),
        cmocka_unit_test(a_baseline_is_of_earlier_buckets_of_the_same_slot),
        cmocka_unit_test(c1_looks_at_the_seven_before),
        cmocka_unit_test(c2_leaves_two_days_out),
        cmocka_unit_test(c3_sums_three_days),
        cmocka_unit_test(ewma_is_bounded_by_how_long_it_has_run),
        cmocka_unit_test(steady_counts_raise_nothing),
        cmocka_unit_test(the_largest_p_under_its_line_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
