#include "texts.h"

#include <stdio.h>

#include "base/buffer.h"
#include "sources/logquote.h"

/* As ap_escape_logitem() writes a byte. */
static void
write_apache(struct buffer *out, unsigned char byte)
{
    static const char controls[] = "\b\n\r\t\v", letters[] = "bnrtv";
    const char *control = byte == 0 ? NULL : strchr(controls, byte);

    if (control != NULL)
        buffer_printf(out, "\\%c", letters[control - controls]);
    else if (byte == '"' || byte == '\\')
        buffer_printf(out, "\\%c", byte);
    else if (byte < ' ' || byte > '~')
        buffer_printf(out, "\\x%02x", byte);
    else
        buffer_add_char(out, (char)byte);
}

/* As ngx_http_log_escape() does. */
static void
write_nginx(struct buffer *out, unsigned char byte)
{
    if (byte < ' ' || byte == '"' || byte == '\\' || byte > '~')
        buffer_printf(out, "\\x%02X", byte);
    else
        buffer_add_char(out, (char)byte);
}

static void
assert_undone(void (*write)(struct buffer *, unsigned char))
{
    struct buffer plain = {0}, escaped = {0};
    struct arena arena = {0};
    uint64_t random = 11;

    for (int i = 0; i < 5000; i++) {
        unsigned char byte = (unsigned char)(random_next(&random) % 255 + 1);

        buffer_add_char(&plain, (char)byte);
        write(&escaped, byte);
    }
    assert_same(logquote_undo(&arena, buffer_text(&escaped)),
                buffer_text(&plain));
    assert_true(logquote_end(buffer_text(&escaped), 0) == SIZE_MAX);
    buffer_add_string(&escaped, "\" \"");
    assert_int_equal(logquote_end(buffer_text(&escaped), 0), escaped.len - 3);
    arena_free(&arena);
    buffer_free(&plain);
    buffer_free(&escaped);
}

static void
what_apache_escapes_comes_back_byte_for_byte(void **state)
{
    (void)state;
    assert_undone(write_apache);
}

static void
what_nginx_escapes_comes_back_byte_for_byte(void **state)
{
    (void)state;
    assert_undone(write_nginx);
}

static void
what_is_no_escape_stays(void **state)
{
    static const char *const cases[][2] = {
        {"plain", "plain"},
        {"\\", "\\"},
        {"a\\", "a\\"},
        {"\\x", "\\x"},
        {"\\x4", "\\x4"},
        {"\\xg0", "\\xg0"},
        {"\\q", "\\q"},
        {"\\X41", "\\X41"},
        {"\\x41", "A"},
        {"\\\\x41", "\\x41"},
        {"C:\\\\dir", "C:\\dir"},
        {"\\x00", "\xef\xbf\xbd"},
        {"", ""},
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct text alone = text_alone(text_of(cases[i][0]));

        assert_text(logquote_undo(&arena, alone), cases[i][1]);
        free((char *)alone.at);
    }
    arena_free(&arena);
}

static void
a_field_ends_at_a_quote_behind_an_even_number_of_backslashes(void **state)
{
    (void)state;
    assert_int_equal(logquote_end(TEXT("\""), 0), 0);
    assert_int_equal(logquote_end(TEXT("a\\\"b\"c"), 0), 4);
    assert_int_equal(logquote_end(TEXT("a\\\\\"b\"c"), 0), 3);
    assert_int_equal(logquote_end(TEXT("a\\\\\\\"b\"c"), 0), 6);
    assert_int_equal(logquote_end(TEXT("\\\"x"), 1), 1); /* not before `from` */
    assert_true(logquote_end(TEXT("a\\\""), 0) == SIZE_MAX);
    assert_true(logquote_end(TEXT_NONE, 0) == SIZE_MAX);
    assert_true(logquote_end(TEXT("\""), 1) == SIZE_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_apache_escapes_comes_back_byte_for_byte),
        cmocka_unit_test(what_nginx_escapes_comes_back_byte_for_byte),
        cmocka_unit_test(what_is_no_escape_stays),
        cmocka_unit_test(
            a_field_ends_at_a_quote_behind_an_even_number_of_backslashes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
