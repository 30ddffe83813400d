/*
 * response - the head of an HTTP response, line by line
 *
 * libcurl believes the first length of two and does not say what it saw; this keeps what a caller must
 * know to trust a body.
 * Lives:   from {0}; texts until response_free() or the next status line, which begins anew.
 * Source:  RFC 9110, sections 8.6 and 14.4; RFC 9112.
 */
#ifndef HARK_PORTS_RESPONSE_H
#define HARK_PORTS_RESPONSE_H

#include "base/buffer.h"

struct response {
    int status;   /* 0 before the first status line */
    bool is_over; /* the empty line was seen; what comes then are trailers */
    bool is_chunked;
    bool is_contradictory; /* two lengths, or one that is no number */
    int64_t length;        /* Content-Length, or -1 */
    int64_t range_from, range_to, range_total; /* Content-Range, each or -1 */
    struct buffer reason, etag, last_modified, content_encoding, retry_after,
        location;
};

void response_line(struct response *response, struct text line);
void response_free(struct response *response);

#endif
