/*
 * packed - bytes as they come from a file or another reader, with a look at those to come
 *
 * Lives:   from packed_of() to packed_free(), which closes nothing; what packed_ahead() shows until the next call.
 * Fails:   -1, with why ("cannot_read: …", "cut: …") and the status that it means.
 * Cost:    a read(2) a block.
 */
#ifndef HARK_STREAM_PACKED_H
#define HARK_STREAM_PACKED_H

#include <sys/types.h>

#include "base/text.h"
#include "stream/bytes.h"

struct packed {
    int fd; /* or -1, and then */
    bytes_source *source;
    void *context;
    uint8_t *in;
    size_t start, end, cap; /* of what was read and not used */
    bool at_end;
    uint64_t taken;         /* read so far */
    const char *code, *why; /* of a failure */
    int status;
};

void packed_free(struct packed *packed);

/* Bytes that come before all others. At most once, before anything is read. */
void packed_unread(struct packed *packed, const void *at, size_t count);

/* Sees to it that at least `wanted` bytes are ahead, or as many as there are; -1 for an error. */
int packed_look(struct packed *packed, size_t wanted);

static inline struct text
packed_ahead(const struct packed *packed)
{
    return (struct text){(const char *)packed->in + packed->start,
                         packed->end - packed->start};
}

/* What is ahead, else straight from below: count, 0 at the end, -1 for an error. */
ssize_t packed_read(struct packed *packed, void *at, size_t room);

#endif
