#include "ports/pattern_cost.h"

#include "texts.h"

static unsigned
cost(const char *pattern)
{
    return pattern_cost(text_of(pattern));
}

static void
a_letter_an_escape_and_a_class_are_one(void **state)
{
    (void)state;
    assert_int_equal(cost(""), 0);
    assert_int_equal(cost("abc"), 3);
    assert_int_equal(cost("\\d\\.x"), 3);
    assert_int_equal(cost("[a-z0-9]"), 1);
    assert_int_equal(cost("[]x]y"), 2);
    assert_int_equal(cost("[a\\]b]y"), 2);
}

static void
what_takes_any_letter_is_two_and_a_property_fifty(void **state)
{
    (void)state;
    assert_int_equal(cost(".."), 4);
    assert_int_equal(cost("[^a]"), 2);
    assert_int_equal(cost("\\pL"), 51); /* its letter is one more */
    assert_int_equal(cost("\\p{Greek}"), 50);
    assert_int_equal(cost("\\P{Greek}x"), 51);
    assert_int_equal(cost("[x\\p{L}]"), 50);
    assert_int_equal(cost("[\\PL]"), 50);
}

static void
a_repeat_multiplies_what_is_before_it(void **state)
{
    (void)state;
    assert_int_equal(cost("a{3}"), 3);
    assert_int_equal(cost("a{2,5}b"), 6);
    assert_int_equal(cost("a{7,}"), 7);
    assert_int_equal(cost("(ab){10}"), 20);
    assert_int_equal(cost("((a{2}b){3}){4}"), 36);
    assert_int_equal(cost("a{0}"), 1);
}

static void
what_is_malformed_is_left_to_the_library(void **state)
{
    (void)state;
    assert_int_equal(cost("a{x}"), 3);
    assert_int_equal(cost("a{4"), 4);
    assert_int_equal(cost(")a"), 1);
    assert_int_equal(cost("[abc"), 1);
    assert_int_equal(cost("[\\"), 1);
    assert_int_equal(cost("\\p{Greek"), 50);
    assert_int_equal(cost("\\p"), 50);
    assert_int_equal(cost("\\"), 1);
    assert_int_equal(cost("[^"), 2);
}

static void
nothing_costs_more_than_the_most(void **state)
{
    struct text deep = {malloc(PATTERN_DEPTH_MOST + 1), PATTERN_DEPTH_MOST + 1};

    (void)state;
    assert_int_equal(cost("a{2000}"), PATTERN_COST_MOST);
    assert_int_equal(cost("a{99999999999999999999}"), PATTERN_COST_MOST + 1);
    assert_int_equal(cost("((a{999}){999}){999}"), PATTERN_COST_MOST + 1);
    memset((char *)deep.at, '(', deep.len);
    assert_int_equal(pattern_cost(deep), PATTERN_COST_MOST + 1);
    deep.len--;
    assert_int_equal(pattern_cost(deep), 0);
    free((char *)deep.at);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_an_escape_and_a_class_are_one),
        cmocka_unit_test(what_takes_any_letter_is_two_and_a_property_fifty),
        cmocka_unit_test(a_repeat_multiplies_what_is_before_it),
        cmocka_unit_test(what_is_malformed_is_left_to_the_library),
        cmocka_unit_test(nothing_costs_more_than_the_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
