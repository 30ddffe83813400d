/* The parts of a hit: what was asked for, where it lies, when it was. */
#include "texts.h"

#include "base/buffer.h"
#include "sources/logtime.h"
#include "sources/request.h"
#include "sources/site.h"

static void
assert_request(const char *line, const char *method, const char *target)
{
    struct text got[2] = {TEXT_NONE, TEXT_NONE};

    request_cut(text_of(line), &got[0], &got[1]);
    assert_text(got[0], method);
    assert_text(got[1], target);
}

static void
a_request_is_a_method_and_what_stands_before_the_protocol(void **state)
{
    (void)state;
    assert_request("GET / HTTP/1.1", "GET", "/");
    assert_request("GET /a b c HTTP/2", "GET", "/a b c");
    assert_request("GET /a HTTP/1.1 b", "GET", "/a HTTP/1.1 b");
    assert_request("GET /", "GET", "/");
    assert_request("GET /a b", "GET", "/a b");
    assert_request("GET HTTP/1.1", "GET", "HTTP/1.1");
    assert_request("GET ", "", "");
    assert_request("GET", "", "");
    assert_request("", "", "");
}

static void
an_asset_is_told_by_the_suffix_of_its_path(void **state)
{
    static const char *const assets[] = {
        "/a.css",      "/a.JS",         "/.js",           "/a.b.png?x=y.html",
        "/a.gif;id=1", "/a.svg#top",    "/x/a.woff2",     "/site.webmanifest",
        "/robots.txt", "/robots.txt?x", "http://h/a.jpeg"};
    static const char *const pages[] = {
        "/",         "/a",         "/a.",
        "/css",      "/a.css/",    "/a.html",
        "/a.cssx",   "/a.cs",      "/x?a.css",
        "/a.pngjpg", "/a.class/b", "/x/robots.txt",
        "/robots",   "/a.sjp",     ""};

    (void)state;
    for (size_t i = 0; i < COUNT(assets); i++)
        if (!request_is_asset(text_of(assets[i])))
            fail_msg("%s", assets[i]);
    for (size_t i = 0; i < COUNT(pages); i++)
        if (request_is_asset(text_of(pages[i])))
            fail_msg("%s", pages[i]);
}

static void
assert_url(const char *host, const char *scheme, const char *site,
           const char *port, const char *wanted)
{
    struct site other = site_parse(host);
    struct text cells[LOG_FIELDS] = {{NULL, 0}};
    struct arena arena = {0};
    bool is_known;

    cells[LOG_SCHEME] = text_of(scheme);
    cells[LOG_SITE] = text_of(site);
    cells[LOG_PORT] = text_of(port);
    assert_text(site_url(&other, cells, TEXT("/x"), &arena, &is_known), wanted);
    assert_int_equal(is_known,
                     text_find(text_of(wanted), TEXT(".invalid")) == SIZE_MAX);
    arena_free(&arena);
}

static void
a_page_lies_where_the_line_says_and_else_where_the_row_does(void **state)
{
    (void)state;
    assert_url(NULL, NULL, NULL, NULL, "http://host.invalid/x");
    assert_url("", "", "", "", "http://host.invalid/x");
    assert_url("r.example", NULL, "_", NULL, "http://r.example/x");
    assert_url("r.example", NULL, "s.example", NULL, "http://s.example/x");
    assert_url("https://r.example", NULL, "s.example", NULL,
               "https://s.example/x");
    assert_url("https://r.example:8443", NULL, "s.example", NULL,
               "https://s.example/x");
    assert_url("r.example", NULL, NULL, "8080", "http://r.example/x");
    assert_url(NULL, NULL, "s.example", "8080", "http://s.example:8080/x");
    assert_url(NULL, NULL, "s.example", "443", "https://s.example/x");
    assert_url(NULL, NULL, "s.example:443", "80", "https://s.example/x");
    assert_url(NULL, "http", "s.example:443", NULL, "http://s.example:443/x");
    assert_url(NULL, "https", "s.example:80", NULL, "https://s.example:80/x");
    assert_url(NULL, "HTTPS", "s.example:443", NULL, "HTTPS://s.example/x");
    assert_url(NULL, NULL, "[2001:db8::1]", NULL, "http://[2001:db8::1]/x");
    assert_url(NULL, NULL, "[2001:db8::1]:81", NULL,
               "http://[2001:db8::1]:81/x");
    assert_url("http://r.example///", NULL, NULL, NULL, "http://r.example/x");
}

/* The time of one cell, or of date, clock, fraction and zone, as "s.ms tz". */
static void
assert_time(const struct text *cells, const char *wanted)
{
    static const struct row row = {.at = {"the test", 8}};
    struct moment moment;
    struct buffer got = {0};

    if (!logtime_read(cells, &row, &moment)) {
        assert_string_equal(wanted, "none");
        return;
    }
    buffer_add_integer(&got, moment.s);
    if (moment.ms >= 0)
        buffer_printf(&got, ".%03d", moment.ms);
    if (moment.tz_min != CLOCK_NO_TZ)
        buffer_printf(&got, " %d", moment.tz_min);
    assert_text(buffer_text(&got), wanted);
    buffer_free(&got);
}

static void
assert_cell(enum log_field field, const char *cell, const char *wanted)
{
    struct text cells[LOG_FIELDS] = {{NULL, 0}};

    cells[field] = text_of(cell);
    assert_time(cells, wanted);
}

static void
a_time_in_one_cell_is_any_that_clocks_read(void **state)
{
    (void)state;
    assert_cell(LOG_TIME, "18/Sep/2011:19:18:28 -0400", "1316387908 -240");
    assert_cell(LOG_TIME, "18/Sep/2011:19:18:28", "1316373508");
    assert_cell(LOG_TIME, "18/Sep/2011 19:18:28", "1316373508");
    assert_cell(LOG_TIME, "2011-09-18T19:18:28-04:00", "1316387908 -240");
    assert_cell(LOG_TIME, "2011-09-18 19:18:28", "1316373508");
    assert_cell(LOG_TIME, "1316387908.250", "1316387908.250");
    assert_cell(LOG_TIME_MS, "1316387908250", "1316387908.250");
    assert_cell(LOG_TIME_US, "1316387908250999", "1316387908.250");
    assert_cell(LOG_TIME_MS, "-1", "none");
    assert_cell(LOG_TIME, "", "none");
    assert_cell(LOG_TIME, "18/Sep/2011:19:18:61 -0400", "none");
    assert_cell(LOG_TIME, "31/Sep/2011:19:18:28", "none");
    assert_cell(LOG_CLOCK, "19:18:28", "none");
    assert_cell(LOG_TIME,
                "18/Sep/2011:19:18:28 -0400 and more than any time has room "
                "for, so that nothing is written past it",
                "none");
}

static void
a_time_in_parts_is_put_together(void **state)
{
    struct text cells[LOG_FIELDS] = {{NULL, 0}};

    (void)state;
    cells[LOG_DATE] = TEXT("18/Sep/2011");
    cells[LOG_CLOCK] = TEXT("19:18:28");
    assert_time(cells, "1316373508");
    cells[LOG_ZONE] = TEXT("-0400");
    assert_time(cells, "1316387908 -240");
    cells[LOG_FRACTION] = TEXT("5");
    assert_time(cells, "1316387908.500 -240");
    cells[LOG_FRACTION] = TEXT("123456");
    assert_time(cells, "1316387908.123 -240");
    cells[LOG_FRACTION] = TEXT("x");
    assert_time(cells, "1316387908 -240");
    cells[LOG_DATE] = TEXT("2011-09-18");
    assert_time(cells, "1316387908 -240");
    cells[LOG_ZONE] = TEXT("west");
    assert_time(cells, "none");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_request_is_a_method_and_what_stands_before_the_protocol),
        cmocka_unit_test(an_asset_is_told_by_the_suffix_of_its_path),
        cmocka_unit_test(
            a_page_lies_where_the_line_says_and_else_where_the_row_does),
        cmocka_unit_test(a_time_in_one_cell_is_any_that_clocks_read),
        cmocka_unit_test(a_time_in_parts_is_put_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
