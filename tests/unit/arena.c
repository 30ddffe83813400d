#include "texts.h"

#include "base/arena.h"

static bool
is_zero(const char *at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (at[i] != 0)
            return false;
    return true;
}

static void
what_is_got_is_zero_and_aligned(void **state)
{
    struct arena arena = {0};

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t bytes = 0; bytes < 2000; bytes++) {
            char *got = arena_get(&arena, bytes);

            assert_int_equal((uintptr_t)got % 16, 0);
            assert_true(is_zero(got, bytes));
            memset(got, 0xff, bytes);
            arena_copy(&arena, TEXT("odd"));
        }
        arena_clear(&arena);
    }
    arena_free(&arena);
}

static void
nothing_is_given_twice(void **state)
{
    static const size_t sizes[] = {1, 100, 20000, 70000, 15, 65472, 65473, 64};
    struct arena arena = {0};
    char *got[400];

    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT(got); i++) {
            got[i] = arena_get(&arena, sizes[i % COUNT(sizes)]);
            memset(got[i], (int)(i + 1), sizes[i % COUNT(sizes)]);
        }
        for (size_t i = 0; i < COUNT(got); i++)
            for (size_t j = 0; j < sizes[i % COUNT(sizes)]; j++)
                if (got[i][j] != (char)(i + 1))
                    fail_msg("byte %zu of %zu has changed", j, i);
        arena_clear(&arena);
    }
    arena_free(&arena);
}

static void
a_copy_has_a_nul_behind_it(void **state)
{
    struct arena arena = {0};
    struct text text = TEXT("a\0b");
    struct text copy = arena_copy(&arena, text);

    (void)state;
    assert_same(copy, text);
    assert_ptr_not_equal(copy.at, text.at);
    assert_int_equal(copy.at[3], '\0');
    assert_non_null(arena_copy(&arena, TEXT("")).at);
    assert_null(arena_copy(&arena, TEXT_NONE).at);
    arena_free(&arena);
}

static void
texts_lie_close_together(void **state)
{
    struct arena arena = {0};

    (void)state;
    for (int i = 0; i < 100000; i++)
        arena_copy(&arena, TEXT("123456789"));
    assert_in_range(arena.bytes, 1000000, 1070000);
    arena_free(&arena);
}

static void
the_same_work_again_takes_no_more_memory(void **state)
{
    struct arena arena = {0};
    uint64_t seed = 9;
    size_t most = 0;

    (void)state;
    for (int round = 0; round < 300; round++) {
        for (int i = 0; i < 20; i++)
            arena_get(&arena, random_next(&seed) % 60000);
        if (round < 20 && arena.bytes > most)
            most = arena.bytes;
        assert_in_range(arena.bytes, 0, most * 2);
        arena_clear(&arena);
    }
    arena_free(&arena);
    assert_int_equal(arena.bytes, 0);
}

static void
a_large_block_is_given_back_when_cleared(void **state)
{
    struct arena arena = {0};

    (void)state;
    arena_get(&arena, 10);
    arena_get(&arena, 10000000);
    arena_get(&arena, 30000000);
    assert_in_range(arena.bytes, 40000000, 40100000);
    arena_clear(&arena);
    assert_in_range(arena.bytes, 0, 65536);
    arena_free(&arena);
}

static void
an_empty_arena_can_be_cleared_and_freed(void **state)
{
    struct arena arena = {0};

    (void)state;
    arena_clear(&arena);
    arena_free(&arena);
    arena_free(&arena);
    arena_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_got_is_zero_and_aligned),
        cmocka_unit_test(nothing_is_given_twice),
        cmocka_unit_test(a_copy_has_a_nul_behind_it),
        cmocka_unit_test(texts_lie_close_together),
        cmocka_unit_test(the_same_work_again_takes_no_more_memory),
        cmocka_unit_test(a_large_block_is_given_back_when_cleared),
        cmocka_unit_test(an_empty_arena_can_be_cleared_and_freed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
