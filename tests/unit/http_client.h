/* http_client - asks the server beside it, and holds what came against what had to */
#ifndef HARK_TESTS_HTTP_CLIENT_H
#define HARK_TESTS_HTTP_CLIENT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http_server.h"
#include "ports/http.h"

struct got {
    struct http_result result;
    struct buffer body;
    int status; /* as the sink was told */
    size_t refuse_after;
};

static inline bool
take(void *context, int status, const void *bytes, size_t count)
{
    struct got *got = context;

    got->status = status;
    buffer_add(&got->body, (struct text){bytes, count});
    return got->refuse_after == 0 || got->body.len < got->refuse_after;
}

static inline void
get_url(struct got *got, const char *url, struct http_request request)
{
    struct http *http = http_new("hark-test/1");

    request.url = url;
    request.connect_timeout_s = 5;
    if (request.stall_timeout_s == 0)
        request.stall_timeout_s = 10;
    request.sink = take;
    request.context = got;
    http_get(http, &request, &got->result);
    buffer_string(&got->body);
    buffer_string(&got->result.why);
    for (size_t i = 0; i < got->result.why.len; i++)
        assert_in_range(got->result.why.at[i], ' ', '~');
    http_close(http);
}

static inline void
get_with(struct got *got, const char *path, struct http_request request)
{
    char url[200];

    snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", port, path);
    get_url(got, url, request);
}

static inline void
drop(struct got *got)
{
    http_free(&got->result);
    buffer_free(&got->body);
}

static inline void
assert_text(const struct buffer *got, const char *wanted)
{
    assert_true(text_equal(buffer_text(got), text_of(wanted)));
}

static inline void
assert_outcome(const struct got *got, enum http_outcome outcome,
               const char *code, const char *body)
{
    assert_int_equal(got->result.outcome, outcome);
    if (code != NULL) {
        assert_memory_equal(got->result.why.at, code, strlen(code));
        assert_memory_equal(got->result.why.at + strlen(code), ": ", 2);
    }
    assert_text(&got->body, body);
    assert_int_equal(got->result.received, strlen(body));
}

static inline void
assert_get_with(const char *path, struct http_request request,
                enum http_outcome outcome, const char *code, const char *body)
{
    struct got got = {0};

    get_with(&got, path, request);
    assert_outcome(&got, outcome, code, body);
    drop(&got);
}

static inline void
assert_get(const char *path, enum http_outcome outcome, const char *code,
           const char *body)
{
    assert_get_with(path, (struct http_request){0}, outcome, code, body);
}

#endif
