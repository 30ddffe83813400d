#include "texts.h"

#include "domain/credit.h"

enum { MOST = 64 };

static void
assert_split(int64_t value, const uint64_t *weights, size_t count,
             const int64_t *wanted)
{
    struct credit_scratch scratch = {0};
    int64_t parts[MOST];

    credit_split(&scratch, value, weights, count, parts);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(parts[i], wanted[i]);
    credit_scratch_free(&scratch);
}

static void
what_is_left_over_goes_to_the_largest_remainders(void **state)
{
    (void)state;
    /* 100 x 2/7, 3/7, 2/7 = 28.57, 42.86, 28.57 */
    assert_split(100, (const uint64_t[]){2, 3, 2}, 3,
                 (const int64_t[]){29, 43, 28});
    assert_split(10, (const uint64_t[]){1, 5, 1}, 3,
                 (const int64_t[]){2, 7, 1});
}

static void
of_equal_remainders_the_earlier_touch_gets_it(void **state)
{
    (void)state;
    assert_split(100, (const uint64_t[]){1, 1, 1}, 3,
                 (const int64_t[]){34, 33, 33});
    assert_split(101, (const uint64_t[]){1, 1, 1}, 3,
                 (const int64_t[]){34, 34, 33});
    assert_split(2, (const uint64_t[]){1, 1, 1}, 3, (const int64_t[]){1, 1, 0});
}

static void
the_sign_is_kept(void **state)
{
    (void)state;
    assert_split(-100, (const uint64_t[]){1, 1, 1}, 3,
                 (const int64_t[]){-34, -33, -33});
    assert_split(0, (const uint64_t[]){1, 1}, 2, (const int64_t[]){0, 0});
}

static void
a_touch_without_weight_gets_nothing(void **state)
{
    (void)state;
    assert_split(101, (const uint64_t[]){0, 1, 0, 1}, 4,
                 (const int64_t[]){0, 51, 0, 50});
    assert_split(-7, (const uint64_t[]){0, 0, 1}, 3,
                 (const int64_t[]){0, 0, -7});
}

static void
parts_sum_to_the_value_at_any_size(void **state)
{
    struct credit_scratch scratch = {0};
    uint64_t random = 88172645463325252;
    uint64_t weights[MOST];
    int64_t parts[MOST];

    (void)state;
    for (int round = 0; round < 2000; round++) {
        size_t count = 1 + random_next(&random) % MOST;
        int64_t value = (int64_t)(random_next(&random) >> 10);
        int64_t sum = 0;

        value = round % 2 ? value : -value;
        for (size_t i = 0; i < count; i++)
            weights[i] = random_next(&random) >> 32;
        weights[0] |= 1;
        credit_split(&scratch, value, weights, count, parts);
        for (size_t i = 0; i < count; i++) {
            sum += parts[i];
            assert_true(value < 0 ? parts[i] <= 0 : parts[i] >= 0);
        }
        assert_true(sum == value);
    }
    credit_scratch_free(&scratch);
}

static struct credit
credit_without_a_touch(void)
{
    return (struct credit){.source = TEXT("shop"),
                           .order = TEXT("shop:\"1\""),
                           .time_s = 1235923200,
                           .model = TEXT("last"),
                           .window = TEXT("30d"),
                           .touches = TEXT("all"),
                           .of = CREDIT_ABSENT,
                           .touch_s = CREDIT_ABSENT,
                           .position = CREDIT_ABSENT,
                           .frequency = CREDIT_ABSENT,
                           .lag_s = CREDIT_ABSENT,
                           .moneys = {-5, CREDIT_ABSENT, 0},
                           .currency = TEXT("JPY"),
                           .exponent = 0,
                           .rate_s = CREDIT_ABSENT,
                           .fx = CREDIT_ABSENT,
                           .share_ppm = CREDIT_ABSENT,
                           .reason = TEXT("no_touch")};
}

static void
a_record_leaves_out_what_is_absent(void **state)
{
    struct credit credit = credit_without_a_touch();
    struct buffer out = {0};

    (void)state;
    credit_write(&out, &credit);
    assert_text(
        buffer_text(&out),
        "{\"v\":1,\"kind\":\"credit\",\"source\":\"shop\","
        "\"order\":\"shop:\\\"1\\\"\",\"time\":\"2009-03-01T16:00:00Z\","
        "\"model\":\"last\",\"window\":\"30d\",\"touches\":\"all\","
        "\"amount\":-5,\"shipping\":0,\"currency\":\"JPY\","
        "\"exponent\":0,\"reason\":\"no_touch\"}");
    buffer_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_over_goes_to_the_largest_remainders),
        cmocka_unit_test(of_equal_remainders_the_earlier_touch_gets_it),
        cmocka_unit_test(the_sign_is_kept),
        cmocka_unit_test(a_touch_without_weight_gets_nothing),
        cmocka_unit_test(parts_sum_to_the_value_at_any_size),
        cmocka_unit_test(a_record_leaves_out_what_is_absent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
