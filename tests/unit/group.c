#include "texts.h"

#include "domain/group.h"

static void
add(struct buffer *key, enum group_type type, const char *text, int64_t number)
{
    struct group_value value = {type, text_of(text), number};

    group_put(key, &value);
}

static int
order(struct buffer *a, struct buffer *b)
{
    int found = text_compare(buffer_text(a), buffer_text(b));

    buffer_clear(a);
    buffer_clear(b);
    return found;
}

static void
absent_comes_first_then_truths_then_numbers_then_texts(void **state)
{
    struct buffer a = {0}, b = {0};

    (void)state;
    add(&a, GROUP_ALL, NULL, 0);
    add(&b, GROUP_ABSENT, NULL, 0);
    assert_true(order(&a, &b) < 0);
    add(&a, GROUP_ABSENT, NULL, 0);
    add(&b, GROUP_FALSE, NULL, 0);
    assert_true(order(&a, &b) < 0);
    add(&a, GROUP_FALSE, NULL, 0);
    add(&b, GROUP_TRUE, NULL, 0);
    assert_true(order(&a, &b) < 0);
    add(&a, GROUP_TRUE, NULL, 0);
    add(&b, GROUP_NUMBER, NULL, -5);
    assert_true(order(&a, &b) < 0);
    add(&a, GROUP_NUMBER, NULL, INT64_MAX);
    add(&b, GROUP_TEXT, "", 0);
    assert_true(order(&a, &b) < 0);
    buffer_free(&a);
    buffer_free(&b);
}

static void
numbers_sort_by_size_whatever_their_digits_and_sign(void **state)
{
    static const int64_t numbers[] = {INT64_MIN, -1000001, -1, 0,        1,
                                      255,       256,      9,  INT64_MAX};
    struct buffer a = {0}, b = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        for (size_t j = 0; j < COUNT(numbers); j++) {
            int found;

            add(&a, GROUP_NUMBER, NULL, numbers[i]);
            add(&b, GROUP_NUMBER, NULL, numbers[j]);
            found = order(&a, &b);
            assert_int_equal(found < 0, numbers[i] < numbers[j]);
            assert_int_equal(found > 0, numbers[i] > numbers[j]);
        }
    }
    buffer_free(&a);
    buffer_free(&b);
}

static void
a_text_that_is_the_beginning_of_another_comes_first_whatever_follows(
    void **state)
{
    struct buffer a = {0}, b = {0};

    (void)state;
    add(&a, GROUP_TEXT, "ab", 0);
    add(&a, GROUP_TEXT, "zz", 0);
    add(&b, GROUP_TEXT, "abc", 0);
    add(&b, GROUP_ABSENT, NULL, 0);
    assert_true(order(&a, &b) < 0);
    buffer_free(&a);
    buffer_free(&b);
}

static void
what_is_put_is_read_back(void **state)
{
    struct buffer key = {0};
    struct group_value value;
    struct text rest;

    (void)state;
    add(&key, GROUP_TEXT, "2009-03", 0);
    add(&key, GROUP_ABSENT, NULL, 0);
    add(&key, GROUP_NUMBER, NULL, -12500000);
    add(&key, GROUP_ALL, NULL, 0);
    rest = buffer_text(&key);
    assert_true(group_next(&rest, &value));
    assert_int_equal(value.type, GROUP_TEXT);
    assert_text(value.text, "2009-03");
    assert_true(group_next(&rest, &value));
    assert_int_equal(value.type, GROUP_ABSENT);
    assert_true(group_next(&rest, &value));
    assert_int_equal(value.type, GROUP_NUMBER);
    assert_true(value.millionths == -12500000);
    assert_true(group_next(&rest, &value));
    assert_int_equal(value.type, GROUP_ALL);
    assert_false(group_next(&rest, &value));
    buffer_free(&key);
}

static void
a_value_as_text_says_what_it_is_and_is_read_back(void **state)
{
    static const char *const texts[] = {"=",   "=#5", "=a b", "#12.5",
                                        "#-3", "-",   "*"};
    static const char *const bad[] = {"", "x", "-x", "*5", "#", "#1e5", "5"};
    struct buffer out = {0};
    struct group_value value;

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        buffer_clear(&out);
        assert_true(group_parse(text_of(texts[i]), &value));
        group_format(&out, &value);
        assert_text(buffer_text(&out), texts[i]);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(group_parse(text_of(bad[i]), &value));
    assert_false(group_parse(TEXT("=a\0b"), &value));
    buffer_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            absent_comes_first_then_truths_then_numbers_then_texts),
        cmocka_unit_test(numbers_sort_by_size_whatever_their_digits_and_sign),
        cmocka_unit_test(
            a_text_that_is_the_beginning_of_another_comes_first_whatever_follows),
        cmocka_unit_test(what_is_put_is_read_back),
        cmocka_unit_test(a_value_as_text_says_what_it_is_and_is_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
