#include "texts.h"

#include <math.h>

#include "domain/credit.h"
#include "domain/decay.h"
#include "domain/model.h"

enum { MOST = 64, DAY_S = 86400 };

static const struct model_settings defaults = {{40, 20, 40}, 7 * DAY_S};

/* Of a path whose touches are so many days before the order, how 500,000 are shared. */
static void
assert_parts(const char *name, const struct model_settings *settings,
             const int *days, size_t count, const int64_t *wanted)
{
    const struct model *model = model_find(text_of(name));
    struct credit_scratch scratch = {0};
    struct touch touches[MOST] = {{0}};
    uint64_t weights[MOST];
    int64_t parts[MOST];
    const struct model_path path = {
        .touches = touches, .count = count, .settings = settings};

    assert_non_null(model);
    assert_true(model->is_additive);
    for (size_t i = 0; i < count; i++)
        touches[i].stamp =
            touch_stamp(1235865600 - (int64_t)days[i] * DAY_S, -1);
    model->weigh(&path, weights);
    credit_split(&scratch, 500000, weights, count, parts);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(parts[i], wanted[i]);
    credit_scratch_free(&scratch);
}

static void
fifty_dollars_are_shared_as_adobe_shows(void **state)
{
    static const int days[] = {9, 6, 0, 0};

    (void)state;
    assert_parts("linear", &defaults, days, 4,
                 (const int64_t[]){125000, 125000, 125000, 125000});
    assert_parts("position", &defaults, days, 4,
                 (const int64_t[]){200000, 50000, 50000, 200000});
    assert_parts("j", &defaults, days, 4,
                 (const int64_t[]){100000, 50000, 50000, 300000});
    assert_parts("inverse_j", &defaults, days, 4,
                 (const int64_t[]){300000, 50000, 50000, 100000});
    assert_parts("time_decay", &defaults, days, 4,
                 (const int64_t[]){69233, 93181, 168793, 168793});
    assert_parts("first", &defaults, days, 4,
                 (const int64_t[]){500000, 0, 0, 0});
    assert_parts("last", &defaults, days, 4,
                 (const int64_t[]){0, 0, 0, 500000});
}

static void
paths_of_one_two_and_three_touches_are_shared_by_their_own_rules(void **state)
{
    static const int days[] = {3, 2, 1};
    static const struct {
        const char *name;
        int64_t two[2], three[3];
    } cases[] = {
        {"position", {250000, 250000}, {200000, 100000, 200000}},
        {"j", {125000, 375000}, {100000, 100000, 300000}},
        {"inverse_j", {375000, 125000}, {300000, 100000, 100000}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_parts(cases[i].name, &defaults, days, 1,
                     (const int64_t[]){500000});
        assert_parts(cases[i].name, &defaults, days, 2, cases[i].two);
        assert_parts(cases[i].name, &defaults, days, 3, cases[i].three);
    }
}

static void
shares_of_ones_own_need_not_sum_to_100(void **state)
{
    static const int days[] = {3, 2, 1, 0};
    static const struct model_settings third = {{1, 2, 1}, DAY_S};
    static const struct model_settings middle = {{0, 7, 0}, DAY_S};

    (void)state;
    assert_parts("position", &third, days, 4,
                 (const int64_t[]){125000, 125000, 125000, 125000});
    assert_parts("position", &third, days, 2,
                 (const int64_t[]){250000, 250000});
    assert_parts("position", &middle, days, 3, (const int64_t[]){0, 500000, 0});
    assert_parts("position", &middle, days, 2,
                 (const int64_t[]){250000, 250000});
    assert_parts("position", &middle, days, 1, (const int64_t[]){500000});
    assert_parts("time_decay", &middle, days, 2,
                 (const int64_t[]){166667, 333333});
}

static void
three_whole_numbers_are_positions(void **state)
{
    uint32_t position[MODEL_POSITIONS];

    (void)state;
    assert_true(model_positions(TEXT("30,0,10000"), position));
    assert_int_equal(position[MODEL_FIRST], 30);
    assert_int_equal(position[MODEL_LAST], 10000);
    assert_false(model_positions(TEXT("0,0,0"), position));
    assert_false(model_positions(TEXT("40,60"), position));
    assert_false(model_positions(TEXT("40,20,40,"), position));
    assert_false(model_positions(TEXT("40,-20,40"), position));
    assert_false(model_positions(TEXT("40,10001,40"), position));
    assert_false(model_positions(TEXT("33.3,33.3,33.4"), position));
}

/* A letter a touch: d is direct, anything else is not. */
static void
assert_weights(const char *name, const char *kinds, const char *wanted)
{
    struct touch touches[MOST] = {{0}};
    size_t count = strlen(kinds);
    const struct model_path path = {
        .touches = touches, .count = count, .settings = &defaults};
    uint64_t weights[MOST];
    char digits[MOST + 1] = "";

    for (size_t i = 0; i < count; i++)
        touches[i].kind = kinds[i] == 'd' ? TOUCH_DIRECT : TOUCH_REFERRAL;
    model_find(text_of(name))->weigh(&path, weights);
    for (size_t i = 0; i < count; i++)
        digits[i] = (char)('0' + weights[i]);
    assert_string_equal(digits, wanted);
}

static void
first_last_and_linear_are_what_their_names_say(void **state)
{
    (void)state;
    assert_weights("first", "d", "1");
    assert_weights("first", "drrd", "1000");
    assert_weights("last", "d", "1");
    assert_weights("last", "drrd", "0001");
    assert_weights("linear", "drrd", "1111");
    assert_null(model_find(TEXT("")));
    assert_null(model_find(TEXT("las")));
}

static void
last_non_direct_passes_over_direct_touches_unless_there_are_no_others(
    void **state)
{
    (void)state;
    assert_weights("last_non_direct", "rrdd", "0100");
    assert_weights("last_non_direct", "drrd", "0010");
    assert_weights("last_non_direct", "dr", "01");
    assert_weights("last_non_direct", "ddd", "001");
}

static void
participation_is_the_first_touch_of_each_unit_and_no_sum(void **state)
{
    static const bool is_first[] = {true, true, false, true};
    const struct model *model = model_find(TEXT("participation"));
    const struct model_path path = {.is_first = is_first, .count = 4};
    uint64_t weights[4];

    (void)state;
    assert_false(model->is_additive);
    assert_true(model->asks_units);
    model->weigh(&path, weights);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(weights[i], is_first[i]);
}

static void
models_stand_in_order_of_name(void **state)
{
    (void)state;
    for (const struct model *model = model_table; model[1].name != NULL;
         model++)
        assert_true(strcmp(model[0].name, model[1].name) < 0);
}

/* exp2() of whole numbers is exact, of others off by far less than a unit of decay's. */
static void
decay_is_a_power_of_two_within_its_precision(void **state)
{
    static const int64_t half_lives[] = {1, 3, 7 * DAY_S, 365 * DAY_S};
    double unit = exp2(-DECAY_BITS);

    (void)state;
    for (size_t i = 0; i < COUNT(half_lives); i++) {
        int64_t half_life = half_lives[i];

        for (int64_t step = 0; step < 3000; step++) {
            int64_t age = step * half_life * 41 / 3000 + step % 2;
            double wanted = exp2(-(double)age / (double)half_life);
            double found = (double)decay_weight(age, half_life) * unit;

            assert_true(fabs(wanted - found) < 2 * unit);
        }
    }
    assert_true(decay_weight(0, 7) == UINT64_C(1) << DECAY_BITS);
    assert_true(decay_weight(7, 7) == UINT64_C(1) << (DECAY_BITS - 1));
    assert_true(decay_weight(280, 7) == 1);
    assert_true(decay_weight(287, 7) == 0);
    assert_true(decay_weight(INT64_MAX, 7) == 0);
}

/* The very bits: they hang on no processor's floating point. */
static void
decay_is_the_same_everywhere(void **state)
{
    (void)state;
    assert_int_equal(decay_weight(1, 2), 777472127993);
    assert_int_equal(decay_weight(9 * DAY_S, 7 * DAY_S), 450984131303);
}

static void
a_path_of_millions_has_weights_that_sum(void **state)
{
    enum { MANY = 9 << 20 };
    struct touch *touches = calloc(MANY, sizeof(*touches));
    uint64_t *weights = calloc(MANY, sizeof(*weights));
    const struct model_path path = {
        .touches = touches, .count = MANY, .settings = &defaults};
    uint64_t sum = 0;

    (void)state;
    model_find(TEXT("time_decay"))->weigh(&path, weights);
    for (size_t i = 0; i < MANY; i++) {
        sum += weights[i];
        assert_true(sum >> 63 == 0);
    }
    assert_true(sum > 0);
    free(touches);
    free(weights);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fifty_dollars_are_shared_as_adobe_shows),
        cmocka_unit_test(
            paths_of_one_two_and_three_touches_are_shared_by_their_own_rules),
        cmocka_unit_test(shares_of_ones_own_need_not_sum_to_100),
        cmocka_unit_test(three_whole_numbers_are_positions),
        cmocka_unit_test(first_last_and_linear_are_what_their_names_say),
        cmocka_unit_test(
            last_non_direct_passes_over_direct_touches_unless_there_are_no_others),
        cmocka_unit_test(
            participation_is_the_first_touch_of_each_unit_and_no_sum),
        cmocka_unit_test(models_stand_in_order_of_name),
        cmocka_unit_test(decay_is_a_power_of_two_within_its_precision),
        cmocka_unit_test(decay_is_the_same_everywhere),
        cmocka_unit_test(a_path_of_millions_has_weights_that_sum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
