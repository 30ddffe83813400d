#include "texts.h"

#include "stream/listed.h"
#include "stream/state_lines.h"

#define DIGEST "0123456789abcdef0123456789abcdef"

static void
what_is_written_is_read_again(void **state)
{
    struct listed one = {.from = 7,
                         .bytes = 99,
                         .digest = {3, UINT64_MAX},
                         .keeps_tail = true,
                         .seen_s = -5};
    struct listed two = {0};
    struct buffer lines = {0};
    struct text rest;

    (void)state;
    buffer_add_string(&one.operand, "a b%\n\x7f\xc3\xa9");
    listed_write(&lines, &one);
    one.keeps_tail = false;
    listed_write(&lines, &one);
    rest = buffer_text(&lines);
    assert_true(listed_read(&rest, &two));
    assert_true(two.from == 7 && two.bytes == 99 && two.keeps_tail);
    assert_true(two.seen_s == -5 && two.digest.low == one.digest.low
                && two.digest.high == one.digest.high);
    assert_same(buffer_text(&one.operand), buffer_text(&two.operand));
    assert_true(listed_read(&rest, &two));
    assert_false(two.keeps_tail);
    assert_false(listed_read(&rest, &two));
    buffer_free(&one.operand);
    buffer_free(&two.operand);
    buffer_free(&lines);
}

static void
what_is_none_stays_where_it_is(void **state)
{
    static const char *const lines[] = {
        "",
        "x 2 " DIGEST " 0 0 name",
        "1",
        "1 x " DIGEST " 0 0 name",
        "-1 2 " DIGEST " 0 0 name",
        "1 -2 " DIGEST " 0 0 name",
        "1 2",
        "1 2 0123 0 0 name",
        "1 2 0123456789abcdef 0 0 name",
        "1 2 " DIGEST "0 0 0 name",
        "1 2 " DIGEST " x 0 name",
        "1 2 " DIGEST " 0 x name",
        "1 2 " DIGEST " 0 0",
        "1 2 " DIGEST " 0 0 name%4",
        "1 2 " DIGEST " 0 0 name%4x",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct text rest = text_of(lines[i]);
        struct listed listed = {0};

        if (listed_read(&rest, &listed))
            fail_msg("it was taken: %s", lines[i]);
        assert_text(rest, lines[i]);
        buffer_free(&listed.operand);
    }
}

static void
operands_are_those_before_the_first_that_is_none(void **state)
{
    struct operands operands;

    (void)state;
    listed_operands(TEXT("0 2 " DIGEST " 0 0 one\n0 2 " DIGEST
                         " 0 0 t%77o\nnone\n0 2 " DIGEST " 0 0 four\n"),
                    &operands);
    assert_int_equal(operands.count, 2);
    assert_string_equal(operands.at[0], "one");
    assert_string_equal(operands.at[1], "two");
    operands_free(&operands);
}

static void
digits_are_sixteen_and_small(void **state)
{
    struct text digits = TEXT("00000000000000ff!");
    uint64_t value;

    (void)state;
    assert_true(state_lines_hex(&digits, &value));
    assert_int_equal(value, 255);
    assert_text(digits, "!");
    digits = TEXT("00000000000000FF");
    assert_false(state_lines_hex(&digits, &value));
    digits = TEXT("00000000000000f");
    assert_false(state_lines_hex(&digits, &value));
}

static void
a_name_has_a_byte_at_least(void **state)
{
    struct buffer name = {0};

    (void)state;
    assert_false(state_lines_name(&name, TEXT_NONE));
    assert_true(state_lines_name(&name, TEXT("%41%0A")));
    assert_text(buffer_text(&name), "A\n");
    assert_false(state_lines_name(&name, TEXT("%g1")));
    assert_false(state_lines_name(&name, TEXT("a%")));
    buffer_free(&name);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(what_is_none_stays_where_it_is),
        cmocka_unit_test(operands_are_those_before_the_first_that_is_none),
        cmocka_unit_test(digits_are_sixteen_and_small),
        cmocka_unit_test(a_name_has_a_byte_at_least),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
