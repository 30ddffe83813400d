/*
 * answer - what a server sent, judged as it comes, and what to tell of it
 *
 * Knows HTTP but no library: http_transfer.c hands it lines and bytes and ends the transfer where it says so.
 */
#ifndef HARK_PORTS_ANSWER_H
#define HARK_PORTS_ANSWER_H

#include "ports/http.h"
#include "ports/response.h"

/* Why a transfer was ended from this side. */
enum answer_stop {
    ANSWER_GO_ON,
    ANSWER_STATUS, /* neither 200 nor 206: its body is not wanted */
    ANSWER_HEAD,   /* it is longer than any is */
    ANSWER_CONTRADICTION,
    ANSWER_RANGE,
    ANSWER_EXCESS,
    ANSWER_LARGE,
    ANSWER_SINK
};

struct answer {
    const struct http_request *request;
    struct http_result *result;
    struct response response;
    enum answer_stop stop;
    size_t head_bytes;
    int64_t last_ms;     /* when something came last */
    bool is_handed_over; /* before the body */
};

void answer_begin(struct answer *answer);

/* False ends the transfer. */
bool answer_head(struct answer *answer, struct text line);
bool answer_body(struct answer *answer, struct text bytes);

/* All is here, and for two seconds the server has not closed what it was asked to close. */
bool answer_is_held(const struct answer *answer);

bool answer_is_redirect(const struct answer *answer);

/* Outcome and why; false where the connection failed and that is all there is to say. */
bool answer_tell(struct answer *answer, bool is_well);

/* What the head says, but for retry_after_s. Its texts leave the response; once only. */
void answer_hand_over(struct answer *answer);

void answer_say(struct http_result *result, enum http_outcome outcome,
                const char *code, const char *text);

#endif
