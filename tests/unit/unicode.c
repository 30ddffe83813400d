#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ports/unicode.h"

static void
assert_folded(const char *from, const char *expected)
{
    struct buffer out = {0};

    buffer_add_string(&out, "<");
    unicode_fold(&out, text_of(from));
    assert_string_equal(buffer_string(&out) + 1, expected);
    buffer_free(&out);
}

static void
ascii_is_lower_cased_and_nothing_else(void **state)
{
    char from[129] = {0};
    char expected[129] = {0};
    struct buffer out = {0};

    (void)state;
    for (int i = 0; i < 128; i++) {
        from[i] = (char)i;
        expected[i] = (char)(i >= 'A' && i <= 'Z' ? i + 32 : i);
    }
    for (size_t len = 0; len <= 128; len++) {
        buffer_clear(&out);
        unicode_fold(&out, (struct text){from + 128 - len, len});
        assert_int_equal(out.len, len);
        if (len > 0)
            assert_memory_equal(out.at, expected + 128 - len, len);
    }
    buffer_free(&out);
}

static void
letters_that_differ_in_case_alone_become_one(void **state)
{
    (void)state;
    assert_folded("STRASSE Stra\xc3\x9f"
                  "e",
                  "strasse strasse");
    assert_folded("\xc3\x89T\xc3\x89", "\xc3\xa9t\xc3\xa9");
    assert_folded("\xce\xa3\xce\x8a\xce\xa3\xcf\x82",
                  "\xcf\x83\xce\xaf\xcf\x83\xcf\x83");
    assert_folded("\xd0\x9f\xd0\xa0\xd0\x98", "\xd0\xbf\xd1\x80\xd0\xb8");
    assert_folded("\xc4\xb0", "i\xcc\x87");
}

static void
forms_of_one_letter_become_one(void **state)
{
    (void)state;
    assert_folded("Cafe\xcc\x81 caf\xc3\xa9!", "caf\xc3\xa9 caf\xc3\xa9!");
    assert_folded("E\xcc\x81", "\xc3\xa9");
    assert_folded("\xef\xbc\xa1\xef\xbd\x82\xef\xbc\x91", "ab1");
    assert_folded("\xef\xac\x81ne", "fine");
    assert_folded("\xe2\x84\xa2", "tm");
    assert_folded("\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8", "\xea\xb0\x81");
}

static void
what_is_not_seen_is_left_out(void **state)
{
    (void)state;
    assert_folded("a\xc2\xad"
                  "b\xe2\x80\x8d"
                  "c\xef\xb8\x8f",
                  "abc");
}

static void
one_code_point_may_become_many(void **state)
{
    struct buffer in = {0};
    struct buffer out = {0};

    (void)state;
    for (int i = 0; i < 1000; i++)
        buffer_add_string(&in, "\xef\xb7\xba");
    unicode_fold(&out, buffer_text(&in));
    assert_int_equal(out.len, 1000 * 33);
    buffer_free(&in);
    buffer_free(&out);
}

static void
ill_formed_bytes_are_replaced(void **state)
{
    (void)state;
    assert_folded("A\xff"
                  "B\xc3",
                  "a\xef\xbf\xbd"
                  "b\xef\xbf\xbd");
}

static void
letters_digits_and_marks_make_words(void **state)
{
    static const uint32_t words[] = {'a',   'z',    'A',    'Z',    '0',
                                     '9',   0xe9,   0x3b1,  0x416,  0x5d0,
                                     0x301, 0x93e,  0x4e2d, 0x3042, 0xac00,
                                     0x661, 0x2160, 0xb2,   0x1f1};
    static const uint32_t others[] = {
        0,    ' ',    '_',    '-',      '\'',     '@',       '[',     '`',
        '{',  '/',    ':',    0xa0,     0x2019,   0x20ac,    0x1f600, 0x3002,
        0xd7, 0x200d, 0xd800, 0x10ffff, 0x110000, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (!unicode_is_word(words[i]))
            fail_msg("U+%04X is no word", (unsigned)words[i]);
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        if (unicode_is_word(others[i]))
            fail_msg("U+%04X is a word", (unsigned)others[i]);
    }
}

static void
beyond_unicode_and_below_it_letters_have_no_case(void **state)
{
    (void)state;
    assert_int_equal(unicode_case(0x110000), UNICODE_CASELESS);
    assert_int_equal(unicode_case('1'), UNICODE_CASELESS);
    assert_int_equal(unicode_case(0x1c5), UNICODE_TITLE); /* Dz with caron */
    assert_int_equal(unicode_case(0xc4), UNICODE_UPPER);
    assert_int_equal(unicode_case(0xe4), UNICODE_LOWER);
    assert_int_equal(unicode_case(0x4e00), UNICODE_CASELESS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_is_lower_cased_and_nothing_else),
        cmocka_unit_test(letters_that_differ_in_case_alone_become_one),
        cmocka_unit_test(forms_of_one_letter_become_one),
        cmocka_unit_test(what_is_not_seen_is_left_out),
        cmocka_unit_test(one_code_point_may_become_many),
        cmocka_unit_test(ill_formed_bytes_are_replaced),
        cmocka_unit_test(letters_digits_and_marks_make_words),
        cmocka_unit_test(beyond_unicode_and_below_it_letters_have_no_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
