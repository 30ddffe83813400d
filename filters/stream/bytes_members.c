#include "stream/bytes_parts.h"

#include <sysexits.h>

#include "ports/bzip2.h"
#include "ports/inflate.h"
#include "ports/xz.h"

int
bytes_begin(struct bytes *bytes)
{
    if (bytes_look_ahead(bytes, PACKING_MAGIC_MAX) != 0)
        return -1;
    bytes->packing = packing_of(packed_ahead(&bytes->packed));
    bytes->in_member = true;
    switch (bytes->packing) {
    case PACKING_GZIP:
        bytes->decoder = inflate_new();
        break;
    case PACKING_ZSTD:
        return bytes_begin_zstd(bytes);
    case PACKING_BZIP2:
        bytes->decoder = bzip2_new();
        break;
    case PACKING_XZ:
        bytes->decoder = xz_new(bytes->limits.max_window);
        break;
    default:
        if (packing_is_cut(packed_ahead(&bytes->packed),
                           text_of(bytes->suffix_of)))
            return (int)bytes_fail(bytes, EX_DATAERR, "cut",
                                   "it ends before its header does");
    }
    return 0;
}

/* Zeros behind a gzip member (tapes) or an xz stream (in fours) are padding. */
static int
skip_padding(struct bytes *bytes)
{
    size_t zeros = 0;

    if (bytes->packing != PACKING_GZIP && bytes->packing != PACKING_XZ)
        return 0;
    for (;;) {
        if (bytes_look_ahead(bytes, 1) != 0)
            return -1;
        if (!text_starts(packed_ahead(&bytes->packed), (struct text){"", 1}))
            break;
        bytes->packed.start++;
        zeros++;
    }
    if (bytes->packing == PACKING_XZ && zeros % 4 != 0)
        return (int)bytes_fail(
            bytes, EX_DATAERR, "trailing_bytes",
            "the padding of an xz stream is no multiple of 4");
    return 0;
}

/* Between members: 1 another follows, 0 the end, -1 something that is neither. */
static int
next_member(struct bytes *bytes)
{
    if (skip_padding(bytes) != 0
        || bytes_look_ahead(bytes, PACKING_MAGIC_MAX) != 0)
        return -1;
    if (packed_ahead(&bytes->packed).len == 0)
        return 0;
    if (packing_of(packed_ahead(&bytes->packed)) != bytes->packing)
        return (int)bytes_fail(
            bytes, EX_DATAERR, "trailing_bytes",
            "what follows a member is neither a member nor the "
            "end");
    bytes->decoder->reset(bytes->decoder);
    bytes->in_member = true;
    return 1;
}

static int
decoder_failed(struct bytes *bytes)
{
    const char *why = bytes->decoder->why;
    bool refused = text_starts(text_of(why), TEXT("window_too_large"));

    return (int)bytes_fail(bytes, refused ? STATUS_REFUSED : EX_DATAERR, "",
                           why);
}

/* One step of the decoder; bytes unpacked, or -1. */
static ssize_t
step(struct bytes *bytes, void *at, size_t room)
{
    struct packed *packed = &bytes->packed;
    struct decode_span span = {packed->in + packed->start,
                               packed->end - packed->start, at, room};
    enum decode found = bytes->decoder->step(bytes->decoder, &span);

    packed->start = (size_t)(span.in - packed->in);
    if (found == DECODE_BAD && span.out_len == room)
        return decoder_failed(bytes);
    if (found == DECODE_END) {
        bytes->in_member = false;
        bytes->unchecked |= bytes->decoder->unchecked;
    }
    return (ssize_t)(room - span.out_len);
}

ssize_t
bytes_read_packed(struct bytes *bytes, void *at, size_t room)
{
    for (;;) {
        ssize_t count;

        if (!bytes->in_member && (count = next_member(bytes)) <= 0)
            return count;
        count = step(bytes, at, room);
        if (count != 0)
            return count;
        if (!bytes->in_member || packed_ahead(&bytes->packed).len > 0)
            continue;
        if (bytes_look_ahead(bytes, 1) != 0)
            return -1;
        if (packed_ahead(&bytes->packed).len == 0)
            return bytes_fail(bytes, EX_DATAERR, "cut",
                              "it ends within a compressed member");
    }
}
