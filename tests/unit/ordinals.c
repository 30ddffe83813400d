#include "texts.h"

#include "sources/ordinals.h"

static void
equal_hashes_are_numbered_while_they_are_remembered(void **state)
{
    struct ordinals *ordinals = ordinals_new();

    (void)state;
    assert_int_equal(ordinals_next(ordinals, 5), 0);
    assert_int_equal(ordinals_next(ordinals, 5), 1);
    ordinals_soon(ordinals, 5); /* which counts nothing */
    for (uint64_t i = 0; i < ORDINALS_KEPT; i++)
        assert_int_equal(ordinals_next(ordinals, 1000 + i), 0);
    assert_int_equal(ordinals_next(ordinals, 5), 2);
    for (uint64_t i = 0; i < 3 * ORDINALS_KEPT; i++)
        ordinals_next(ordinals, 1000000 + i);
    assert_int_equal(ordinals_next(ordinals, 5), 0);
    ordinals_free(ordinals);
    ordinals_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_hashes_are_numbered_while_they_are_remembered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
