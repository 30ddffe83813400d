#include "http_client.h"

static void
a_body_of_the_right_length_is_done(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/right", (struct http_request){0});
    assert_outcome(&got, HTTP_DONE, NULL, "hello");
    assert_int_equal(got.status, 200);
    assert_int_equal(got.result.status, 200);
    assert_int_equal(got.result.expected, 5);
    assert_int_equal(got.result.total, 5);
    assert_int_equal(got.result.range_from, -1);
    assert_int_equal(got.result.retry_after_s, -1);
    assert_text(&got.result.etag, "\"v1\"");
    assert_text(&got.result.last_modified, "Sat, 19 Sep 2009 13:20:00 GMT");
    assert_text(&got.result.content_encoding, "");
    assert_text(&got.result.why, "");
    drop(&got);
    get_with(&got, "/weak", (struct http_request){0});
    assert_text(&got.result.etag, "W/\"v1\"");
    drop(&got);
    assert_get("/empty", HTTP_DONE, NULL, "");
    assert_get("/interim", HTTP_DONE, NULL, "hello");
    assert_get("/one-length-twice", HTTP_DONE, NULL, "hello");
}

static void
a_server_that_does_not_close_is_not_waited_for(void **state)
{
    time_t before = time(NULL);

    (void)state;
    assert_get("/held", HTTP_DONE, NULL, "hello");
    assert_get("/moved-held", HTTP_DONE, NULL, "hello");
    assert_get("/503", HTTP_LATER, "http_status", "");
    assert_true(time(NULL) - before < 15);
}

static void
a_body_that_is_cut_is_for_later(void **state)
{
    (void)state;
    assert_get("/too-large", HTTP_LATER, "cut", "hello");
    assert_get("/chunked-cut", HTTP_LATER, "cut", "hell");
    assert_get("/chunked-edge", HTTP_LATER, "cut", "hello");
}

static void
bytes_beyond_the_length_never_reach_the_sink(void **state)
{
    (void)state;
    assert_get("/too-small", HTTP_LATER, "excess", "hel");
}

static void
a_length_that_contradicts_itself_is_refused(void **state)
{
    (void)state;
    assert_get("/two-lengths", HTTP_REFUSED, "bad_length", "");
    assert_get("/no-number", HTTP_REFUSED, "bad_length", "");
    assert_get("/negative", HTTP_REFUSED, "bad_length", "");
}

static void
a_body_without_length_ends_where_the_server_says(void **state)
{
    static const char *const paths[] = {"/no-length", "/chunked",
                                        "/chunked-trailer"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct got got = {0};

        get_with(&got, paths[i], (struct http_request){0});
        assert_outcome(&got, HTTP_DONE, NULL, "hello");
        assert_int_equal(got.result.expected, -1);
        assert_int_equal(got.result.total, -1);
        assert_text(&got.result.etag, "");
        drop(&got);
    }
}

static void
an_encoded_body_comes_as_it_was_sent(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/encoded", (struct http_request){0});
    assert_outcome(&got, HTTP_DONE, NULL, "\x1f\x8bxyz");
    assert_text(&got.result.content_encoding, "gzip");
    drop(&got);
}

static void
redirects_are_followed_but_not_for_ever(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/moved", (struct http_request){0});
    assert_outcome(&got, HTTP_DONE, NULL, "hello");
    assert_text(&got.result.etag, "\"v1\"");
    drop(&got);
    assert_get("/hop0", HTTP_DONE, NULL, "hello");
    assert_get("/hop/", HTTP_REFUSED, "redirects", ""); /* one more */
    assert_get("/loop", HTTP_REFUSED, "redirects", "");
    assert_get("/to-nowhere", HTTP_REFUSED, "http_status", "");
}

static void
a_redirect_never_leaves_http(void **state)
{
    (void)state;
    assert_get("/to-file", HTTP_REFUSED, "bad_url", "");
    assert_get("/to-ftp", HTTP_REFUSED, "bad_url", "");
    assert_get("/to-s3", HTTP_REFUSED, "bad_url", "");
}

static void
what_has_not_changed_is_not_sent(void **state)
{
    struct http_request request = {.if_none_match = "\"v1\"",
                                   .if_modified_since =
                                       "Sat, 19 Sep 2009 13:20:00 GMT"};
    struct got got = {0};

    (void)state;
    get_with(&got, "/same", request);
    assert_outcome(&got, HTTP_NOT_MODIFIED, NULL, "");
    assert_text(&got.result.etag, "\"v1\"");
    drop(&got);
    get_with(&got, "/echo", request);
    assert_non_null(strstr(got.body.at, "\r\nIf-None-Match: \"v1\"\r\n"));
    assert_non_null(strstr(got.body.at, "\r\nIf-Modified-Since: Sat, 19"));
    drop(&got);
}

static void
a_request_says_what_it_wants(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/echo", (struct http_request){0});
    assert_non_null(strstr(got.body.at, "GET /echo HTTP/1.1\r\n"));
    assert_non_null(strstr(got.body.at, "\r\nUser-Agent: hark-test/1\r\n"));
    assert_non_null(strstr(got.body.at, "\r\nAccept-Encoding: identity\r\n"));
    assert_null(strstr(got.body.at, "Range"));
    assert_null(strstr(got.body.at, "Cookie"));
    assert_null(strstr(got.body.at, "Expect"));
    assert_null(strstr(got.body.at, "Authorization"));
    drop(&got);
    get_with(&got, "/echo",
             (struct http_request){.from = 5000000000, .if_range = "\"v1\""});
    assert_non_null(strstr(got.body.at, "\r\nRange: bytes=5000000000-\r\n"));
    assert_non_null(strstr(got.body.at, "\r\nIf-Range: \"v1\"\r\n"));
    drop(&got);
}

static void
a_part_is_taken_only_where_it_was_asked_for(void **state)
{
    struct http_request from = {.from = 2, .if_range = "\"v1\""};
    struct got got = {0};

    (void)state;
    get_with(&got, "/part", from);
    assert_outcome(&got, HTTP_DONE, NULL, "llo");
    assert_int_equal(got.status, 206);
    assert_int_equal(got.result.range_from, 2);
    assert_int_equal(got.result.total, 5);
    assert_int_equal(got.result.expected, 3);
    drop(&got);
    get_with(&got, "/part-unknown", from);
    assert_outcome(&got, HTTP_DONE, NULL, "llo");
    assert_int_equal(got.result.total, -1);
    drop(&got);
    assert_get_with("/part-elsewhere", from, HTTP_LATER, "bad_range", "");
    assert_get_with("/part-contradictory", from, HTTP_LATER, "bad_range", "");
    assert_get_with("/part-unnamed", from, HTTP_LATER, "bad_range", "");
    assert_get("/part", HTTP_LATER, "bad_range", "");
}

static void
the_whole_in_place_of_a_part_is_told_by_its_status(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/right", (struct http_request){.from = 2});
    assert_outcome(&got, HTTP_DONE, NULL, "hello");
    assert_int_equal(got.status, 200);
    drop(&got);
    get_with(&got, "/part-behind", (struct http_request){.from = 2});
    assert_outcome(&got, HTTP_REFUSED, "http_status", "");
    assert_int_equal(got.result.status, 416);
    assert_int_equal(got.result.total, 2);
    drop(&got);
}

static void
an_error_is_no_body(void **state)
{
    struct got got = {0};

    (void)state;
    get_with(&got, "/missing", (struct http_request){0});
    assert_outcome(&got, HTTP_REFUSED, "http_status", "");
    assert_text(&got.result.why, "http_status: 404 Not?Found?[31m");
    assert_int_equal(got.result.status, 404);
    drop(&got);
    assert_get("/none", HTTP_REFUSED, "http_status", "");
    assert_get("/408", HTTP_LATER, "http_status", "");
    assert_get("/425", HTTP_LATER, "http_status", "");
    assert_get("/429", HTTP_LATER, "http_status", "");
    assert_get("/500", HTTP_LATER, "http_status", "");
}

static int64_t
retry_after(const char *path)
{
    struct got got = {0};
    int64_t s;

    get_with(&got, path, (struct http_request){0});
    assert_int_equal(got.result.outcome, HTTP_LATER);
    s = got.result.retry_after_s;
    drop(&got);
    return s;
}

static void
retry_after_is_seconds_or_a_date(void **state)
{
    int64_t s = retry_after("/dated");

    (void)state;
    assert_in_range(s, 90, 100);
    assert_int_equal(retry_after("/503"), 120);
    assert_int_equal(retry_after("/past"), 0);
    assert_int_equal(retry_after("/soon"), -1);
    assert_int_equal(retry_after("/500"), -1);
}

static void
no_answer_is_for_later(void **state)
{
    struct got got = {0};
    char url[100];
    int free_port = 0;

    (void)state;
    close(listen_somewhere(&free_port));
    snprintf(url, sizeof(url), "http://127.0.0.1:%d/", free_port);
    get_url(&got, url, (struct http_request){0});
    assert_outcome(&got, HTTP_LATER, "connection", "");
    assert_int_equal(got.result.status, 0);
    drop(&got);
    assert_get("/nothing", HTTP_LATER, "connection", "");
    assert_get("/half-head", HTTP_LATER, "cut", "");
    assert_get_with("/stall", (struct http_request){.stall_timeout_s = 1},
                    HTTP_LATER, "timeout", "hello");
}

static void
what_is_not_http_is_refused(void **state)
{
    static const char *const urls[] = {"",
                                       "file:///etc/passwd",
                                       "ftp://127.0.0.1/",
                                       "//127.0.0.1/",
                                       "127.0.0.1",
                                       "http://",

                                       "s3://",
                                       "s3://bucket",
                                       "s3://bucket/",
                                       "s3:///key",
                                       "gopher://x/",
                                       "http://a:b:c/"};
    struct got got = {0};
    char url[100];

    (void)state;
    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        get_url(&got, urls[i], (struct http_request){0});
        assert_outcome(&got, HTTP_REFUSED, "bad_url", "");
        drop(&got);
    }
    assert_get("/old", HTTP_REFUSED, "bad_answer", "");
    snprintf(url, sizeof(url), "https://127.0.0.1:%d/right", port);
    get_url(&got, url, (struct http_request){0});
    assert_outcome(&got, HTTP_REFUSED, "tls", "");
    drop(&got);
}

static void
the_sink_and_the_limit_stop_a_body(void **state)
{
    struct got got = {.refuse_after = 1};

    (void)state;
    get_with(&got, "/right", (struct http_request){0});
    assert_outcome(&got, HTTP_SINK, NULL, "hello");
    drop(&got);
    assert_get_with("/right", (struct http_request){.max_bytes = 5}, HTTP_DONE,
                    NULL, "hello");
    assert_get_with("/right", (struct http_request){.max_bytes = 4},
                    HTTP_REFUSED, "too_large", "");
    assert_get_with("/no-length", (struct http_request){.max_bytes = 4},
                    HTTP_REFUSED, "too_large", "");
    assert_get_with("/no-length", (struct http_request){.max_bytes = 5},
                    HTTP_DONE, NULL, "hello");
}

static void
a_proxy_of_the_environment_is_used(void **state)
{
    struct got got = {0};
    char proxy[100];

    (void)state;
    snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", port);
    setenv("http_proxy", proxy, 1);
    get_url(&got, "http://example.invalid/x", (struct http_request){0});
    unsetenv("http_proxy");
    assert_int_equal(got.result.outcome, HTTP_DONE);
    assert_non_null(strstr(got.body.at, "GET http://example.invalid/x "));
    drop(&got);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_of_the_right_length_is_done),
        cmocka_unit_test(a_server_that_does_not_close_is_not_waited_for),
        cmocka_unit_test(a_body_that_is_cut_is_for_later),
        cmocka_unit_test(bytes_beyond_the_length_never_reach_the_sink),
        cmocka_unit_test(a_length_that_contradicts_itself_is_refused),
        cmocka_unit_test(a_body_without_length_ends_where_the_server_says),
        cmocka_unit_test(an_encoded_body_comes_as_it_was_sent),
        cmocka_unit_test(redirects_are_followed_but_not_for_ever),
        cmocka_unit_test(a_redirect_never_leaves_http),
        cmocka_unit_test(what_has_not_changed_is_not_sent),
        cmocka_unit_test(a_request_says_what_it_wants),
        cmocka_unit_test(a_part_is_taken_only_where_it_was_asked_for),
        cmocka_unit_test(the_whole_in_place_of_a_part_is_told_by_its_status),
        cmocka_unit_test(an_error_is_no_body),
        cmocka_unit_test(retry_after_is_seconds_or_a_date),
        cmocka_unit_test(no_answer_is_for_later),
        cmocka_unit_test(what_is_not_http_is_refused),
        cmocka_unit_test(the_sink_and_the_limit_stop_a_body),
        cmocka_unit_test(a_proxy_of_the_environment_is_used),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
