#include "texts.h"

#include <stdio.h>

#include "base/hash.h"
#include "base/table.h"

static struct text
name(char *at, size_t size, uint32_t number)
{
    int len = snprintf(at, size, "twitter:%u", number * 2654435761U);

    return (struct text){at, (size_t)len};
}

static void
each_new_text_gets_the_next_number(void **state)
{
    struct table *table = table_new();

    (void)state;
    assert_int_equal(table_add(table, TEXT("a")), 0);
    assert_int_equal(table_add(table, TEXT("b")), 1);
    assert_int_equal(table_add(table, TEXT("a")), 0);
    assert_int_equal(table_add(table, TEXT("")), 2);
    assert_int_equal(table_add(table, TEXT_NONE), 2);
    assert_int_equal(table_add(table, TEXT("a\0")), 3);
    assert_int_equal(table_add(table, TEXT("a\0b")), 4);
    assert_int_equal(table_count(table), 5);
    assert_int_equal(table_find(table, TEXT("a\0b")), 4);
    assert_int_equal(table_find(table, TEXT("a\0c")), TABLE_NONE);
    assert_same(table_text(table, 4), TEXT("a\0b"));
    table_free(table);
    table_free(NULL);
}

static void
a_million_texts_are_told_apart_and_stay_where_they_are(void **state)
{
    enum { MANY = 1000000 };
    struct table *table = table_new();
    struct text first;
    char at[32];

    (void)state;
    table_add(table, name(at, sizeof(at), 0));
    first = table_text(table, 0);
    for (uint32_t i = 1; i < MANY; i++)
        if (table_add(table, name(at, sizeof(at), i)) != i)
            fail_msg("%s is not new", at);
    for (uint32_t i = 0; i < MANY; i++) {
        struct text text = name(at, sizeof(at), i);

        if (table_add(table, text) != i || table_find(table, text) != i
            || !text_equal(table_text(table, i), text))
            fail_msg("%s is not number %u", at, i);
    }
    for (uint32_t i = MANY; i < 2 * MANY; i++)
        if (table_find(table, name(at, sizeof(at), i)) != TABLE_NONE)
            fail_msg("%s was not added", at);
    assert_int_equal(table_count(table), MANY);
    assert_ptr_equal(table_text(table, 0).at, first.at);
    assert_in_range(table_bytes(table), 20 * MANY, 100 * MANY);
    table_free(table);
}

static void
a_cleared_table_begins_again(void **state)
{
    struct table *table = table_new();
    size_t bytes = 0;
    char at[32];

    (void)state;
    for (int round = 0; round < 5; round++) {
        for (uint32_t i = 0; i < 5000; i++)
            assert_int_equal(table_add(table, name(at, sizeof(at), i)), i);
        if (round == 0)
            bytes = table_bytes(table);
        assert_int_equal(table_bytes(table), bytes);
        table_clear(table);
        assert_int_equal(table_count(table), 0);
        assert_int_equal(table_find(table, name(at, sizeof(at), 1)),
                         TABLE_NONE);
        table_clear(table);
    }
    table_free(table);
}

static void
every_byte_and_the_length_count_in_the_hash(void **state)
{
    char text[100] = {0};

    (void)state;
    for (size_t len = 0; len < sizeof(text); len++) {
        struct text alone = text_alone((struct text){text, len});
        uint64_t hash = hash_text(alone);

        assert_true(hash_text((struct text){text, len + 1}) != hash);
        for (size_t i = 0; i < len; i++) {
            text[i] = 1;
            assert_true(hash_text((struct text){text, len}) != hash);
            text[i] = 0;
        }
        free((char *)alone.at);
    }
}

/* Of 2^20 values in as many places 36.8 % stay empty if they fall like rain. */
static void
hashes_of_numbers_in_a_row_fall_evenly(void **state)
{
    enum { BITS = 20, MANY = 1 << BITS };
    char *seen[4];
    size_t hit[4] = {0};
    char at[32];

    (void)state;
    for (size_t i = 0; i < COUNT(seen); i++)
        seen[i] = calloc(MANY, 1);
    for (uint32_t i = 0; i < MANY; i++) {
        uint64_t one = hash_integer(i);
        uint64_t other = hash_text(name(at, sizeof(at), i));
        size_t places[] = {one % MANY, one >> (64 - BITS), other % MANY,
                           other >> (64 - BITS)};

        for (size_t j = 0; j < COUNT(seen); j++) {
            hit[j] += seen[j][places[j]] == 0;
            seen[j][places[j]] = 1;
        }
    }
    for (size_t i = 0; i < COUNT(seen); i++) {
        assert_in_range(hit[i], MANY * 0.62, MANY);
        free(seen[i]);
    }
}

static void
no_text_at_all_is_the_empty_text(void **state)
{
    struct table *table = table_new();

    (void)state;
    assert_int_equal(table_add(table, TEXT_NONE), table_add(table, TEXT("")));
    assert_int_equal(table_count(table), 1);
    table_free(table);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_new_text_gets_the_next_number),
        cmocka_unit_test(
            a_million_texts_are_told_apart_and_stay_where_they_are),
        cmocka_unit_test(a_cleared_table_begins_again),
        cmocka_unit_test(every_byte_and_the_length_count_in_the_hash),
        cmocka_unit_test(hashes_of_numbers_in_a_row_fall_evenly),
        cmocka_unit_test(no_text_at_all_is_the_empty_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
