#include "texts.h"

static void
ends_and_beginnings_are_found(void **state)
{
    (void)state;
    assert_true(text_starts(TEXT("posts.json.gz"), TEXT("posts")));
    assert_true(text_starts(TEXT("a"), TEXT("")));
    assert_true(text_starts(TEXT_NONE, TEXT("")));
    assert_false(text_starts(TEXT("post"), TEXT("posts")));
    assert_true(text_ends(TEXT("posts.json.gz"), TEXT(".gz")));
    assert_true(text_ends(TEXT("gz"), TEXT("gz")));
    assert_true(text_ends(TEXT_NONE, TEXT("")));
    assert_false(text_ends(TEXT("gz"), TEXT(".gz")));
    assert_false(text_ends(TEXT("posts.json.gz"), TEXT(".bz")));
}

static void
only_ascii_letters_are_folded(void **state)
{
    (void)state;
    assert_true(text_equal_nocase(TEXT("DellOutlet"), TEXT("dELLoUTLET")));
    assert_true(text_equal_nocase(TEXT("\303\211t\303\251"),
                                  TEXT("\303\211T\303\251")));
    assert_false(text_equal_nocase(TEXT("\303\211"), TEXT("\303\251")));
    assert_false(text_equal_nocase(TEXT("@"), TEXT("`")));
    assert_false(text_equal_nocase(TEXT("["), TEXT("{")));
    assert_false(text_equal_nocase(TEXT("a"), TEXT("ab")));
    assert_true(text_equal_nocase(TEXT_NONE, TEXT("")));
    assert_true(text_starts_nocase(TEXT("HTTPS://x"), TEXT("https:")));
    assert_false(text_starts_nocase(TEXT("http"), TEXT("https")));
}

static void
a_nul_is_a_byte_like_any_other(void **state)
{
    (void)state;
    assert_false(text_equal(TEXT("a\0b"), TEXT("a\0c")));
    assert_true(text_equal(TEXT("a\0b"), TEXT("a\0b")));
    assert_int_equal(text_find(TEXT("a\0b"), TEXT("\0b")), 1);
    assert_int_equal(text_find_char(TEXT("a\0b"), '\0'), 1);
}

static void
a_prefix_comes_first_and_bytes_are_unsigned(void **state)
{
    (void)state;
    assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_compare(TEXT("b"), TEXT("ab")) > 0);
    assert_true(text_compare(TEXT("\377"), TEXT("a")) > 0);
    assert_int_equal(text_compare(TEXT("ab"), TEXT("ab")), 0);
    assert_int_equal(text_compare(TEXT_NONE, TEXT("")), 0);
    assert_true(text_compare(TEXT_NONE, TEXT("a")) < 0);
}

static void
the_rest_ends_where_the_text_does(void **state)
{
    (void)state;
    assert_text(text_from(TEXT("abc"), 1), "bc");
    assert_text(text_from(TEXT("abc"), 3), "");
    assert_text(text_from(TEXT("abc"), SIZE_MAX), "");
    assert_null(text_from(TEXT_NONE, 1).at);
}

static void
white_space_goes_at_both_ends_only(void **state)
{
    (void)state;
    assert_text(text_trim(TEXT(" \t\r\n\v\fa b\n")), "a b");
    assert_text(text_trim(TEXT("a")), "a");
    assert_text(text_trim(TEXT(" \n ")), "");
    assert_text(text_trim(TEXT("\302\240a")), "\302\240a");
    assert_text(text_trim(TEXT_NONE), "");
}

static void
the_first_place_is_found(void **state)
{
    (void)state;
    assert_int_equal(text_find_char(TEXT("a=b=c"), '='), 1);
    assert_int_equal(text_find_char(TEXT("abc"), '='), SIZE_MAX);
    assert_int_equal(text_find_char(TEXT_NONE, '='), SIZE_MAX);
    assert_int_equal(text_find(TEXT("ab://cd://"), TEXT("://")), 2);
    assert_int_equal(text_find(TEXT("ab:/"), TEXT("://")), SIZE_MAX);
    assert_int_equal(text_find(TEXT("//"), TEXT("://")), SIZE_MAX);
    assert_int_equal(text_find(TEXT_NONE, TEXT("a")), SIZE_MAX);
    assert_int_equal(text_find(TEXT("a"), TEXT("")), 0);
}

/* Of every length and at every place, with both bytes right behind the text. */
static void
what_stands_before_either_of_two_bytes_is_counted(void **state)
{
    char bytes[48];

    (void)state;
    for (size_t len = 0; len + 2 <= sizeof(bytes); len++) {
        memset(bytes, 'x', sizeof(bytes));
        bytes[len] = '&';
        bytes[len + 1] = ';';
        assert_int_equal(text_before((struct text){bytes, len}, '&', ';'), len);
        for (size_t at = len; at-- > 0;) {
            bytes[at] = at % 2 == 0 ? '&' : ';';
            assert_int_equal(text_before((struct text){bytes, len}, '&', ';'),
                             at);
        }
    }
    assert_int_equal(text_before(TEXT_NONE, '&', ';'), 0);
}

/* Each byte against each other, and with one that differs at each place. */
static void
letters_are_folded_in_texts_of_any_length(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        char one = (char)byte,
             small = one >= 'A' && one <= 'Z' ? one + 32 : one;

        for (size_t len = 1; len < 20; len++) {
            char a[20], b[20];

            memset(a, one, len);
            memset(b, small, len);
            assert_true(text_equal_nocase((struct text){a, len},
                                          (struct text){b, len}));
            for (size_t at = 0; at < len; at++) {
                b[at] = (char)(small ^ 1);
                assert_false(text_equal_nocase((struct text){a, len},
                                               (struct text){b, len}));
                b[at] = small;
            }
        }
    }
}

static void
each_separator_ends_a_piece(void **state)
{
    static const char *const wanted[] = {"a", "", "bc", ""};
    struct text rest = TEXT("a,,bc,");
    struct text piece;
    size_t count = 0;

    (void)state;
    while (text_split(&rest, ',', &piece)) {
        assert_in_range(count, 0, COUNT(wanted) - 1);
        assert_text(piece, wanted[count++]);
    }
    assert_int_equal(count, COUNT(wanted));
    assert_null(rest.at);
}

static void
an_empty_text_is_one_piece_and_an_absent_one_is_none(void **state)
{
    struct text rest = TEXT("");
    struct text piece;

    (void)state;
    assert_true(text_split(&rest, ',', &piece));
    assert_text(piece, "");
    assert_false(text_split(&rest, ',', &piece));
    rest = TEXT_NONE;
    assert_false(text_split(&rest, ',', &piece));
}

static void
whole_numbers_are_read_to_both_limits(void **state)
{
    static const struct {
        const char *text;
        int64_t value;
    } good[] = {{"0", 0},
                {"-0", 0},
                {"007", 7},
                {"-12", -12},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN},
                {"0000000000000000000000001", 1}};
    int64_t value;

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct text alone = text_alone(text_of(good[i].text));

        assert_true(text_integer(alone, &value));
        assert_int_equal(value, good[i].value);
        free((char *)alone.at);
    }
}

static void
what_is_no_whole_number_is_refused_and_changes_nothing(void **state)
{
    static const char *const bad[] = {"",
                                      "-",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "1e3",
                                      "--1",
                                      "0x1",
                                      "/",
                                      ":",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "18446744073709551616",
                                      "99999999999999999999"};
    int64_t value = 42;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(text_integer(text_of(bad[i]), &value));
    assert_false(text_integer(TEXT("1\0"), &value));
    assert_false(text_integer(TEXT_NONE, &value));
    assert_int_equal(value, 42);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_and_beginnings_are_found),
        cmocka_unit_test(only_ascii_letters_are_folded),
        cmocka_unit_test(a_nul_is_a_byte_like_any_other),
        cmocka_unit_test(a_prefix_comes_first_and_bytes_are_unsigned),
        cmocka_unit_test(the_rest_ends_where_the_text_does),
        cmocka_unit_test(white_space_goes_at_both_ends_only),
        cmocka_unit_test(the_first_place_is_found),
        cmocka_unit_test(what_stands_before_either_of_two_bytes_is_counted),
        cmocka_unit_test(letters_are_folded_in_texts_of_any_length),
        cmocka_unit_test(each_separator_ends_a_piece),
        cmocka_unit_test(an_empty_text_is_one_piece_and_an_absent_one_is_none),
        cmocka_unit_test(whole_numbers_are_read_to_both_limits),
        cmocka_unit_test(
            what_is_no_whole_number_is_refused_and_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
