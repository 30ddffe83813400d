#include "stream/packed.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

enum { BLOCK = 128 << 10 };

void
packed_free(struct packed *packed)
{
    free(packed->in);
    packed->in = NULL;
}

static ssize_t
fail(struct packed *packed, int status, const char *code, const char *why)
{
    packed->status = status;
    packed->code = code;
    packed->why = why;
    return -1;
}

static void
reserve(struct packed *packed, size_t cap)
{
    if (packed->cap >= cap)
        return;
    packed->in = realloc(packed->in, cap);
    if (packed->in == NULL)
        err(EX_OSERR, "bytes");
    packed->cap = cap;
}

/* Count, 0 at the end, -1 and why. */
static ssize_t
take(struct packed *packed, void *at, size_t room)
{
    ssize_t count;

    if (packed->source != NULL) {
        count = packed->source(packed->context, at, room);
        if (count < 0 && packed->status == 0)
            fail(packed, EX_DATAERR, "cut", "what it lies in is damaged");
    } else {
        do
            count = read(packed->fd, at, room);
        while (count < 0 && errno == EINTR);
        if (count < 0)
            fail(packed, EX_IOERR, "cannot_read", strerror(errno));
    }
    if (count > 0)
        packed->taken += (uint64_t)count;
    return count;
}

int
packed_look(struct packed *packed, size_t wanted)
{
    size_t held = packed->end - packed->start;

    reserve(packed, wanted > BLOCK ? wanted : BLOCK);
    if (held < wanted && packed->start > 0) {
        memmove(packed->in, packed->in + packed->start, held);
        packed->start = 0;
        packed->end = held;
    }
    while (packed->end - packed->start < wanted && !packed->at_end) {
        ssize_t count =
            take(packed, packed->in + packed->end, packed->cap - packed->end);
        if (count < 0)
            return -1;
        packed->at_end = count == 0;
        packed->end += (size_t)count;
    }
    return 0;
}

void
packed_unread(struct packed *packed, const void *at, size_t count)
{
    if (count == 0)
        return;
    reserve(packed, count > BLOCK ? count : BLOCK);
    memcpy(packed->in, at, count);
    packed->end = count;
    packed->taken = count;
}

ssize_t
packed_read(struct packed *packed, void *at, size_t room)
{
    struct text held = packed_ahead(packed);

    if (held.len == 0)
        return packed->at_end ? 0 : take(packed, at, room);
    if (held.len > room)
        held.len = room;
    memcpy(at, held.at, held.len);
    packed->start += held.len;
    return (ssize_t)held.len;
}
