#include "texts.h"

#include <stdio.h>

#include "sources/recent.h"

static void
a_text_that_came_lately_keeps_its_value(void **state)
{
    struct recent *recent = recent_new(16, 100);
    bool is_known = true;

    (void)state;
    *recent_find(recent, TEXT("one"), &is_known) = 1;
    assert_false(is_known);
    assert_int_equal(*recent_find(recent, TEXT("one"), &is_known), 1);
    assert_true(is_known);
    recent_free(recent);
    recent_free(NULL);
}

static void
an_empty_text_is_a_text(void **state)
{
    struct recent *recent = recent_new(1, 100);
    bool is_known = true;

    (void)state;
    *recent_find(recent, TEXT(""), &is_known) = 5;
    assert_false(is_known);
    assert_int_equal(*recent_find(recent, TEXT_NONE, &is_known), 5);
    assert_true(is_known);
    recent_free(recent);
}

static void
a_text_that_is_too_long_is_not_kept(void **state)
{
    struct recent *recent = recent_new(1, 3);
    bool is_known;

    (void)state;
    assert_non_null(recent_find(recent, TEXT("abc"), &is_known));
    assert_null(recent_find(recent, TEXT("abcd"), &is_known));
    recent_free(recent);
}

/* One slot for all: each text is another's prefix, so that a look at the digest or the length alone would err. */
static void
only_the_very_text_is_known(void **state)
{
    static const char all[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabaaaaaaaaaaaaaaa"
                              "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    struct recent *recent = recent_new(1, 100);
    uint64_t random = 3;
    size_t last = SIZE_MAX;

    (void)state;
    for (int i = 0; i < 10000; i++) {
        size_t from = random_next(&random) % 33;
        struct text text = {all + from, 40};
        bool is_known;
        uint64_t *value = recent_find(recent, text, &is_known);

        assert_int_equal(is_known, from == last);
        if (is_known)
            assert_int_equal(*value, from);
        *value = from;
        last = from;
    }
    recent_free(recent);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_came_lately_keeps_its_value),
        cmocka_unit_test(an_empty_text_is_a_text),
        cmocka_unit_test(a_text_that_is_too_long_is_not_kept),
        cmocka_unit_test(only_the_very_text_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
