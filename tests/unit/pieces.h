/* pieces - bytes in memory that come in pieces of any size, as a source gives them */
#ifndef HARK_TESTS_PIECES_H
#define HARK_TESTS_PIECES_H

#include <sys/types.h>

#include "base/text.h"

struct pieces {
    struct text rest;
    size_t step;    /* bytes a call at most */
    bool is_broken; /* it fails in place of its end */
    bool has_ended; /* and who reads was told */
};

/* The next of struct pieces: how many bytes, 0 at the end, -1 where it is broken. */
static inline ssize_t
pieces_give(void *context, void *at, size_t room)
{
    struct pieces *pieces = context;
    size_t len = pieces->rest.len;

    if (len > room)
        len = room;
    if (len > pieces->step)
        len = pieces->step;
    pieces->has_ended = len == 0;
    if (len == 0)
        return pieces->is_broken ? -1 : 0;
    memcpy(at, pieces->rest.at, len);
    pieces->rest = text_from(pieces->rest, len);
    return (ssize_t)len;
}

#endif
