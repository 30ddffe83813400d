#include "texts.h"

#include <stdio.h>

#include "base/buffer.h"
#include "base/sorter.h"

enum { ENTRIES = 20000 };

/* Keys of one byte to some kilobytes, many of them equal or the beginning of others. */
static void
make_entry(uint64_t *random, struct buffer *key, struct buffer *payload)
{
    uint64_t choice = random_next(random);
    size_t more = choice % 100 == 0 ? 40000 : choice % 20;

    buffer_clear(key);
    buffer_clear(payload);
    buffer_printf(key, "%c", (char)('a' + choice % 3));
    for (size_t i = 0; i < more; i++)
        buffer_add_char(key, (char)(random_next(random) % 4));
    buffer_printf(payload, "%zu", key->len);
}

static uint64_t
sum_of(struct text key, struct text payload)
{
    uint64_t sum = 7;

    for (size_t i = 0; i < key.len; i++)
        sum = sum * 31 + (unsigned char)key.at[i];
    for (size_t i = 0; i < payload.len; i++)
        sum = sum * 37 + (unsigned char)payload.at[i];
    return sum;
}

static void
assert_sorts(size_t budget_bytes, size_t entries)
{
    struct spill *spill = spill_open(NULL);
    struct sorter *sorter = sorter_new(budget_bytes, spill);
    struct buffer key = {0}, payload = {0}, last = {0};
    struct text a, b;
    uint64_t random = 3, sum = 0;
    size_t count = 0;

    for (size_t i = 0; i < entries; i++) {
        make_entry(&random, &key, &payload);
        sum += sum_of(buffer_text(&key), buffer_text(&payload));
        sorter_add(sorter, buffer_text(&key), buffer_text(&payload));
    }
    for (; sorter_next(sorter, &a, &b); count++) {
        int64_t len;

        assert_true(text_integer(b, &len));
        assert_int_equal(len, a.len);
        assert_true(text_compare(buffer_text(&last), a) <= 0);
        buffer_clear(&last);
        buffer_add(&last, a);
        sum -= sum_of(a, b);
    }
    assert_int_equal(count, entries);
    assert_true(sum == 0);
    buffer_free(&key);
    buffer_free(&payload);
    buffer_free(&last);
    sorter_free(sorter);
    spill_close(spill);
}

static void
what_fits_into_memory_comes_back_sorted(void **state)
{
    (void)state;
    assert_sorts(SIZE_MAX, 1000);
}

static void
what_does_not_fit_comes_back_sorted_from_thousands_of_runs(void **state)
{
    (void)state;
    assert_sorts(1000, ENTRIES);
}

static void
nothing_in_nothing_out(void **state)
{
    (void)state;
    assert_sorts(1000, 0);
}

static void
equal_keys_of_many_runs_come_side_by_side(void **state)
{
    struct spill *spill = spill_open(NULL);
    struct states *states = states_new(spill);
    struct text key, payload;
    size_t count = 0;

    (void)state;
    assert_false(states_any(states));
    for (int run = 0; run < 5000; run++) {
        states_put(states, TEXT("a"), TEXT(""));
        states_put(states, TEXT("b"), TEXT("x"));
        states_put(states, TEXT("b"), TEXT("y"));
        states_cut(states);
    }
    assert_true(states_any(states));
    for (; states_next(states, &key, &payload); count++)
        assert_text(key, count < 5000 ? "a" : "b");
    assert_int_equal(count, 15000);
    states_free(states);
    spill_close(spill);
}

static void
without_a_run_there_is_nothing_to_read(void **state)
{
    struct spill *spill;
    struct states *states;
    struct text key, payload;

    (void)state;
    setenv("TMPDIR", "", 1); /* as if there were none */
    spill = spill_open(NULL);
    unsetenv("TMPDIR");
    states = states_new(spill);
    assert_false(states_next(states, &key, &payload));
    states_free(states);
    spill_close(spill);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_into_memory_comes_back_sorted),
        cmocka_unit_test(
            what_does_not_fit_comes_back_sorted_from_thousands_of_runs),
        cmocka_unit_test(nothing_in_nothing_out),
        cmocka_unit_test(equal_keys_of_many_runs_come_side_by_side),
        cmocka_unit_test(without_a_run_there_is_nothing_to_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
