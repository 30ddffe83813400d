#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ports/query.h"

/* All results of a program on a value, each on a line; an error in angle brackets. */
static void
assert_results(const char *program, const char *json, const char *expected)
{
    char *why = NULL;
    struct query *query = query_new(program, "test.jq", &why);
    struct buffer out = {0};
    enum query_found found;

    if (query == NULL)
        fail_msg("%s", why);
    /* Twice: nothing of a value is left for the next one. */
    for (int i = 0; i < 2; i++) {
        buffer_clear(&out);
        if (!query_run(query, text_of(json)))
            buffer_printf(&out, "<%s>", query_why(query));
        else {
            while ((found = query_next(query, &out)) == QUERY_RESULT)
                buffer_add_char(&out, '\n');
            if (found == QUERY_BAD)
                buffer_printf(&out, "<%s>", query_why(query));
        }
        assert_string_equal(buffer_string(&out), expected);
    }
    buffer_free(&out);
    query_free(query);
}

static void
a_program_has_any_number_of_results(void **state)
{
    (void)state;
    assert_results(".", "{\"b\":1,\"a\":[null,true]}",
                   "{\"b\":1,\"a\":[null,true]}\n");
    assert_results(".[]", "[1,\"x\",{}]", "1\n\"x\"\n{}\n");
    assert_results("empty", "1", "");
    assert_results("{id:.i,text}", "{\"i\":7,\"text\":\"a\\nb\"}",
                   "{\"id\":7,\"text\":\"a\\nb\"}\n");
}

static void
text_stays_as_utf8(void **state)
{
    (void)state;
    assert_results(".", "\"\\u00e9 \xf0\x9f\x98\x80\"",
                   "\"\xc3\xa9 \xf0\x9f\x98\x80\"\n");
}

static void
long_integers_reach_the_program_as_strings(void **state)
{
    (void)state;
    assert_results(".id", "{\"id\":1552687856111566848}",
                   "\"1552687856111566848\"\n");
    assert_results(".", "[9007199254740992,9007199254740993]",
                   "[9007199254740992,\"9007199254740993\"]\n");
    assert_results(".", "[-9007199254740992,-9007199254740993]",
                   "[-9007199254740992,\"-9007199254740993\"]\n");
    assert_results(".", "{\"9007199254740993\":\"\\\"9007199254740993\"}",
                   "{\"9007199254740993\":\"\\\"9007199254740993\"}\n");
    assert_results(
        ".", "[0.1234567890123456789,1e3,\"\\\\\",10000000000000000]",
        "[0.12345678901234568,1000,\"\\\\\",\"10000000000000000\"]\n");
    assert_results(".", "12345678901234567890123",
                   "\"12345678901234567890123\"\n");
}

static void
an_error_of_the_program_is_told_in_its_words(void **state)
{
    (void)state;
    assert_results("error(\"no price\")", "1", "<query: no price>");
    assert_results("1, error({a:1})", "1", "1\n<query: {\"a\":1}>");
    assert_results(".a", "1", "<query: Cannot index number with string \"a\">");
    assert_results("error(\"a\\nb\")", "1", "<query: a b>");
    assert_results("try error(\"x\") catch .", "1", "\"x\"\n");
}

static void
a_program_may_halt(void **state)
{
    (void)state;
    assert_results("1, halt, 2", "0", "1\n");
    assert_results("1, (\"stop\" | halt_error), 2", "0", "1\n<query: stop>");
}

static void
there_is_no_further_input(void **state)
{
    (void)state;
    assert_results("[inputs]", "1", "[]\n");
    assert_results("try input catch \"none\"", "1", "\"none\"\n");
    assert_results("debug", "1", "1\n");
    assert_results("try input_filename catch null", "1", "null\n");
    assert_results("env | type", "1", "\"object\"\n");
}

static void
what_jq_cannot_read_is_refused(void **state)
{
    char *why = NULL;
    struct query *query = query_new(".", "test.jq", &why);

    (void)state;
    assert_non_null(query);
    assert_false(query_run(query, TEXT("[1")));
    assert_non_null(strstr(query_why(query), "query: jq cannot read this: "));
    assert_true(query_run(query, TEXT("[1]")));
    query_free(query);
}

static void
a_program_that_does_not_compile_is_named(void **state)
{
    static const char *const programs[] = {
        ".a | | .b",        "nosuch(1)", "$nosuch", "import \"x\" as x; .",
        "include \"x\"; .", "{",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
        char *why = NULL;

        assert_null(query_new(programs[i], "my.jq", &why));
        assert_non_null(why);
        assert_memory_equal(why, "my.jq: ", 7);
        assert_null(strchr(why, '\n'));
        assert_true(strlen(why) > 12);
        free(why);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_has_any_number_of_results),
        cmocka_unit_test(text_stays_as_utf8),
        cmocka_unit_test(long_integers_reach_the_program_as_strings),
        cmocka_unit_test(an_error_of_the_program_is_told_in_its_words),
        cmocka_unit_test(a_program_may_halt),
        cmocka_unit_test(there_is_no_further_input),
        cmocka_unit_test(what_jq_cannot_read_is_refused),
        cmocka_unit_test(a_program_that_does_not_compile_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
