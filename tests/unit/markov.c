#include "texts.h"

#include <math.h>

#include "base/spill.h"
#include "domain/fitted.h"
#include "domain/markov.h"

enum { UNITS_MAX = 16 };

struct path {
    const char *units; /* a letter each */
    int64_t conversions, nulls;
};

/* A: C1 > C2 > C3 and its kin. */
static const struct path golden_a[] = {
    {"abc", 1, 0}, {"a", 0, 1}, {"bc", 0, 1}, {NULL, 0, 0}};

/* B: d direct, e email, s search, t tw. */
static const struct path golden_b[] = {
    {"tde", 3, 2}, {"tts", 2, 5}, {"et", 1, 4}, {"s", 4, 10},
    {"d", 1, 6},   {"t", 0, 7},   {NULL, 0, 0}};

static struct fit *
count(const struct path *paths, uint32_t order)
{
    struct fit *fit = fit_new(order, 1 << 20, NULL);
    uint32_t none = fit_currency(fit, TEXT(""));

    for (; paths->units != NULL; paths++) {
        uint32_t units[UNITS_MAX];
        size_t wide = strlen(paths->units);
        struct fit_path path = {.currency = none,
                                .units = units,
                                .count = wide,
                                .conversions = paths->conversions,
                                .nulls = paths->nulls,
                                .value = paths->conversions * 1000};

        for (size_t i = 0; i < wide; i++)
            units[i] = fit_unit(fit, (struct text){paths->units + i, 1});
        fit_total(fit, &path);
        fit_edges(fit, &path);
    }
    fit_sort(fit);
    return fit;
}

struct wanted {
    double effect;
    int64_t conversions; /* millionths */
};

static void
assert_fit(const struct path *paths, uint32_t order,
           const struct wanted *wanted, size_t wanted_count)
{
    struct fit *fit = count(paths, order);
    struct fitted *fitted = fitted_new(fit, 1, 0);
    struct fit_group group;
    const struct fitted_row *rows;
    size_t found;

    assert_true(fit_next(fit, &group));
    assert_null(fitted_markov(fitted, &group, 0));
    rows = fitted_rows(fitted, &found);
    assert_int_equal(found, wanted_count);
    for (size_t i = 0; i < found; i++) {
        assert_true(fabs(rows[i].effect - wanted[i].effect) < 1e-14);
        assert_int_equal((int64_t)rows[i].conversions, wanted[i].conversions);
        assert_true(fabs(rows[i].exact - 1e-3 * (double)wanted[i].conversions)
                    < 0.01);
    }
    assert_false(fit_next(fit, &group));
    fitted_free(fitted);
    fit_free(fit);
}

static void
a_unit_on_every_converting_walk_has_the_whole_effect(void **state)
{
    (void)state;
    assert_fit(
        golden_a, 1,
        (const struct wanted[]){{1.0 / 2, 200000}, {1, 400000}, {1, 400000}},
        3);
}

static void
repeated_units_and_lone_paths_of_order_1(void **state)
{
    (void)state;
    assert_fit(golden_b, 1,
               (const struct wanted[]){{45.0 / 176, 1867533},
                                       {1069.0 / 3168, 2464682},
                                       {6.0 / 11, 3984070},
                                       {97.0 / 264, 2683714}},
               4);
}

static void
of_order_2_a_short_path_is_a_state_of_its_own(void **state)
{
    (void)state;
    assert_fit(golden_b, 2,
               (const struct wanted[]){{4.0 / 11, 2200000},
                                       {4.0 / 11, 2200000},
                                       {6.0 / 11, 3300000},
                                       {6.0 / 11, 3300000}},
               4);
}

/* The removal effect of each unit by simulation of nothing: all of a chain of two states by hand.
   a and b lead to each other: start -> a, a -> b 1/2, a -> conversion 1/2, b -> a 1/2, b -> null. */
static void
a_chain_that_goes_round_is_solved(void **state)
{
    static const uint32_t units_of[] = {MARKOV_NOBODY, MARKOV_NOBODY,
                                        MARKOV_NOBODY, 0, 1};
    static const struct markov_edge edges[] = {{MARKOV_START, 3, 3, 0},
                                               {3, MARKOV_CONVERSION, 2, 8},
                                               {3, 4, 2, 0},
                                               {4, MARKOV_NULL, 1, 0},
                                               {4, 3, 1, 0}};
    const struct markov_chain chain = {1, 2, 5, units_of, edges, COUNT(edges)};
    struct markov_effects effects;

    (void)state;
    assert_null(markov_solve(&chain, &effects));
    assert_true(fabs(effects.base - 2.0 / 3) < 1e-15);
    assert_true(fabs(effects.conversions[0] - 1) < 1e-15);
    assert_true(fabs(effects.conversions[1] - 0.25) < 1e-15);
    assert_true(fabs(effects.value[1] - 0.25) < 1e-15);
    markov_effects_free(&effects);
}

static void
counts_that_no_paths_can_have_are_refused(void **state)
{
    static const uint32_t units_of[] = {MARKOV_NOBODY, MARKOV_NOBODY,
                                        MARKOV_NOBODY, 0, 1};
    static const struct markov_edge leaking[] = {{MARKOV_START, 3, 3, 0},
                                                 {3, MARKOV_CONVERSION, 2, 0},
                                                 {3, 4, 2, 0},
                                                 {4, MARKOV_NULL, 1, 0}};
    static const struct markov_edge endless[] = {
        {MARKOV_START, 3, 1, 0}, {3, 4, 1, 0}, {4, 3, 1, 0}};
    struct markov_chain chain = {1, 2, 5, units_of, leaking, COUNT(leaking)};
    struct markov_effects effects;

    (void)state;
    assert_non_null(markov_solve(&chain, &effects));
    markov_effects_free(&effects);
    chain.edges = endless;
    chain.edge_count = COUNT(endless);
    assert_non_null(markov_solve(&chain, &effects));
    markov_effects_free(&effects);
}

static struct fitted *
fit_many(struct fit **fit, size_t units)
{
    struct fit_group group;
    struct fitted *fitted;

    *fit = fit_new(1, 1 << 20, NULL);
    fit_currency(*fit, TEXT(""));
    for (size_t i = 0; i < units; i++) {
        char name[] = {(char)('a' + i % 26), (char)('a' + i / 26 % 26),
                       (char)('a' + i / 676), '\0'};
        uint32_t unit = fit_unit(*fit, text_of(name));
        const struct fit_path path = {
            .units = &unit, .count = 1, .conversions = 1, .value = 1};

        fit_total(*fit, &path);
        fit_edges(*fit, &path);
    }
    fit_sort(*fit);
    fitted = fitted_new(*fit, 1, 0);
    assert_true(fit_next(*fit, &group));
    assert_int_equal(fitted_markov(fitted, &group, 0) != NULL,
                     units > MARKOV_UNITS);
    return fitted;
}

static void
a_thousand_units_are_fitted_and_no_more(void **state)
{
    struct fit *fit;
    struct fitted *fitted = fit_many(&fit, 1000);
    size_t count;

    (void)state;
    assert_int_equal((int64_t)fitted_rows(fitted, &count)->conversions,
                     1000000);
    assert_int_equal(count, 1000);
    fitted_free(fitted);
    fit_free(fit);
    fitted_free(fit_many(&fit, 1001));
    fit_free(fit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_on_every_converting_walk_has_the_whole_effect),
        cmocka_unit_test(repeated_units_and_lone_paths_of_order_1),
        cmocka_unit_test(of_order_2_a_short_path_is_a_state_of_its_own),
        cmocka_unit_test(a_chain_that_goes_round_is_solved),
        cmocka_unit_test(counts_that_no_paths_can_have_are_refused),
        cmocka_unit_test(a_thousand_units_are_fitted_and_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
