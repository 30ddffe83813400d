#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "domain/letter.h"
#include "domain/token.h"
#include "ports/unicode.h"

/* A sieve that lets through only "dell" and what begins with "bat". */
static struct sieve sieve;

/* Tokens as `place kind folded`, and a ! before those that the sieve lets through. */
static void
assert_tokens(const char *text, const char *expected)
{
    struct token_scanner *scanner = token_scanner_new();
    struct token_list list = token_scan(scanner, text_of(text), &sieve);
    struct buffer said = {0};
    size_t passed = 0;

    for (size_t i = 0; i < list.count; i++) {
        const struct token *token = &list.at[i];
        bool is_passed = passed < list.passed_count && list.passed[passed] == i;

        passed += is_passed;
        buffer_printf(&said, "%s%s%u%c%.*s", i == 0 ? "" : " ",
                      is_passed ? "!" : "", token->place,
                      " #@/"[token->kind] == ' ' ? ':' : " #@/"[token->kind],
                      TEXT_ARGS(token_folded(&list, token)));
        if (token->kind != TOKEN_LINK && token->folded.len == 0)
            fail_msg("an empty token in %s", text);
    }
    assert_string_equal(buffer_string(&said), expected);
    buffer_free(&said);
    token_scanner_free(scanner);
}

static int
setup(void **state)
{
    (void)state;
    sieve_add(&sieve, (struct text){"dell\0\0\0\0", 4});
    sieve_add_prefix(&sieve, (struct text){"bat\0\0\0\0\0", 3});
    return 0;
}

static void
words_are_runs_of_letters_and_digits(void **state)
{
    (void)state;
    assert_tokens("", "");
    assert_tokens("  .. ", "");
    assert_tokens("My XPS-13: 3.5kg", "0:my 1:xps 2:13 3:3 4:5kg");
    assert_tokens("x_y", "0:x 1:y");
    assert_tokens("na\xc3\xafve\xe2\x80\x94"
                  "caf\xc3\xa9\xe2\x80\xa6",
                  "0:na\xc3\xafve 1:caf\xc3\xa9");
}

static void
only_what_the_sieve_lets_through_is_told(void **state)
{
    (void)state;
    assert_tokens("Dell, dells, battery bat ba",
                  "!0:dell 1:dells !2:battery !3:bat 4:ba");
    assert_tokens("the dell\xe2\x80\x99s", "0:the 1:dell's !1:dell");
}

static void
marks_stand_before_the_first_word_of_what_they_mark(void **state)
{
    (void)state;
    assert_tokens("#Dell_XPS rocks", "0##dell_xps !0:dell 1:xps 2:rocks");
    assert_tokens("@_dell_", "0@@_dell_ !0:dell");
    assert_tokens("#1 #1st a#b &#39; a@b.c",
                  "0:1 1##1st 1:1st 2:a 3:b 4:39 5:a 6:b 7:c");
    assert_tokens("@a@b.c.", "0@@a 0@@a@b.c 0:a 1:b 2:c");
    assert_tokens("\xef\xbc\x83x", "0##x 0:x");
    assert_tokens("##x", "0##x 0:x");
}

static void
links_take_one_place_and_have_no_words(void **state)
{
    (void)state;
    assert_tokens("see http://T.co/Dell?a=b#dell, dell", "0:see 1/ !2:dell");
    assert_tokens("WWW.dell.example", "0/");
    assert_tokens("wwww.x http:// https:x", "0:wwww 1:x 2/ 3:https 4:x");
}

static void
blocks_of_64_bytes_do_not_show(void **state)
{
    struct buffer text = {0};

    (void)state;
    for (int pad = 0; pad < 140; pad++) {
        buffer_clear(&text);
        for (int i = 0; i < pad; i++)
            buffer_add_char(&text, ' ');
        buffer_add_string(&text, "#dell l'eau now. http://a.b c");
        assert_tokens(buffer_string(&text),
                      "0##dell !0:dell 1:l'eau 1:eau 2:now 3/ 4:c");
        buffer_clear(&text);
        for (int i = 0; i < pad; i++)
            buffer_add_char(&text, '.');
        buffer_add_string(&text, "Dell");
        assert_tokens(buffer_string(&text), "!0:dell");
    }
    buffer_free(&text);
}

static uint64_t seed = 1;

static uint32_t
draw(uint32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint32_t)(seed >> 33) % below;
}

/* Most from where letters with marks, case and parts are. */
static uint32_t
draw_code_point(void)
{
    static const struct {
        uint32_t from, count;
    } blocks[] = {
        {'A', 60},        {0xa0, 0x560},   {0x300, 0x70},   {0x400, 0x130},
        {0x590, 0x2a0},   {0xe00, 0x80},   {0x1100, 0x100}, {0x1e00, 0x200},
        {0x2010, 0x60},   {0x2600, 0x1c0}, {0x3040, 0xc0},  {0x4e00, 0x100},
        {0xac00, 0x2ba4}, {0xfe00, 0x10},  {0xff00, 0xf0},  {0x1f300, 0x500}};
    uint32_t block = draw(sizeof(blocks) / sizeof(*blocks));

    return blocks[block].from + draw(blocks[block].count);
}

static void
words_fold_as_the_library_folds_them_apostrophes_aside(void **state)
{
    struct letters *letters = letters_new();
    struct buffer word = {0};
    struct buffer fast = {0};
    struct buffer slow = {0};

    (void)state;
    for (int i = 0; i < 200000; i++) {
        buffer_clear(&word);
        for (uint32_t len = 1 + draw(4); len > 0; len--) {
            uint32_t code_point = draw_code_point();

            if (letter_of(letters, code_point) != LETTER_APOSTROPHE)
                buffer_add_code_point(&word, code_point);
        }
        buffer_clear(&fast);
        buffer_clear(&slow);
        letter_fold(letters, &fast, buffer_text(&word));
        unicode_fold(&slow, buffer_text(&word));
        if (memmem(slow.at, slow.len, "\xe2\x80\x99", 3) == NULL
            && memmem(slow.at, slow.len, "\xca\xbc", 2) == NULL
            && !text_equal(buffer_text(&fast), buffer_text(&slow)))
            fail_msg("%s: %s", buffer_string(&word), buffer_string(&fast));
    }
    buffer_free(&word);
    buffer_free(&fast);
    buffer_free(&slow);
    letters_free(letters);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_runs_of_letters_and_digits),
        cmocka_unit_test(only_what_the_sieve_lets_through_is_told),
        cmocka_unit_test(marks_stand_before_the_first_word_of_what_they_mark),
        cmocka_unit_test(links_take_one_place_and_have_no_words),
        cmocka_unit_test(blocks_of_64_bytes_do_not_show),
        cmocka_unit_test(
            words_fold_as_the_library_folds_them_apostrophes_aside),
    };

    return cmocka_run_group_tests(tests, setup, NULL);
}
