#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "domain/strands.h"

enum { SERIES = 300, BUCKETS = 500 };

/* A sequence that is the same everywhere. */
static uint64_t
next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static uint64_t (*truth)[BUCKETS];

static void
add(struct strands *strands, uint32_t series, int64_t bucket, uint64_t count,
    int64_t first)
{
    strands_add(strands, series, bucket, count);
    truth[series][bucket - first] += count;
}

/* Asks for each series and holds it against the sums that were made beside. */
static void
compare(struct strands *strands, int64_t first)
{
    static uint64_t sums[BUCKETS];

    for (uint32_t series = 0; series < SERIES; series++) {
        memset(sums, 0, sizeof(sums));
        strands_sum(strands, series, first, sums);
        assert_memory_equal(sums, truth[series], sizeof(sums));
    }
}

static void
check(size_t budget, int64_t first, uint64_t largest)
{
    struct spill *spill = spill_open(NULL);
    struct strands *strands = strands_new(budget, spill);
    uint64_t state = 7;

    truth = calloc(SERIES, sizeof(*truth));
    assert_non_null(truth);
    for (int i = 0; i < 150000; i++)
        add(strands, (uint32_t)(next(&state) % (SERIES - 1)),
            first + (int64_t)(next(&state) % BUCKETS), next(&state) % largest,
            first);
    strands_settle(strands);
    compare(strands, first);
    strands_rewind(strands);
    compare(strands, first);
    strands_free(strands);
    spill_close(spill);
    free(truth);
}

static void
counts_are_summed_by_series_and_bucket_in_memory(void **state)
{
    (void)state;
    check(64 << 20, 14245, 9);
}

static void
what_was_spilled_in_many_layers_is_summed_likewise(void **state)
{
    (void)state;
    check(0, 14245, 9);
    check(100000, -260, 3);
}

static void
large_counts_and_distant_buckets_take_ten_bytes_each(void **state)
{
    (void)state;
    check(0, INT64_C(1) << 60, UINT64_C(1) << 40);
    check(0, -(INT64_C(1) << 60), UINT64_C(1) << 31);
}

/* A strand longer than what is read at once. */
static void
one_series_may_have_all_the_counts(void **state)
{
    struct spill *spill = spill_open(NULL);
    struct strands *strands = strands_new(8 << 20, spill);
    uint64_t seed = 3;

    (void)state;
    truth = calloc(SERIES, sizeof(*truth));
    assert_non_null(truth);
    for (int i = 0; i < 3000000; i++)
        add(strands, 5, (int64_t)(next(&seed) % BUCKETS), next(&seed) % 1000,
            0);
    strands_settle(strands);
    compare(strands, 0);
    strands_free(strands);
    spill_close(spill);
    free(truth);
}

static void
nothing_is_nothing(void **state)
{
    struct spill *spill = spill_open(NULL);
    struct strands *strands = strands_new(0, spill);
    uint64_t sum = 0;

    (void)state;
    strands_settle(strands);
    strands_sum(strands, 0, 0, &sum);
    assert_int_equal(sum, 0);
    strands_free(strands);
    strands_free(NULL);
    spill_close(spill);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_summed_by_series_and_bucket_in_memory),
        cmocka_unit_test(what_was_spilled_in_many_layers_is_summed_likewise),
        cmocka_unit_test(large_counts_and_distant_buckets_take_ten_bytes_each),
        cmocka_unit_test(one_series_may_have_all_the_counts),
        cmocka_unit_test(nothing_is_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
