#include "texts.h"

#include "base/buffer.h"
#include "ports/pattern.h"

static struct pattern_error error;

static struct pattern_set *
set_of(struct text text)
{
    struct pattern pattern = {text, false};

    return pattern_set_new(&pattern, 1, &error);
}

static bool
has_patterns(void)
{
    struct pattern_set *set = set_of(TEXT("a"));

    pattern_set_free(set);
    return set != NULL;
}

static void
count(void *context, size_t number)
{
    unsigned *found = context;

    *found |= 1U << number;
}

static void
each_expression_is_found_by_its_number(void **state)
{
    static const struct pattern patterns[] = {{TEXT("batt(ery|eries)"), false},
                                              {TEXT("Dead"), true},
                                              {TEXT("^$"), false}};
    struct pattern_set *set, *again;
    struct buffer saved = {0};
    unsigned found = 0;

    (void)state;
    if (!has_patterns())
        skip();
    set = pattern_set_new(patterns, 3, &error);
    pattern_set_scan(set, TEXT("my BATTERY is dead"), count, &found);
    assert_int_equal(found, 1);
    found = 0;
    pattern_set_scan(set, TEXT("Dead"), count, &found);
    assert_int_equal(found, 2);
    found = 0;
    pattern_set_scan(set, TEXT_NONE, count, &found);
    pattern_set_save(set, &saved);
    again = pattern_set_load(buffer_text(&saved));
    assert_non_null(again);
    found = 0;
    pattern_set_scan(again, TEXT("Dead batteries"), count, &found);
    assert_int_equal(found, 3);
    assert_null(pattern_set_load(TEXT("other bytes")));
    pattern_set_free(set);
    pattern_set_free(again);
    buffer_free(&saved);
}

static void
what_cannot_be_compiled_is_refused_with_its_number(void **state)
{
    static const struct pattern patterns[] = {{TEXT("a"), false},
                                              {TEXT("("), false}};
    char long_one[PATTERN_BYTES_MOST + 1];

    (void)state;
    if (!has_patterns())
        skip();
    assert_null(pattern_set_new(patterns, 2, &error));
    assert_int_equal(error.number, 1);
    assert_true(error.why[0] != '\0');
    assert_null(set_of(TEXT("a\0b")));
    assert_string_equal(error.why, "a NUL in it");
    assert_null(set_of(TEXT("((a{99}){99}){99}")));
    assert_non_null(strstr(error.why, "too large"));
    memset(long_one, 'a', sizeof(long_one));
    assert_null(set_of((struct text){long_one, sizeof(long_one)}));
    assert_non_null(strstr(error.why, "longer than"));
}

static void
assert_place(const char *pattern, const char *text, const char *place)
{
    struct pattern_finder *finder =
        pattern_finder_new((struct pattern){text_of(pattern), false});
    struct text found;
    bool is_found = pattern_finder_find(finder, text_of(text), &found);

    if (place == NULL)
        assert_false(is_found);
    else
        assert_text(found, place);
    pattern_finder_free(finder);
}

static void
the_first_to_end_is_found_and_of_those_the_longest(void **state)
{
    (void)state;
    if (!has_patterns())
        skip();
    assert_place("b+", "abbbc", "b");
    assert_place("a|bca|ca", "xbca", "bca");
    assert_place("ca|bca|a", "xbca and a", "bca");
    assert_place("x", "abc", NULL);
    assert_place("x", "", NULL);
}

static void
a_match_whose_start_nobody_can_tell_is_from_the_texts_begin(void **state)
{
    (void)state;
    if (!has_patterns())
        skip();
    assert_place("a{1,400}b.{1,200}c", "xxaabzc", "xxaabzc");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_expression_is_found_by_its_number),
        cmocka_unit_test(what_cannot_be_compiled_is_refused_with_its_number),
        cmocka_unit_test(the_first_to_end_is_found_and_of_those_the_longest),
        cmocka_unit_test(
            a_match_whose_start_nobody_can_tell_is_from_the_texts_begin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
