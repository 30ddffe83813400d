#include "texts.h"

#include "base/bloom.h"
#include "base/journal.h"

enum { CHUNK = 4096, RECORDS = 20000 };

static size_t
length_of(size_t number)
{
    return 1 + number * 31 % 100;
}

static void
fill(struct journal *journal, uint64_t *places)
{
    for (size_t i = 0; i < RECORDS; i++) {
        char *at = journal_reserve(journal, 200);

        memset(at, (int)(i % 251), length_of(i));
        places[i] = journal_keep(journal, length_of(i));
    }
}

static void
assert_record(struct journal *journal, uint64_t place, size_t number)
{
    struct text found = journal_get(journal, place, length_of(number));

    assert_int_equal(found.len, length_of(number));
    for (size_t i = 0; i < found.len; i++)
        assert_int_equal((unsigned char)found.at[i], number % 251);
}

static void
check(size_t budget_bytes, bool is_spilled)
{
    struct spill *spill = spill_open(NULL);
    struct journal *journal = journal_new(CHUNK, budget_bytes, spill);
    uint64_t *places = calloc(RECORDS, sizeof(*places));

    fill(journal, places);
    assert_int_equal(journal_spilled(journal), is_spilled);
    for (size_t i = 0; i < RECORDS; i++)
        assert_record(journal, places[i], i);
    for (size_t i = 0; i < RECORDS; i++)
        assert_record(journal, places[i * 7919 % RECORDS], i * 7919 % RECORDS);
    journal_free(journal);
    spill_close(spill);
    free(places);
}

static void
records_come_back_by_their_place_from_memory_or_spill(void **state)
{
    (void)state;
    check(RECORDS * 200, false);
    check(CHUNK * 16, true);
    check(0, true);
}

static void
chunks_give_all_records_in_the_order_added(void **state)
{
    struct spill *spill = spill_open(NULL);
    struct journal *journal = journal_new(CHUNK, CHUNK * 4, spill);
    uint64_t *places = calloc(RECORDS, sizeof(*places));
    uint64_t first;
    size_t number = 0;
    struct text chunk;

    (void)state;
    fill(journal, places);
    for (size_t i = 0; (chunk = journal_chunk(journal, i, &first)).at; i++)
        for (size_t at = 0; at < chunk.len; at += length_of(number++))
            assert_int_equal(first + at, places[number]);
    assert_int_equal(number, RECORDS);
    journal_free(journal);
    spill_close(spill);
    free(places);
}

static void
records_of_a_size_that_divides_a_chunk_lie_side_by_side(void **state)
{
    struct journal *journal = journal_new(CHUNK, CHUNK, NULL);

    (void)state;
    for (uint64_t i = 0; i < 2000; i++) {
        memcpy(journal_reserve(journal, 16), (uint64_t[]){i, i}, 16);
        assert_int_equal(journal_keep(journal, 16), i * 16);
    }
    assert_int_equal(journal_get(journal, CHUNK - 16, 64).len, 16);
    journal_free(journal);
}

static void
an_empty_journal_has_no_chunk(void **state)
{
    struct journal *journal = journal_new(CHUNK, CHUNK, NULL);
    uint64_t place;

    (void)state;
    assert_null(journal_chunk(journal, 0, &place).at);
    journal_free(journal);
}

static void
a_bloom_filter_has_all_that_was_added_and_little_else(void **state)
{
    struct bloom bloom;
    uint64_t random = 88172645463325252;
    uint64_t again = random;
    int wrong = 0;

    (void)state;
    bloom_new(&bloom, 10000, 1 << 20);
    for (int i = 0; i < 10000; i++)
        bloom_add(&bloom, random_next(&random));
    for (int i = 0; i < 10000; i++)
        assert_true(bloom_may_have(&bloom, random_next(&again)));
    for (int i = 0; i < 10000; i++)
        wrong += bloom_may_have(&bloom, random_next(&random));
    assert_in_range(wrong, 0, 400);
    bloom_free(&bloom);
    bloom_new(&bloom, UINT64_C(1) << 40, 4096);
    assert_true(bloom.mask < 512);
    bloom_free(&bloom);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_back_by_their_place_from_memory_or_spill),
        cmocka_unit_test(chunks_give_all_records_in_the_order_added),
        cmocka_unit_test(
            records_of_a_size_that_divides_a_chunk_lie_side_by_side),
        cmocka_unit_test(an_empty_journal_has_no_chunk),
        cmocka_unit_test(a_bloom_filter_has_all_that_was_added_and_little_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
