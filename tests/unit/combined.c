#include "texts.h"

#include "base/buffer.h"
#include "sources/combined.h"

#define TIME "18/Sep/2011:19:18:28 -0400"

/* What a line is cut into: "address|user|site|request|status|referrer|agent", or why it is not. */
static void
assert_cut(const char *line, const char *wanted)
{
    static const enum log_field fields[] = {
        LOG_ADDRESS, LOG_USER,     LOG_SITE, LOG_REQUEST,
        LOG_STATUS,  LOG_REFERRER, LOG_AGENT};
    struct text cells[LOG_FIELDS] = {{NULL, 0}};
    struct text alone = text_alone(text_of(line));
    const char *why = combined_cut(alone, cells);
    struct buffer got = {0};

    buffer_add_string(&got, why == NULL ? "" : why);
    for (size_t i = 0; i < COUNT(fields) && why == NULL; i++) {
        buffer_add_string(&got, i == 0 ? "" : "|");
        buffer_add(&got, cells[fields[i]]);
    }
    assert_text(buffer_text(&got), wanted);
    if (why == NULL)
        assert_text(cells[LOG_TIME], TIME);
    buffer_free(&got);
    free((char *)alone.at);
}

static void
the_words_before_the_time_say_whose_they_are(void **state)
{
    (void)state;
#define HEAD(words, wanted)                                                    \
    assert_cut(words " [" TIME "] \"GET /\" 200 5", wanted "|GET /|200||")
    HEAD("192.0.2.7 - -", "192.0.2.7||");
    HEAD("192.0.2.7 - dana", "192.0.2.7|dana|");
    HEAD("192.0.2.7 - dana smith", "192.0.2.7|dana smith|");
    HEAD("192.0.2.7 - a - -", "192.0.2.7|a - -|");
    HEAD("192.0.2.7 ident dana", "192.0.2.7|dana|");
    HEAD("x.example 192.0.2.7 - -", "192.0.2.7||x.example");
    HEAD("x.example:443 ::1 - dana", "::1|dana|x.example:443");
    HEAD("x.example localhost - -", "localhost||x.example");
    HEAD("x.example 192.0.2.7 ident dana", "192.0.2.7|dana|x.example");
    HEAD("x.example - - -", "||x.example");
    HEAD("192.0.2.7 x.example -", "192.0.2.7||x.example");
    HEAD("- - -", "||");
    HEAD("unix: - -", "unix:||");
#undef HEAD
}

static void
what_others_put_before_a_line_is_refused(void **state)
{
    static const char *const heads[] = {
        "Nov 21 22:38:16 web1 nginx: 192.0.2.7 - -",
        "Nov  1 22:38:16 web1.example nginx: 192.0.2.7 - -",
        "<190>Nov 21 22:38:16 web1 nginx: 192.0.2.7 - -",
        "2026-11-21T22:38:16Z web1.example nginx: 192.0.2.7 - -",
        "2026-11-21T22:38:16Z web1 nginx[7]: 192.0.2.7 - -",
        "web_1  | 192.0.2.7 - -",
        "192.0.2.7 ident dana smith",
        "192.0.2.7 -",
        "192.0.2.7",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(heads); i++) {
        struct text cells[LOG_FIELDS] = {{NULL, 0}};
        struct buffer line = {0};

        buffer_printf(&line, "%s [" TIME "] \"GET /\" 200 5", heads[i]);
        if (combined_cut(buffer_text(&line), cells) == NULL)
            fail_msg("%s", heads[i]);
        buffer_free(&line);
    }
}

static void
what_must_follow_a_quote_tells_its_end(void **state)
{
    (void)state;
#define TAIL(tail, wanted) assert_cut("a - - [" TIME "] " tail, "a|||" wanted)
    TAIL("\"GET /\" 200 5", "GET /|200||");
    TAIL("\"GET /\" - -", "GET /|||");
    TAIL("\"\" 408 -", "|408||");
    TAIL("\"GET /\" 200 5 \"r\" \"a\"", "GET /|200|r|a");
    TAIL("\"GET /\" 200 5 \"-\" \"-\" \"x\" 7", "GET /|200||");
    TAIL("\"GET /a\"b\" 200 5 \"r\"s\" \"a\"b\"", "GET /a\"b|200|r\"s|a\"b");
    TAIL("\"GET /\\\" 200 5\" 404 5", "GET /\\\" 200 5|404||");
    TAIL("\"GET /\" 200 5 more", "GET /|200||");
#undef TAIL
}

static void
a_cut_line_is_no_line(void **state)
{
    static const char line[] =
        "a - - [" TIME "] \"GET /\" 200 51 \"http://r/\" \"agent (x)\"";
    size_t whole = 0;

    (void)state;
    for (size_t len = 0; len < sizeof(line) - 1; len++) {
        struct text cells[LOG_FIELDS] = {{NULL, 0}};
        struct text cut = text_alone((struct text){line, len});

        if (combined_cut(cut, cells) == NULL)
            whole++;
        free((char *)cut.at);
    }
    /* Only those that end in or behind their size look like a common one. */
    assert_int_equal(whole, 3);
}

/* Whatever the bytes: no cell lies outside its line, and nothing is read past its end. */
static void
cells_lie_within_the_line(void **state)
{
    static const char line[] =
        "x.example a - b [" TIME "] \"GET / HTTP/1.1\" 200 5 \"r\" \"agent\"";
    static const char bytes[] = "\" []\\-:/x0";
    uint64_t random = 5;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        struct text cells[LOG_FIELDS] = {{NULL, 0}};
        struct text text = text_alone(TEXT(line));
        size_t len = random_next(&random) % (text.len + 1);
        char *at = realloc((char *)text.at, len + (len == 0));

        for (int j = 0; j < 3 && len > 0; j++)
            at[random_next(&random) % len] =
                bytes[random_next(&random) % (sizeof(bytes) - 1)];
        text = (struct text){at, len};
        (void)combined_is(text);
        if (combined_cut(text, cells) == NULL)
            for (size_t j = 0; j < LOG_FIELDS; j++)
                assert_true(cells[j].at == NULL
                            || (cells[j].at >= at
                                && cells[j].at + cells[j].len <= at + len));
        free(at);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_before_the_time_say_whose_they_are),
        cmocka_unit_test(what_others_put_before_a_line_is_refused),
        cmocka_unit_test(what_must_follow_a_quote_tells_its_end),
        cmocka_unit_test(a_cut_line_is_no_line),
        cmocka_unit_test(cells_lie_within_the_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
