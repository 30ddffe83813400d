#include "texts.h"

#include <stdio.h>

#include "stream/upstream.h"

#define BEGIN(stream)                                                          \
    "{\"v\":1,\"kind\":\"begin\",\"stream\":\"" stream "\",\"by\":\"fetch\"}"
#define END(stream, status, out)                                               \
    "{\"v\":1,\"kind\":\"end\",\"stream\":\"" stream "\",\"by\":\"fetch\","    \
    "\"status\":" #status ",\"out\":" #out ",\"rejected\":2}"

static struct upstream *upstream;
static struct buffer troubles;

static int
enter(void **state)
{
    (void)state;
    upstream = upstream_new();
    buffer_clear(&troubles);
    return 0;
}

static int
leave(void **state)
{
    (void)state;
    upstream_free(upstream);
    buffer_free(&troubles);
    return 0;
}

static bool
begin(const char *line)
{
    return upstream_begin(upstream, text_of(line));
}

static bool
end(const char *line)
{
    return upstream_end(upstream, text_of(line));
}

/* What is wrong, and nothing else is; "" where all is well. */
static void
assert_trouble(const char *words)
{
    bool is_well = upstream_check(upstream, &troubles);

    assert_int_equal(is_well, *words == '\0');
    assert_non_null(strstr(buffer_string(&troubles), words));
}

static void
without_control_records_nothing_is_owed(void **state)
{
    (void)state;
    assert_false(upstream_seen(upstream));
    assert_trouble("");
}

static void
what_came_is_what_was_written(void **state)
{
    (void)state;
    assert_true(begin(BEGIN("a")));
    assert_true(upstream_seen(upstream));
    upstream_lines(upstream, 5);
    assert_true(end(END("a", 0, 5)));
    assert_trouble("");
    assert_int_equal(upstream_rejected(upstream), 2);
}

static void
a_line_too_few_or_too_many_is_told(void **state)
{
    (void)state;
    upstream_lines(upstream, 6);
    assert_true(end(END("a", 0, 5)));
    assert_trouble("5 records were written and 6 came through");
}

static void
a_begin_without_its_end_is_told(void **state)
{
    (void)state;
    begin(BEGIN("a"));
    begin(BEGIN("b"));
    end(END("b", 0, 0));
    assert_trouble("fetch ended early");
}

static void
a_status_is_handed_on(void **state)
{
    (void)state;
    end(END("a", 65, 0));
    assert_trouble("fetch ended with status 65");
}

static void
dozens_of_streams_are_kept_apart(void **state)
{
    char line[200];

    (void)state;
    for (int i = 0; i < 40; i++) {
        snprintf(line, sizeof(line),
                 "{\"stream\":\"s%d\",\"by\":\"fetch\",\"status\":0,\"out\":1}",
                 i % 20);
        assert_true(i < 20 ? begin(line) : end(line));
    }
    upstream_lines(upstream, 20);
    assert_trouble("");
    assert_int_equal(upstream_rejected(upstream), 0);
}

static void
a_control_record_that_is_none_is_damage(void **state)
{
    static const char *const lines[] = {
        "{\"v\":1,\"kind\":\"end\",",
        "[1]",
        "{\"stream\":\"a\"}",
        "{\"stream\":1,\"by\":\"fetch\"}",
        "{\"stream\":\"a\",\"by\":\"b\",\"by\":\"c\"}",
        "{\"stream\":\"a\",\"by\":\"b\",\"out\":1}",
        "{\"stream\":\"a\",\"by\":\"b\",\"status\":\"0\",\"out\":1}",
        "{\"stream\":\"a\",\"by\":\"b\",\"status\":0}",
        "{\"stream\":\"a\",\"by\":\"b\",\"status\":0,\"out\":\"1\"}"};

    for (size_t i = 0; i < COUNT(lines); i++) {
        assert_false(end(lines[i]));
        assert_true(upstream_seen(upstream));
        assert_trouble("a begin or end record is damaged");
        leave(state);
        enter(state);
    }
    assert_false(begin("{}"));
    assert_trouble("a begin or end record is damaged");
}

static void
a_chain_is_flat_and_its_rejects_count(void **state)
{
    (void)state;
    assert_true(
        end("{\"stream\":\"b\",\"by\":\"dedupe\",\"status\":0,\"out\":0,"
            "\"rejected\":1,\"chain\":[{\"by\":\"fetch\",\"rejected\":4},"
            "{\"by\":\"x\"},{\"rejected\":\"9\"},7,"
            "{\"rejected\":1,\"rejected\":2}]}"));
    assert_int_equal(upstream_rejected(upstream), 5);
    assert_true(end(END("c", 0, 0)));
    assert_text(upstream_chain(upstream),
                "{\"by\":\"fetch\",\"rejected\":4},{\"by\":\"x\"},"
                "{\"rejected\":\"9\"},7,{\"rejected\":1,\"rejected\":2},"
                "{\"stream\":\"b\",\"by\":\"dedupe\",\"status\":0,\"out\":0,"
                "\"rejected\":1}," END("c", 0, 0));
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(without_control_records_nothing_is_owed),
        EACH(what_came_is_what_was_written),
        EACH(a_line_too_few_or_too_many_is_told),
        EACH(a_begin_without_its_end_is_told),
        EACH(a_status_is_handed_on),
        EACH(dozens_of_streams_are_kept_apart),
        EACH(a_control_record_that_is_none_is_damage),
        EACH(a_chain_is_flat_and_its_rejects_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
