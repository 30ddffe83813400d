#include "texts.h"

#include <math.h>

#include "domain/burst.h"

enum { MOST = 32 };

struct golden {
    size_t count;
    uint64_t relevant[MOST], all;
    size_t from, to; /* the burst, its last bucket too */
    double cost;
};

static const struct golden goldens[] = {
    {22,
     {2, 2, 2, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7, 7, 2, 2, 2, 2, 2, 2, 2, 2},
     100,
     8,
     13,
     40.415},
    {25,
     {4,  4,  4, 4, 4, 4, 4, 4, 4, 4, 12, 11, 13,
      12, 12, 4, 4, 4, 4, 4, 4, 4, 4, 4,  4},
     200,
     10,
     14,
     51.809},
    {24,
     {10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10,
      10, 10, 10, 10, 10, 10, 10, 10, 20, 22, 21, 19},
     1000,
     20,
     23,
     98.461},
};

static const struct burst_rules kleinberg = {2, 1, 2};

static double
find(const struct burst_rules *rules, const struct burst_series *series,
     uint8_t *states)
{
    struct burst_scratch scratch = {0};

    burst_states(rules, series, &scratch, states);
    burst_scratch_free(&scratch);
    return burst_cost(rules, series, states);
}

/* The third goes on as it began, which the tables of goldens would make long. */
static void
the_golden_series_have_their_states_and_costs(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(goldens); i++) {
        const struct golden *golden = &goldens[i];
        uint64_t relevant[2 * MOST], all[2 * MOST];
        uint8_t states[2 * MOST];
        size_t count = i == 2 ? golden->count + 20 : golden->count;
        struct burst_series series = {relevant, all, count};

        for (size_t t = 0; t < count; t++) {
            relevant[t] = t < golden->count ? golden->relevant[t] : 10;
            all[t] = golden->all;
        }
        assert_true(fabs(find(&kleinberg, &series, states) - golden->cost)
                    < 0.0005);
        for (size_t t = 0; t < count; t++)
            assert_int_equal(states[t], t >= golden->from && t <= golden->to);
    }
}

/* sigma and tau as they are written in the paper. */
static double
cost_of(const struct burst_rules *rules, const struct burst_series *series,
        const uint8_t *states)
{
    double relevant = 0, all = 0, cost = 0, batches = 0;
    int before = 0;

    for (size_t t = 0; t < series->count; t++) {
        relevant += (double)series->relevant[t];
        all += (double)series->all[t];
        batches += series->all[t] > 0;
    }
    for (size_t t = 0; t < series->count; t++) {
        double p = relevant / all * pow(rules->s, states[t]);
        double r = (double)series->relevant[t], d = (double)series->all[t];

        p = fmin(p, 1 - 1e-9);
        if (states[t] > before)
            cost += (states[t] - before) * rules->gamma * log(batches);
        cost -= lgamma(d + 1) - lgamma(r + 1) - lgamma(d - r + 1) + r * log(p)
                + (d - r) * log(1 - p);
        before = states[t];
    }
    return cost;
}

/* The least of all series of states. */
static double
exhaust(const struct burst_rules *rules, const struct burst_series *series)
{
    uint8_t states[MOST];
    double least = INFINITY;
    size_t ways = 1;

    for (size_t t = 0; t < series->count; t++)
        ways *= (size_t)rules->states;
    for (size_t way = 0; way < ways; way++) {
        size_t rest = way;

        for (size_t t = 0; t < series->count; t++) {
            states[t] = (uint8_t)(rest % (size_t)rules->states);
            rest /= (size_t)rules->states;
        }
        least = fmin(least, cost_of(rules, series, states));
    }
    return least;
}

static void
no_series_of_states_costs_less(void **state)
{
    uint64_t relevant[MOST], all[MOST];
    uint8_t states[MOST];

    (void)state;
    srand(5);
    for (int i = 0; i < 1000; i++) {
        struct burst_rules rules = {1.5 + rand() % 3 * 0.5,
                                    0.25 + rand() % 4 * 0.25, 2 + i % 2};
        struct burst_series series = {relevant, all,
                                      (size_t)(2 + rand() % (i % 2 ? 5 : 8))};
        double cost, least;

        for (size_t t = 0; t < series.count; t++) {
            all[t] = rand() % 8 == 0 ? 0 : (uint64_t)(20 + rand() % 30);
            relevant[t] = all[t] == 0 ? 0 : (uint64_t)(1 + rand() % 15);
        }
        all[0] = 40;
        relevant[0] = 1;
        cost = find(&rules, &series, states);
        least = exhaust(&rules, &series);
        assert_true(fabs(cost - least) < 1e-6);
        assert_true(fabs(cost_of(&rules, &series, states) - least) < 1e-6);
    }
}

static void
a_gap_says_nothing(void **state)
{
    uint64_t relevant[] = {2, 2, 2, 2, 2, 9, 9, 0, 9, 9, 2, 2, 2, 2, 2};
    uint64_t all[] = {99, 99, 99, 99, 99, 99, 99, 0,
                      99, 99, 99, 99, 99, 99, 99};
    struct burst_series series = {relevant, all, COUNT(all)};
    uint8_t states[COUNT(all)];

    (void)state;
    find(&kleinberg, &series, states);
    for (size_t t = 0; t < COUNT(all); t++)
        assert_int_equal(states[t], t >= 5 && t <= 9);
}

static void
nothing_relevant_is_no_burst(void **state)
{
    uint64_t relevant[3] = {0}, all[3] = {5, 0, 7};
    struct burst_series series = {relevant, all, COUNT(all)};
    uint8_t states[3] = {9, 9, 9};

    (void)state;
    assert_true(find(&kleinberg, &series, states) == 0);
    assert_int_equal(states[0] + states[1] + states[2], 0);
    assert_true(burst_weight(&kleinberg, &series, 0, 3) == 0);
}

/* Of the first golden: p0 = 74/2200, of each of the six buckets 7 ln 2 + 93 ln((1-2 p0)/(1-p0)). */
static void
a_burst_weighs_what_it_saves(void **state)
{
    uint64_t all[22];
    struct burst_series series = {goldens[0].relevant, all, 22};
    double p = 74.0 / 2200;

    (void)state;
    for (size_t t = 0; t < COUNT(all); t++)
        all[t] = 100;
    assert_true(fabs(burst_weight(&kleinberg, &series, 8, 14)
                     - 6 * (7 * log(2) + 93 * log((1 - 2 * p) / (1 - p))))
                < 1e-9);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_golden_series_have_their_states_and_costs),
        cmocka_unit_test(no_series_of_states_costs_less),
        cmocka_unit_test(a_gap_says_nothing),
        cmocka_unit_test(nothing_relevant_is_no_burst),
        cmocka_unit_test(a_burst_weighs_what_it_saves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
