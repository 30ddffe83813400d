#include "stream/attempt.h"

#include <errno.h>

enum { CONNECT_S = 30, RANGE_REFUSED = 416 };

struct exchange {
    struct cached *cached;
    int stall_s;
    struct http_result result;
    bool has_begun;   /* the body */
    bool has_changed; /* … since it was begun */
    bool is_foreign;  /* packed in a way that is not known */
    int reason;       /* errno of the cache, or 0 */
};

static void
keep_text(struct buffer *to, const struct buffer *from)
{
    buffer_clear(to);
    buffer_add(to, buffer_text(from));
}

/* Compression is told by the bytes: what a server names is only looked at for what is none of ours. */
static bool
is_read(const struct buffer *encoding)
{
    static const struct text known[] = {
        {"", 0}, {"identity", 8}, {"gzip", 4}, {"x-gzip", 6}, {"zstd", 4}};

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (text_equal_nocase(buffer_text(encoding), known[i]))
            return true;
    return false;
}

static bool
failed(struct exchange *exchange)
{
    exchange->reason = errno;
    return false;
}

/* The first bytes of a whole body, whatever was asked for. */
static bool
begin_anew(struct exchange *exchange)
{
    struct cached *cached = exchange->cached;
    const struct http_result *result = &exchange->result;

    exchange->is_foreign = !is_read(&result->content_encoding);
    if (exchange->is_foreign)
        return false;
    if (!cached_restart(cached))
        return failed(exchange);
    keep_text(&cached->etag, &result->etag);
    keep_text(&cached->last_modified, &result->last_modified);
    cached->total = result->total;
    cached->is_delimited = result->is_delimited;
    return true;
}

/* The rest of what is there, if it is of the same. */
static bool
go_on(struct exchange *exchange)
{
    const struct http_result *result = &exchange->result;
    const struct cached *cached = exchange->cached;

    exchange->has_changed =
        (result->etag.len > 0
         && !text_equal(buffer_text(&result->etag), buffer_text(&cached->etag)))
        || (result->total >= 0 && cached->total >= 0
            && result->total != cached->total);
    return !exchange->has_changed;
}

static bool
take_body(void *context, int status, const void *bytes, size_t count)
{
    struct exchange *exchange = context;

    if (!exchange->has_begun
        && !(status == 200 ? begin_anew(exchange) : go_on(exchange)))
        return false;
    exchange->has_begun = true;
    return count == 0
           || cached_add(exchange->cached, (struct text){bytes, count})
           || failed(exchange);
}

static bool
is_strong(const struct buffer *etag)
{
    return etag->len > 2 && etag->at[0] == '"';
}

static const char *
string_or_null(struct buffer *text)
{
    return text->len > 0 ? buffer_string(text) : NULL;
}

static void
ask(struct exchange *exchange, struct http *http, const char *url)
{
    struct cached *cached = exchange->cached;
    struct http_request request = {
        .url = url,
        .connect_timeout_s =
            exchange->stall_s < CONNECT_S ? exchange->stall_s : CONNECT_S,
        .stall_timeout_s = exchange->stall_s,
        .sink = take_body,
        .context = exchange};

    if (cached->is_whole) {
        request.if_none_match = string_or_null(&cached->etag);
        request.if_modified_since = string_or_null(&cached->last_modified);
    } else if (cached->size > 0 && is_strong(&cached->etag)) {
        request.from = cached->size;
        request.if_range = buffer_string(&cached->etag);
    }
    http_get(http, &request, &exchange->result);
}

static enum attempt_end
say(struct attempt *attempt, enum attempt_end end, const char *why)
{
    buffer_clear(&attempt->why);
    buffer_add_string(&attempt->why, why);
    return end;
}

static enum attempt_end
cache_failed(struct attempt *attempt, int reason)
{
    say(attempt, ATTEMPT_FAILED, "cannot_write: the cache: ");
    buffer_add_string(&attempt->why, strerror(reason));
    return ATTEMPT_FAILED;
}

static enum attempt_end
begin_again(struct attempt *attempt, struct cached *cached)
{
    return cached_restart(cached) ? ATTEMPT_ANEW : cache_failed(attempt, errno);
}

/* Why the body was not taken to its end. */
static enum attempt_end
judge_stop(struct attempt *attempt, struct exchange *exchange)
{
    if (exchange->has_changed)
        return begin_again(attempt, exchange->cached);
    if (exchange->is_foreign)
        return say(attempt, ATTEMPT_REFUSED,
                   "unsupported_encoding: its Content-Encoding is not "
                   "unpacked");
    return cache_failed(attempt, exchange->reason);
}

static enum attempt_end
judge(struct attempt *attempt, struct exchange *exchange)
{
    struct http_result *result = &exchange->result;
    struct cached *cached = exchange->cached;
    const char *why = buffer_string(&result->why);

    switch (result->outcome) {
    case HTTP_DONE: /* an empty body never came to take_body() */
        if (!exchange->has_begun
            && !take_body(exchange, result->status, NULL, 0))
            return judge_stop(attempt, exchange);
        return cached_finish(cached) ? ATTEMPT_DONE
                                     : cache_failed(attempt, errno);
    case HTTP_NOT_MODIFIED:
        if (cached->is_whole)
            return ATTEMPT_DONE;
        return say(attempt, ATTEMPT_LATER,
                   "bad_answer: 304 to a request without a condition");
    case HTTP_LATER:
        if (exchange->has_begun && !cached_keep(cached))
            return cache_failed(attempt, errno);
        return say(attempt, ATTEMPT_LATER, why);
    case HTTP_REFUSED:
        if (result->status == RANGE_REFUSED && !cached->is_whole
            && cached->size > 0)
            return begin_again(attempt, cached);
        return say(attempt, ATTEMPT_REFUSED, why);
    default:
        return judge_stop(attempt, exchange);
    }
}

enum attempt_end
attempt_make(struct attempt *attempt, struct http *http, struct cached *cached,
             const char *url)
{
    struct exchange exchange = {.cached = cached, .stall_s = attempt->stall_s};
    enum attempt_end end;

    ask(&exchange, http, url);
    end = judge(attempt, &exchange);
    attempt->retry_after_s = exchange.result.retry_after_s;
    http_free(&exchange.result);
    return end;
}

void
attempt_free(struct attempt *attempt)
{
    buffer_free(&attempt->why);
}
