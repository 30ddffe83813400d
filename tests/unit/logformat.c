#include "texts.h"

#include <stdio.h>

#include "base/buffer.h"
#include "sources/logformat.h"

static const char *const words[LOG_FIELDS] = {
    [LOG_ADDRESS] = "address",   [LOG_FORWARDED] = "forwarded",
    [LOG_USER] = "user",         [LOG_TIME] = "time",
    [LOG_TIME_MS] = "ms",        [LOG_TIME_US] = "us",
    [LOG_DATE] = "date",         [LOG_CLOCK] = "clock",
    [LOG_FRACTION] = "fraction", [LOG_ZONE] = "zone",
    [LOG_REQUEST] = "request",   [LOG_METHOD] = "method",
    [LOG_TARGET] = "target",     [LOG_PATH] = "path",
    [LOG_QUERY] = "query",       [LOG_STATUS] = "status",
    [LOG_REFERRER] = "referrer", [LOG_AGENT] = "agent",
    [LOG_SITE] = "site",         [LOG_PORT] = "port",
    [LOG_SCHEME] = "scheme",     [LOG_ADDRESSED] = "addressed",
    [LOG_COOKIES] = "cookies",   [LOG_PERSON] = "person"};

/* "field=cell field=cell", of those that say something; or "no". */
static void
assert_cells(const char *notation, const char *line, const char *wanted)
{
    struct log_format format;
    struct text cells[LOG_FIELDS] = {{NULL, 0}};
    struct text alone = text_alone(text_of(line));
    struct buffer got = {0};

    assert_null(logformat_parse(&format, notation));
    if (!logformat_cut(&format, alone, cells))
        buffer_add_string(&got, "no");
    else
        for (size_t i = 1; i < LOG_FIELDS; i++)
            if (cells[i].len > 0)
                buffer_printf(&got, "%s%s=%.*s", got.len > 0 ? " " : "",
                              words[i], TEXT_ARGS(cells[i]));
    assert_text(buffer_text(&got), wanted);
    buffer_free(&got);
    free((char *)alone.at);
}

static void
fields_of_apaches_notation_are_what_they_stand_for(void **state)
{
    (void)state;
    assert_cells("%h %t \"%r\"", "a [t u] \"GET / HTTP/1.1\"",
                 "address=a time=t u request=GET / HTTP/1.1");
    assert_cells("%{c}a %{X-Forwarded-For}i %t %U", "a b [t] /x",
                 "address=a forwarded=b time=t path=/x");
    assert_cells("%!200,304{Referer}i|%<s|%>s|%{sec}t|%m|%U%q",
                 "r|301|200|7|GET|/a?b",
                 "time=7 method=GET target=/a?b status=301 referrer=r");
    assert_cells("%{%d/%b/%Y}t %{%T}t %{usec_frac}t %{%z}t %r",
                 "d c 123 +0100 GET / x",
                 "date=d clock=c fraction=123 zone=+0100 request=GET / x");
    assert_cells("%{X}^ti %{begin:msec}t %{usec}t %V:%p %r", "x 1 2 v:80 r",
                 "ms=1 us=2 request=r site=v:80");
}

static void
fields_of_nginxs_notation_are_what_they_stand_for(void **state)
{
    (void)state;
    assert_cells("${remote_addr}x$msec|$request", "ax7|r",
                 "address=a time=7 request=r");
    assert_cells("[$time_local] $scheme://$host:$server_port$request_uri",
                 "[t u] https://h:443/x",
                 "time=t u target=/x site=h:443 scheme=https");
    assert_cells("$time_local $host$uri$is_args$args $status",
                 "18/Sep/2011:19:18:28 -0400 h/x?y 200",
                 "time=18/Sep/2011:19:18:28 -0400 target=/x?y status=200 "
                 "site=h");
    assert_cells("$time_iso8601 $uri?$args", "t /x?y=1",
                 "time=t path=/x query=y=1");
}

static void
fields_of_goaccesss_notation_are_what_they_stand_for(void **state)
{
    (void)state;
    assert_cells("%h %^[%d:%t %^] \"%r\" %s", "a - - [d:c z] \"r\" 200",
                 "address=a date=d clock=c zone=z request=r status=200");
    assert_cells("%x|%U|%q|%R|%u|~h{, }", "t|/p|q|r|u|f, g",
                 "forwarded=f, time=t path=/p query=q referrer=r agent=u");
    assert_cells("%d %t %v %e %m %U", "d c v e m /p",
                 "user=e date=d clock=c method=m path=/p site=v");
}

static void
a_field_ends_where_what_follows_it_begins(void **state)
{
    (void)state;
    assert_cells("%t \"%r\" \"%{User-Agent}i\"", "[t] \"a\\\"b\" \"c\\\\\"",
                 "time=t request=a\\\"b agent=c\\\\");
    assert_cells("%t \"%r\" %s", "[t] \"a\"b\" 200",
                 "time=t request=a\"b status=200");
    assert_cells("%t \"%r\"", "[t] \"a\\\"", "no");
    assert_cells("%t \"%r\"", "[t] \"a\" and more", "time=t request=a");
    assert_cells("%t \"%r\" %s", "[t] \"a\" 200 and more",
                 "time=t request=a status=200");
    assert_cells("%t %s %{User-agent}i %r", "[t] 200", "no");
    assert_cells("x%t %r", "y[t] r", "no");
    assert_cells("%t|%r|", "[t]|r", "no");
    assert_cells("%t\\t%r", "[t]\tr", "time=t request=r");
    assert_cells("%t \"%m %U\"", "[t] \"GET /x\"", "time=t method=GET path=/x");
}

static void
of_two_fields_that_say_the_same_the_first_that_says_something_counts(
    void **state)
{
    (void)state;
    assert_cells("%t %h %a %r", "[t] a b r", "address=a time=t request=r");
    assert_cells("%t %h %a %r", "[t] - b r", "address=b time=t request=r");
}

static void
assert_refused(const char *notation, const char *word)
{
    struct log_format format;
    const char *why = logformat_parse(&format, notation);

    assert_non_null(why);
    if (strstr(why, word) == NULL)
        fail_msg("%s: %s", notation, why);
}

static void
a_notation_that_cannot_be_is_refused(void **state)
{
    (void)state;
    assert_refused("", "time");
    assert_refused("%h", "time");
    assert_refused("%t", "request");
    assert_refused("%h%u %t %r", "between");
    assert_refused("%t %r %", "name");
    assert_refused("%t %r %%", "name");
    assert_refused("%t %r %{", "name");
    assert_refused("%t %r %{x", "name");
    assert_refused("%t %r %{x}", "name");
    assert_refused("%t %r %{x}^t", "name");
    assert_refused("%t %r %>", "name");
    assert_refused("$time_local $request ${", "name");
    assert_refused("$time_local $request ${x", "name");
    assert_refused("$time_local $request $-", "name");
    assert_refused(" {\"t\":\"$time_local\"}", "map");
}

static void
a_person_is_a_cookie_or_another_field_by_name(void **state)
{
    struct log_format format;
    struct text cells[LOG_FIELDS] = {{NULL, 0}};

    (void)state;
    assert_null(logformat_parse(&format, "%t %r %{sid}C %{sid}i"));
    assert_false(logformat_name_person(&format, TEXT("other"), true));
    assert_true(logformat_name_person(&format, TEXT("SID"), true));
    assert_true(logformat_cut(&format, TEXT("[t] r cookie header"), cells));
    assert_text(cells[LOG_PERSON], "cookie");
    assert_null(logformat_parse(&format, "$msec $request $cookie_sid"));
    assert_false(logformat_name_person(&format, TEXT("sid"), false));
    assert_true(logformat_name_person(&format, TEXT("sid"), true));
}

/* Whatever the notation and the line: nothing is read past their ends, no cell lies outside. */
static void
any_bytes_are_a_notation_or_none(void **state)
{
    static const char bytes[] = "%%$${}\"[]~^ |:\\trhsmUqdxvCi>,\0";
    uint64_t random = 9;
    size_t parsed = 0;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        struct text cells[LOG_FIELDS] = {{NULL, 0}};
        char notation[64], line[64];
        struct log_format format;
        size_t len = random_next(&random) % sizeof(line);

        for (size_t j = 0; j + 1 < sizeof(notation); j++)
            notation[j] = bytes[random_next(&random) % sizeof(bytes)];
        snprintf(notation, 9, "%s", i % 2 == 0 ? "%t \"%r\" " : "$msec $u");
        notation[8] = 'r';
        notation[sizeof(notation) - 1] = '\0';
        for (size_t j = 0; j < len; j++)
            line[j] = bytes[random_next(&random) % sizeof(bytes)];
        if (logformat_parse(&format, notation) != NULL)
            continue;
        parsed++;
        struct text alone = text_alone((struct text){line, len});
        (void)logformat_cut(&format, alone, cells);
        for (size_t j = 0; j < LOG_FIELDS; j++)
            assert_true(
                cells[j].at == NULL
                || (cells[j].at >= alone.at
                    && cells[j].at + cells[j].len <= alone.at + alone.len));
        free((char *)alone.at);
    }
    assert_true(parsed > 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_of_apaches_notation_are_what_they_stand_for),
        cmocka_unit_test(fields_of_nginxs_notation_are_what_they_stand_for),
        cmocka_unit_test(fields_of_goaccesss_notation_are_what_they_stand_for),
        cmocka_unit_test(a_field_ends_where_what_follows_it_begins),
        cmocka_unit_test(
            of_two_fields_that_say_the_same_the_first_that_says_something_counts),
        cmocka_unit_test(a_notation_that_cannot_be_is_refused),
        cmocka_unit_test(a_person_is_a_cookie_or_another_field_by_name),
        cmocka_unit_test(any_bytes_are_a_notation_or_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
