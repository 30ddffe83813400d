#include "texts.h"

#include <stdio.h>

#include "base/buffer.h"

static void
bytes_are_kept_as_it_grows(void **state)
{
    struct buffer buffer = {0};

    (void)state;
    for (int i = 0; i < 100000; i++)
        buffer_add(&buffer, TEXT("abcdefg"));
    assert_int_equal(buffer.len, 700000);
    for (size_t i = 0; i < buffer.len; i++)
        assert_int_equal(buffer.at[i], "abcdefg"[i % 7]);
    buffer_free(&buffer);
    assert_null(buffer.at);
    assert_int_equal(buffer.cap, 0);
    buffer_free(NULL);
}

static void
clearing_keeps_the_memory(void **state)
{
    struct buffer buffer = {0};
    size_t cap;
    char *at;

    (void)state;
    buffer_reserve(&buffer, 1000);
    buffer_add_string(&buffer, "abc");
    cap = buffer.cap;
    at = buffer.at;
    buffer_clear(&buffer);
    assert_int_equal(buffer.len, 0);
    assert_int_equal(buffer.cap, cap);
    assert_ptr_equal(buffer_reserve(&buffer, cap), at);
    buffer_free(&buffer);
}

static void
room_is_found_also_for_nothing(void **state)
{
    struct buffer buffer = {0};

    (void)state;
    assert_non_null(buffer_reserve(&buffer, 0));
    assert_string_equal(buffer_string(&buffer), "");
    buffer_add(&buffer, TEXT_NONE);
    buffer_add_string(&buffer, NULL);
    buffer_add_string(&buffer, "");
    assert_int_equal(buffer.len, 0);
    buffer_free(&buffer);
}

static void
a_nul_behind_the_bytes_is_not_one_of_them(void **state)
{
    struct buffer buffer = {0};

    (void)state;
    buffer_add_string(&buffer, "abc");
    assert_string_equal(buffer_string(&buffer), "abc");
    assert_int_equal(buffer.len, 3);
    buffer_add_char(&buffer, 'd');
    assert_string_equal(buffer_string(&buffer), "abcd");
    buffer_free(&buffer);
}

static void
whole_numbers_are_written_as_printf_does(void **state)
{
    static const int64_t values[] = {
        0,  1,   9,          10,        99,        100,
        -1, -10, 1288374551, INT64_MAX, INT64_MIN, INT32_MIN};
    struct buffer buffer = {0};
    char wanted[32];

    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        snprintf(wanted, sizeof(wanted), "%lld", (long long)values[i]);
        buffer_clear(&buffer);
        buffer_add_integer(&buffer, values[i]);
        assert_text(buffer_text(&buffer), wanted);
    }
    buffer_free(&buffer);
}

static void
hexadecimal_has_sixteen_digits(void **state)
{
    struct buffer buffer = {0};

    (void)state;
    buffer_add_hex(&buffer, 0);
    buffer_add_hex(&buffer, UINT64_C(0x0123456789abcdef));
    buffer_add_hex(&buffer, UINT64_MAX);
    assert_text(buffer_text(&buffer), "0000000000000000"
                                      "0123456789abcdef"
                                      "ffffffffffffffff");
    buffer_free(&buffer);
}

static void
printf_appends_at_any_length(void **state)
{
    struct buffer buffer = {0};

    (void)state;
    buffer_printf(&buffer, "%s-", "a");
    buffer_printf(&buffer, "%05000d", 7);
    buffer_printf(&buffer, "%s", "");
    assert_int_equal(buffer.len, 5002);
    assert_memory_equal(buffer.at, "a-000", 5);
    assert_memory_equal(buffer.at + 4997, "00007", 5);
    buffer_free(&buffer);
}

/* The slow and plain way. */
static void
escape(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        const char *name = byte == 0 ? NULL : strchr("\bb\tt\nn\ff\rr", byte);

        if (byte == '"' || byte == '\\')
            buffer_printf(out, "\\%c", byte);
        else if (byte < 0x20 && name != NULL)
            buffer_printf(out, "\\%c", name[1]);
        else if (byte < 0x20)
            buffer_printf(out, "\\u%04x", byte);
        else
            buffer_add_char(out, (char)byte);
    }
}

static void
assert_escaped(struct text text)
{
    struct text alone = text_alone(text);
    struct buffer wanted = {0};
    struct buffer got = {0};

    escape(&wanted, text);
    buffer_add_json(&got, alone);
    assert_same(buffer_text(&got), buffer_text(&wanted));
    free((char *)alone.at);
    buffer_free(&wanted);
    buffer_free(&got);
}

static void
each_byte_is_escaped_as_json_asks(void **state)
{
    char every[256];

    (void)state;
    for (int i = 0; i < 256; i++)
        every[i] = (char)i;
    assert_escaped((struct text){every, 256});
    for (size_t i = 0; i < 256; i++)
        assert_escaped((struct text){every + i, 1});
}

static void
a_byte_to_escape_is_seen_at_every_place(void **state)
{
    static const char bytes[] = {'"', '\\', '\0', '\n', 0x1f};
    char text[70];

    (void)state;
    for (size_t len = 0; len <= sizeof(text); len++) {
        memset(text, 'x', sizeof(text));
        assert_escaped((struct text){text, len});
        for (size_t i = 0; i < len; i++) {
            text[i] = bytes[i % COUNT(bytes)];
            assert_escaped((struct text){text, len});
            text[i] = (i & 1) != 0 ? '\200' : '\377';
        }
    }
}

static void
any_bytes_are_escaped_alike(void **state)
{
    static const char bytes[] = "abc\303\251 ~\177\"\\\n\001";
    uint64_t seed = 1;
    char text[300];

    (void)state;
    for (int i = 0; i < 3000; i++) {
        size_t len = random_next(&seed) % sizeof(text);

        for (size_t j = 0; j < len; j++)
            text[j] = bytes[random_next(&seed) % COUNT(bytes)];
        assert_escaped((struct text){text, len});
    }
}

static void
a_json_string_stands_in_quotes(void **state)
{
    struct buffer buffer = {0};

    (void)state;
    buffer_add_json_string(&buffer, TEXT("say \"hi\"\n\037"));
    buffer_add_json_string(&buffer, TEXT_NONE);
    assert_text(buffer_text(&buffer), "\"say \\\"hi\\\"\\n\\u001f\"\"\"");
    buffer_free(&buffer);
}

static void
code_points_become_utf_8(void **state)
{
    static const struct {
        uint32_t code_point;
        const char *utf8;
    } cases[] = {{'a', "a"},
                 {0x7f, "\177"},
                 {0x80, "\302\200"},
                 {0x7ff, "\337\277"},
                 {0x800, "\340\240\200"},
                 {0xd7ff, "\355\237\277"},
                 {0xe000, "\356\200\200"},
                 {0xffff, "\357\277\277"},
                 {0x10000, "\360\220\200\200"},
                 {0x10ffff, "\364\217\277\277"},
                 {0xd800, "\357\277\275"},
                 {0xdfff, "\357\277\275"},
                 {0x110000, "\357\277\275"},
                 {UINT32_MAX, "\357\277\275"}};
    struct buffer buffer = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        buffer_clear(&buffer);
        buffer_add_code_point(&buffer, cases[i].code_point);
        assert_text(buffer_text(&buffer), cases[i].utf8);
    }
    buffer_free(&buffer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_kept_as_it_grows),
        cmocka_unit_test(clearing_keeps_the_memory),
        cmocka_unit_test(room_is_found_also_for_nothing),
        cmocka_unit_test(a_nul_behind_the_bytes_is_not_one_of_them),
        cmocka_unit_test(whole_numbers_are_written_as_printf_does),
        cmocka_unit_test(hexadecimal_has_sixteen_digits),
        cmocka_unit_test(printf_appends_at_any_length),
        cmocka_unit_test(each_byte_is_escaped_as_json_asks),
        cmocka_unit_test(a_byte_to_escape_is_seen_at_every_place),
        cmocka_unit_test(any_bytes_are_escaped_alike),
        cmocka_unit_test(a_json_string_stands_in_quotes),
        cmocka_unit_test(code_points_become_utf_8),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
