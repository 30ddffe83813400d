#include "texts.h"

#include <stdio.h>
#include <sys/resource.h>

#include "base/runs.h"

enum { ENTRY_MAX = 128, KEY_MAX = 32 };

/* How a key is made of its entry's number. */
typedef void make_key(unsigned char *key, size_t bytes, uint32_t number,
                      uint64_t *seed);

struct job {
    size_t entry_bytes;
    size_t key_bytes;
    size_t budget_bytes;
    size_t count;
    make_key *make;
};

static void
random_keys(unsigned char *key, size_t bytes, uint32_t number, uint64_t *seed)
{
    (void)number;
    for (size_t i = 0; i < bytes; i++)
        key[i] = (unsigned char)random_next(seed);
}

static void
equal_keys(unsigned char *key, size_t bytes, uint32_t number, uint64_t *seed)
{
    (void)number;
    (void)seed;
    memset(key, 0x5a, bytes);
}

static void
few_keys(unsigned char *key, size_t bytes, uint32_t number, uint64_t *seed)
{
    (void)number;
    memset(key, 0, bytes);
    key[bytes / 2] = (unsigned char)(random_next(seed) % 3);
}

/* Almost all of the key is the same in almost all entries. */
static void
bytes_of_0_and_255(unsigned char *key, size_t bytes, uint32_t number,
                   uint64_t *seed)
{
    (void)number;
    for (size_t i = 0; i < bytes; i++)
        key[i] = random_next(seed) % 8 == 0 ? 0xff : 0;
}

static void
ascending(unsigned char *key, size_t bytes, uint32_t number, uint64_t *seed)
{
    (void)seed;
    memset(key, 0xff, bytes);
    for (size_t i = 0; i < 4 && i < bytes; i++)
        key[bytes - 1 - i] = (unsigned char)(number >> 8 * i);
}

static void
descending(unsigned char *key, size_t bytes, uint32_t number, uint64_t *seed)
{
    ascending(key, bytes, UINT32_MAX - number, seed);
}

/* The same first bytes in groups, so that the last ones decide. */
static void
visitor_and_time(unsigned char *key, size_t bytes, uint32_t number,
                 uint64_t *seed)
{
    (void)number;
    memset(key, 0, bytes);
    key[0] = (unsigned char)(random_next(seed) % 5);
    key[bytes / 2] = (unsigned char)(random_next(seed) % 2);
    key[bytes - 1] = (unsigned char)random_next(seed);
}

/* Halves again and again: one number in two differs from the others in one bit. */
static void
powers_of_two(unsigned char *key, size_t bytes, uint32_t number, uint64_t *seed)
{
    size_t bit = (size_t)__builtin_ctzll(random_next(seed)) % (8 * bytes);

    (void)number;
    memset(key, 0, bytes);
    key[bit / 8] = (unsigned char)(0x80 >> bit % 8);
}

static make_key *const makers[] = {random_keys,        equal_keys,   few_keys,
                                   bytes_of_0_and_255, ascending,    descending,
                                   visitor_and_time,   powers_of_two};

static size_t compared_bytes;

/* The number of an entry stands in its last four bytes. */
static int
compare(const void *a, const void *b)
{
    const unsigned char *one = *(unsigned char *const *)a;
    const unsigned char *other = *(unsigned char *const *)b;
    int order = memcmp(one, other, compared_bytes);

    return order != 0 ? order : (one > other) - (one < other);
}

static void
assert_comes_out(struct runs *runs, unsigned char **wanted,
                 const struct job *job, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const void *entry = runs_next(runs);

        if (entry == NULL || memcmp(entry, wanted[i], job->entry_bytes) != 0)
            fail_msg("entry %zu of %zu: %zu bytes, key %zu, budget %zu", i,
                     job->count, job->entry_bytes, job->key_bytes,
                     job->budget_bytes);
    }
}

static void
fill(const struct job *job, unsigned char *entries, unsigned char **wanted,
     struct runs *runs)
{
    uint64_t seed = job->count * 77 + job->key_bytes;

    for (uint32_t i = 0; i < job->count; i++) {
        unsigned char *entry = entries + i * job->entry_bytes;

        memset(entry, (int)i, job->entry_bytes);
        job->make(entry, job->key_bytes, i, &seed);
        wanted[i] = entry;
        memcpy(runs_add(runs), entry, job->entry_bytes);
    }
}

/* Whether it spilled. */
static bool
assert_sorted(const struct job *job, struct spill *spill)
{
    unsigned char *entries = malloc(job->count * job->entry_bytes + 1);
    unsigned char **wanted = malloc((job->count + 1) * sizeof(*wanted));
    struct runs *runs =
        runs_new(job->entry_bytes, job->key_bytes, job->budget_bytes, spill);
    bool has_spilled;

    fill(job, entries, wanted, runs);
    compared_bytes = job->key_bytes;
    qsort(wanted, job->count, sizeof(*wanted), compare);
    runs_sort(runs);
    assert_int_equal(runs_count(runs), job->count);
    assert_comes_out(runs, wanted, job, job->count / 3);
    runs_rewind(runs);
    assert_comes_out(runs, wanted, job, job->count);
    assert_null(runs_next(runs));
    assert_null(runs_next(runs));
    runs_rewind(runs);
    assert_comes_out(runs, wanted, job, job->count);
    has_spilled = runs_spilled(runs);
    runs_free(runs);
    free(entries);
    free(wanted);
    return has_spilled;
}

/* First, since the most that was ever resident can only grow. */
static void
memory_stays_within_the_budget(void **state)
{
    enum { COUNT_MANY = 600000, BUDGET = 8 << 20, MORE = 2 << 20 };
    struct spill *spill = spill_open(NULL);
    struct runs *runs = runs_new(56, 16, BUDGET, spill);
    uint64_t seed = 11;
    uint64_t last = 0;
    struct rusage before;
    struct rusage after;
    const void *entry;

    (void)state;
    getrusage(RUSAGE_SELF, &before);
    for (int i = 0; i < COUNT_MANY; i++) {
        char *to = runs_add(runs);

        memset(to, 0, 56);
        runs_put64(to, random_next(&seed));
    }
    runs_sort(runs);
    while ((entry = runs_next(runs)) != NULL) {
        assert_true(runs_get64(entry) >= last);
        last = runs_get64(entry);
    }
    getrusage(RUSAGE_SELF, &after);
    assert_true(runs_spilled(runs));
#ifndef __SANITIZE_ADDRESS__
    assert_in_range((after.ru_maxrss - before.ru_maxrss) * 1024, 0,
                    BUDGET + MORE);
#endif
    runs_free(runs);
    spill_close(spill);
}

static void
entries_held_in_memory_come_out_as_qsort_sorts_them(void **state)
{
    static const size_t counts[] = {0, 1, 2, 3, 24, 25, 100, 3000, 70000};
    static const size_t keys[] = {1, 7, 8, 9, 12, 13, 16, 20, 24, 31, 32};

    (void)state;
    for (size_t i = 0; i < COUNT(makers); i++)
        for (size_t j = 0; j < COUNT(counts); j++)
            for (size_t k = 0; k < COUNT(keys); k++) {
                struct job job = {keys[k] + 4 * (k % 3), keys[k], SIZE_MAX,
                                  counts[j], makers[i]};

                if (counts[j] < 70000 || k % 3 == 0)
                    assert_false(assert_sorted(&job, NULL));
            }
}

static void
spilled_entries_come_out_as_qsort_sorts_them(void **state)
{
    /* No budget makes hundreds of runs, which take several passes; the last holds all. */
    static const size_t budgets[] = {0,      5000,   50000,    300000,
                                     600000, 900000, 100000000};
    static const size_t keys[] = {12, 16, 24, 32};
    struct spill *spill = spill_open(NULL);

    (void)state;
    for (size_t i = 0; i < COUNT(makers); i++)
        for (size_t j = 0; j < COUNT(budgets); j++)
            for (size_t k = 0; k < COUNT(keys); k++) {
                struct job job = {keys[k] + 24, keys[k], budgets[j], 20000,
                                  makers[i]};

                assert_int_equal(assert_sorted(&job, spill),
                                 j + 1 < COUNT(budgets));
            }
    spill_close(spill);
}

static void
every_number_of_runs_is_merged(void **state)
{
    struct spill *spill = spill_open(NULL);
    uint64_t seed = 5;

    (void)state;
    for (size_t count = 0; count < 1300; count += 1 + count / 40) {
        struct job job = {40, 12, 0, count, makers[random_next(&seed) % 8]};

        assert_sorted(&job, spill);
    }
    spill_close(spill);
}

static void
entries_of_every_size_are_kept_whole(void **state)
{
    struct spill *spill = spill_open(NULL);

    (void)state;
    for (size_t bytes = 1; bytes <= ENTRY_MAX; bytes++) {
        size_t key_bytes = bytes < KEY_MAX ? bytes : KEY_MAX;
        struct job job = {bytes, key_bytes, 20000, 700, bytes_of_0_and_255};

        assert_sorted(&job, spill);
        job.make = random_keys;
        assert_sorted(&job, NULL);
    }
    spill_close(spill);
}

static void
a_key_that_differs_in_one_byte_is_sorted_by_it(void **state)
{
    struct runs *runs;
    const unsigned char *entry;

    (void)state;
    for (size_t at = 0; at < KEY_MAX; at++) {
        runs = runs_new(KEY_MAX, KEY_MAX, 0, NULL);
        for (int i = 0; i < 256; i++) {
            unsigned char *to = runs_add(runs);

            memset(to, 7, KEY_MAX);
            to[at] = (unsigned char)(i * 91);
        }
        runs_sort(runs);
        for (int i = 0; (entry = runs_next(runs)) != NULL; i++)
            assert_int_equal(entry[at], i);
        runs_free(runs);
    }
}

static void
others_may_write_to_the_spill_between(void **state)
{
    struct spill *spill = spill_open(NULL);
    struct runs *one = runs_new(16, 8, 4096, spill);
    struct runs *other = runs_new(16, 8, 4096, spill);
    uint64_t seed = 3;

    (void)state;
    for (uint64_t i = 0; i < 5000; i++) {
        char *to = runs_add(one);

        runs_put64(to, random_next(&seed) % 100);
        runs_put64(to + 8, i);
        to = runs_add(other);
        runs_put64(to, 4999 - i);
        runs_put64(to + 8, 4999 - i);
        spill_write(spill, "noise", i % 6);
    }
    runs_sort(one);
    runs_sort(other);
    for (uint64_t i = 0, last = 0; i < 5000; i++) {
        const char *entry = runs_next(one);
        uint64_t rank = runs_get64(entry) << 32 | runs_get64(entry + 8);

        assert_true(i == 0 || rank > last);
        last = rank;
        entry = runs_next(other);
        assert_int_equal(runs_get64(entry + 8), i);
        spill_write(spill, "noise", i % 6);
    }
    assert_null(runs_next(one));
    assert_null(runs_next(other));
    runs_free(one);
    runs_free(other);
    runs_free(NULL);
    spill_close(spill);
}

static void
numbers_in_keys_sort_as_numbers(void **state)
{
    static const uint64_t values[] = {UINT64_MAX, 256, 255, 1, 0, 65536};
    static const uint64_t wanted[] = {0, 1, 255, 256, 65536, UINT64_MAX};
    struct runs *runs = runs_new(8, 8, 0, NULL);

    (void)state;
    for (size_t i = 0; i < COUNT(values); i++)
        runs_put64(runs_add(runs), values[i]);
    runs_sort(runs);
    for (size_t i = 0; i < COUNT(wanted); i++)
        assert_true(runs_get64(runs_next(runs)) == wanted[i]);
    runs_free(runs);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_stays_within_the_budget),
        cmocka_unit_test(entries_held_in_memory_come_out_as_qsort_sorts_them),
        cmocka_unit_test(spilled_entries_come_out_as_qsort_sorts_them),
        cmocka_unit_test(every_number_of_runs_is_merged),
        cmocka_unit_test(entries_of_every_size_are_kept_whole),
        cmocka_unit_test(a_key_that_differs_in_one_byte_is_sorted_by_it),
        cmocka_unit_test(others_may_write_to_the_spill_between),
        cmocka_unit_test(numbers_in_keys_sort_as_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
