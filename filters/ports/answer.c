#include "ports/answer.h"

#include <stdio.h>
#include <time.h>

static int64_t
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Whether this is the part that was asked for: one that begins elsewhere would be glued in wrongly. */
static bool
is_range_asked(const struct answer *answer)
{
    const struct response *response = &answer->response;
    int64_t length = response->range_to - response->range_from + 1;

    return answer->request->from > 0 && response->range_from >= 0
           && (uint64_t)response->range_from == answer->request->from
           && (response->length < 0 || response->length == length);
}

static int64_t
expected(const struct response *response)
{
    return response->is_chunked ? -1 : response->length;
}

/* By the head alone. */
static enum answer_stop
judge_head(const struct answer *answer)
{
    const struct response *response = &answer->response;
    uint64_t most = answer->request->max_bytes;

    if (response->status != 200 && response->status != 206)
        return ANSWER_STATUS;
    if (response->is_contradictory && !response->is_chunked)
        return ANSWER_CONTRADICTION;
    if (response->status == 206 && !is_range_asked(answer))
        return ANSWER_RANGE;
    if (most > 0 && expected(response) > 0
        && (uint64_t)expected(response) > most)
        return ANSWER_LARGE;
    return ANSWER_GO_ON;
}

void
answer_begin(struct answer *answer)
{
    answer->response.status = 0;
    answer->response.is_over = false;
    answer->stop = ANSWER_GO_ON;
    answer->head_bytes = 0;
    answer->last_ms = now_ms();
    answer->result->received = 0;
}

void
answer_hand_over(struct answer *answer)
{
    struct response *response = &answer->response;
    struct http_result *result = answer->result;

    if (answer->is_handed_over)
        return;
    result->status = response->status;
    if (response->status == 0)
        return;
    answer->is_handed_over = true;
    result->expected = expected(response);
    result->is_delimited = response->is_chunked || response->length >= 0;
    result->range_from = response->range_from;
    result->total =
        response->status == 200 ? result->expected : response->range_total;
    result->etag = response->etag;
    result->last_modified = response->last_modified;
    result->content_encoding = response->content_encoding;
    response->etag = (struct buffer){0};
    response->last_modified = (struct buffer){0};
    response->content_encoding = (struct buffer){0};
}

bool
answer_head(struct answer *answer, struct text line)
{
    enum { HEAD_MOST = 256 << 10 };
    struct response *response = &answer->response;

    answer->last_ms = now_ms();
    answer->head_bytes += line.len;
    response_line(response, line);
    if (answer->head_bytes > HEAD_MOST)
        answer->stop = ANSWER_HEAD;
    else if (response->is_over && response->status >= 200)
        answer->stop = judge_head(answer);
    if (response->is_over && response->status >= 200
        && answer->stop == ANSWER_GO_ON)
        answer_hand_over(answer);
    return answer->stop == ANSWER_GO_ON;
}

static enum answer_stop
take_body(struct answer *answer, const char *at, size_t count)
{
    const struct http_request *request = answer->request;
    struct http_result *result = answer->result;
    int64_t whole = expected(&answer->response);
    enum answer_stop stop = ANSWER_GO_ON;

    if (request->max_bytes > 0 && count > request->max_bytes - result->received)
        return ANSWER_LARGE;
    if (whole >= 0 && count > (uint64_t)whole - result->received) {
        count = (size_t)((uint64_t)whole - result->received);
        stop = ANSWER_EXCESS;
    }
    result->received += count;
    if (count > 0
        && !request->sink(request->context, answer->response.status, at, count))
        return ANSWER_SINK;
    return stop;
}

bool
answer_body(struct answer *answer, struct text bytes)
{
    answer->stop = take_body(answer, bytes.at, bytes.len);
    answer->last_ms = now_ms();
    return answer->stop == ANSWER_GO_ON;
}

bool
answer_is_held(const struct answer *answer)
{
    enum { GRACE_MS = 2000 };
    int64_t whole = expected(&answer->response);

    return answer->response.is_over && whole >= 0
           && answer->result->received >= (uint64_t)whole
           && now_ms() - answer->last_ms >= GRACE_MS;
}

void
answer_say(struct http_result *result, enum http_outcome outcome,
           const char *code, const char *text)
{
    result->outcome = outcome;
    buffer_clear(&result->why);
    buffer_printf(&result->why, "%s: %s", code, text);
    for (size_t i = 0; i < result->why.len; i++) /* a server may have said it */
        if (result->why.at[i] < ' ' || result->why.at[i] > '~')
            result->why.at[i] = '?';
}

static void
tell_status(struct answer *answer)
{
    struct response *response = &answer->response;
    int status = response->status;
    bool is_later =
        status == 408 || status == 425 || status == 429 || status >= 500;
    char text[100];

    snprintf(text, sizeof(text), "%d %s", status,
             buffer_string(&response->reason));
    if (status == 304)
        answer->result->outcome = HTTP_NOT_MODIFIED;
    else
        answer_say(answer->result, is_later ? HTTP_LATER : HTTP_REFUSED,
                   "http_status", text);
}

static const struct {
    enum http_outcome outcome;
    const char *code, *text;
} stops[] = {
    [ANSWER_HEAD] = {HTTP_REFUSED, "bad_answer", "its head has no end"},
    [ANSWER_CONTRADICTION] = {HTTP_REFUSED, "bad_length",
                              "two lengths, or none that is a number"},
    [ANSWER_RANGE] = {HTTP_LATER, "bad_range",
                      "another part came than was asked for"},
    [ANSWER_EXCESS] = {HTTP_LATER, "excess",
                       "more came than the length that was given"},
    [ANSWER_LARGE] = {HTTP_REFUSED, "too_large",
                      "the body is larger than is allowed"},
    [ANSWER_SINK] = {HTTP_SINK, "stopped", "by who asked"},
};

/* A body that went to the sink to its end, as far as the connection tells. */
static void
tell_body(struct answer *answer)
{
    int64_t whole = expected(&answer->response);
    uint64_t received = answer->result->received;
    char text[100];

    if (whole < 0 || received == (uint64_t)whole) {
        answer->result->outcome = HTTP_DONE;
        return;
    }
    snprintf(text, sizeof(text), "%llu of %llu bytes came",
             (unsigned long long)received, (unsigned long long)whole);
    answer_say(answer->result, HTTP_LATER, "cut", text);
}

bool
answer_tell(struct answer *answer, bool is_well)
{
    const struct response *response = &answer->response;
    int64_t whole = expected(response);
    bool is_whole = response->is_over && whole >= 0
                    && answer->result->received == (uint64_t)whole;

    if (answer->stop == ANSWER_STATUS)
        tell_status(answer);
    else if (answer->stop != ANSWER_GO_ON)
        answer_say(answer->result, stops[answer->stop].outcome,
                   stops[answer->stop].code, stops[answer->stop].text);
    else if (!is_well
             && !is_whole) /* who has all need not mind how it closed */
        return false;
    else if (!response->is_over)
        answer_say(answer->result, HTTP_LATER, "cut",
                   "within the head of the answer");
    else
        tell_body(answer);
    return true;
}

bool
answer_is_redirect(const struct answer *answer)
{
    int status = answer->response.status;

    return (status == 301 || status == 302 || status == 303 || status == 307
            || status == 308)
           && answer->response.location.len > 0;
}
