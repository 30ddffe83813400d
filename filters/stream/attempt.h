/*
 * attempt - one request for the body of a URL, into the cache, and how it ended
 *
 * Asks for what is missing: on condition where the whole is there, for the rest where a part is and its ETag is
 * a strong one (a weak one says that two bodies mean the same, not that they are), else for all of it.
 * Lives:   `why` until attempt_free().
 */
#ifndef HARK_STREAM_ATTEMPT_H
#define HARK_STREAM_ATTEMPT_H

#include "ports/http.h"
#include "stream/cached.h"

enum attempt_end {
    ATTEMPT_DONE,    /* the cache has it whole and current */
    ATTEMPT_ANEW,    /* what was there is of no use: another, at once */
    ATTEMPT_LATER,   /* what came is kept */
    ATTEMPT_REFUSED, /* for good */
    ATTEMPT_FAILED   /* the cache could not be written */
};

struct attempt {
    int stall_s; /* to be set: how long a server may send next to nothing */
    struct buffer why;     /* "code: …", of what is neither done nor anew */
    int64_t retry_after_s; /* or -1 */
};

enum attempt_end attempt_make(struct attempt *attempt, struct http *http,
                              struct cached *cached, const char *url);
void attempt_free(struct attempt *attempt);

#endif
