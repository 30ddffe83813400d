/*
 * head - what a server sends: the lines of a head, and a body behind the empty one
 *
 * No more of it goes out than its length says, or than was allowed.
 */
#include "common.h"
#include "ports/answer.h"

enum { BYTES_MOST = 1000 };

static bool
take(void *context, int status, const void *bytes, size_t count)
{
    uint64_t *taken = context;

    (void)bytes;
    assert(status == 200 || status == 206);
    *taken += count;
    return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    uint64_t taken = 0;
    struct text rest = {(const char *)at, len}, line;
    struct http_request request = {.from = common_byte(&rest),
                                   .max_bytes = BYTES_MOST,
                                   .sink = take,
                                   .context = &taken};
    struct http_result result = {0};
    struct answer answer = {.request = &request, .result = &result};
    int64_t length;

    answer_begin(&answer);
    while (!answer.response.is_over && text_split(&rest, '\n', &line)
           && answer_head(&answer, line))
        ;
    length = answer.response.is_chunked ? -1 : answer.response.length;
    if (answer.response.is_over && answer.response.status >= 200
        && answer.stop == ANSWER_GO_ON)
        answer_body(&answer, rest);
    assert(taken <= BYTES_MOST && taken == result.received);
    assert(length < 0 || taken <= (uint64_t)length);
    answer_is_redirect(&answer);
    answer_tell(&answer, true);
    answer_hand_over(&answer);
    response_free(&answer.response);
    http_free(&result);
    return 0;
}
