#include "ports/bzip2.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include <bzlib.h>

/* The library counts in 32 bits. */
enum { MOST = 1 << 30 };

struct bzip2 {
    struct decoder decoder;
    bz_stream stream;
    bool ended; /* further calls would be an error of sequence */
};

static enum decode
verdict(struct bzip2 *self, int status)
{
    switch (status) {
    case BZ_OK:
        return DECODE_MORE;
    case BZ_STREAM_END:
        return DECODE_END;
    case BZ_MEM_ERROR:
        err(EX_OSERR, NULL);
    case BZ_DATA_ERROR_MAGIC:
        self->decoder.why = "bad_header: not a bzip2 stream";
        return DECODE_BAD;
    default: /* which of them, the library does not tell */
        self->decoder.why = "bad_data: invalid bzip2 data, or its CRC is wrong";
        return DECODE_BAD;
    }
}

static enum decode
step(struct decoder *decoder, struct decode_span *span)
{
    struct bzip2 *self = (struct bzip2 *)decoder;
    bz_stream *stream = &self->stream;
    unsigned in = span->in_len < MOST ? (unsigned)span->in_len : MOST;
    unsigned out = span->out_len < MOST ? (unsigned)span->out_len : MOST;
    enum decode found;

    if (self->ended)
        return DECODE_END;
    stream->next_in = (char *)span->in;
    stream->avail_in = in;
    stream->next_out = (char *)span->out;
    stream->avail_out = out;
    found = verdict(self, BZ2_bzDecompress(stream));
    self->ended = found == DECODE_END;
    span->in += in - stream->avail_in;
    span->in_len -= in - stream->avail_in;
    span->out += out - stream->avail_out;
    span->out_len -= out - stream->avail_out;
    return found;
}

static void
begin(struct bzip2 *self)
{
    enum { SILENT = 0, FAST = 0 };

    memset(&self->stream, 0, sizeof(self->stream));
    if (BZ2_bzDecompressInit(&self->stream, SILENT, FAST) != BZ_OK)
        err(EX_OSERR, NULL);
    self->ended = false;
    self->decoder.why = NULL;
}

static void
reset(struct decoder *decoder)
{
    struct bzip2 *self = (struct bzip2 *)decoder;

    BZ2_bzDecompressEnd(&self->stream);
    begin(self);
}

static void
release(struct decoder *decoder)
{
    struct bzip2 *self = (struct bzip2 *)decoder;

    if (self == NULL)
        return;
    BZ2_bzDecompressEnd(&self->stream);
    free(self);
}

struct decoder *
bzip2_new(void)
{
    struct bzip2 *self = calloc(1, sizeof(*self));

    if (self == NULL)
        err(EX_OSERR, NULL);
    self->decoder.step = step;
    self->decoder.reset = reset;
    self->decoder.free = release;
    begin(self);
    return &self->decoder;
}
