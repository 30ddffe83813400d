#include "texts.h"

#include "ports/answer.h"

static struct response response;

static int
forget(void **state)
{
    (void)state;
    response_free(&response);
    response = (struct response){0};
    return 0;
}

/* Lines of a head, `|` between them. */
static void
take(const char *lines)
{
    struct text rest = text_of(lines), line;

    while (text_split(&rest, '|', &line))
        response_line(&response, line);
}

static void
a_head_ends_at_its_empty_line(void **state)
{
    (void)state;
    take("HTTP/1.1 200 Fine with us\r\n|ETag:  \"a\" |no colon|Last-Modified: "
         "x");
    assert_int_equal(response.status, 200);
    assert_text(buffer_text(&response.reason), "Fine with us");
    assert_text(buffer_text(&response.etag), "\"a\"");
    assert_text(buffer_text(&response.last_modified), "x");
    assert_false(response.is_over);
    assert_true(response.length == -1 && response.range_from == -1);
    take("\r\n|ETag: \"trailer\"");
    assert_true(response.is_over);
    assert_text(buffer_text(&response.etag), "\"a\"");
}

static void
a_status_that_is_none_is_0(void **state)
{
    (void)state;
    take("nonsense");
    assert_int_equal(response.status, 0);
    take("HTTP/1.1 none");
    assert_int_equal(response.status, 0);
}

static void
an_interim_answer_is_forgotten(void **state)
{
    (void)state;
    take("HTTP/1.1 103 Early|ETag: \"early\"||HTTP/1.1 200 OK");
    assert_int_equal(response.status, 200);
    assert_int_equal(response.etag.len, 0);
}

static void
equal_lengths_are_one_and_others_contradict(void **state)
{
    (void)state;
    take("HTTP/1.1 200 OK|Content-Length: 7, 7|content-length: 7");
    assert_int_equal(response.length, 7);
    assert_false(response.is_contradictory);
    take("Content-Length: 8");
    assert_true(response.is_contradictory);
    forget(state);
    take("HTTP/1.1 200 OK|Content-Length: -1");
    assert_true(response.is_contradictory);
    forget(state);
    take("HTTP/1.1 200 OK|Content-Length: x");
    assert_true(response.is_contradictory);
}

static void
assert_range(const char *value, int64_t from, int64_t to, int64_t total)
{
    char line[100] = "Content-Range: ";

    forget(NULL);
    take("HTTP/1.1 206 OK");
    strncat(line, value, sizeof(line) - strlen(line) - 1);
    take(line);
    if (response.range_from != from || response.range_to != to
        || response.range_total != total)
        fail_msg("%s is %lld to %lld of %lld", value,
                 (long long)response.range_from, (long long)response.range_to,
                 (long long)response.range_total);
}

static void
a_range_is_known_as_far_as_it_can_be_read(void **state)
{
    (void)state;
    assert_range("bytes 5-9/10", 5, 9, 10);
    assert_range("BYTES 5-9/*", 5, 9, -1);
    assert_range("bytes */10", -1, -1, 10);
    assert_range("bytes 5-/10", -1, -1, 10);
    assert_range("bytes x-9/10", -1, -1, 10);
    assert_range("bytes 5/10", -1, -1, 10);
    assert_range("lines 5-9/10", -1, -1, -1);
    assert_range("bytes", -1, -1, -1);
    assert_range("", -1, -1, -1);
    assert_range("bytes ", -1, -1, -1);
}

static void
codings_are_lists(void **state)
{
    (void)state;
    take("HTTP/1.1 200 OK|Transfer-Encoding: gzip|Content-Encoding: a");
    assert_false(response.is_chunked);
    take("Transfer-Encoding: x, Chunked|Content-Encoding: b");
    assert_true(response.is_chunked);
    assert_text(buffer_text(&response.content_encoding), "a, b");
}

static void
where_else_and_when_again_are_kept(void **state)
{
    (void)state;
    take("HTTP/1.1 503 Later|Retry-After: 7|Location: /b|Location: /c");
    assert_text(buffer_text(&response.retry_after), "7");
    assert_text(buffer_text(&response.location), "/c");
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, forget, forget)

static bool
leads_elsewhere(int status, const char *location)
{
    struct answer answer = {.response = {.status = status}};
    bool is_redirect;

    buffer_add_string(&answer.response.location, location);
    is_redirect = answer_is_redirect(&answer);
    response_free(&answer.response);
    return is_redirect;
}

static void
an_answer_leads_elsewhere_by_its_status_and_location(void **state)
{
    static const int statuses[] = {301, 302, 303, 307, 308};

    (void)state;
    for (size_t i = 0; i < COUNT(statuses); i++) {
        assert_true(leads_elsewhere(statuses[i], "/b"));
        assert_false(leads_elsewhere(statuses[i], ""));
    }
    assert_false(leads_elsewhere(300, "/b"));
    assert_false(leads_elsewhere(304, "/b"));
    assert_false(leads_elsewhere(200, "/b"));
}

static void
what_is_said_has_no_control_bytes(void **state)
{
    struct http_result result = {0};

    (void)state;
    answer_say(&result, HTTP_REFUSED, "code", "a\x1b[m \x7f\xc3\xa9");
    assert_text(buffer_text(&result.why), "code: a?[m ???");
    http_free(&result);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_head_ends_at_its_empty_line),
        EACH(a_status_that_is_none_is_0),
        EACH(an_interim_answer_is_forgotten),
        EACH(equal_lengths_are_one_and_others_contradict),
        EACH(a_range_is_known_as_far_as_it_can_be_read),
        EACH(codings_are_lists),
        EACH(where_else_and_when_again_are_kept),
        cmocka_unit_test(an_answer_leads_elsewhere_by_its_status_and_location),
        cmocka_unit_test(what_is_said_has_no_control_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
