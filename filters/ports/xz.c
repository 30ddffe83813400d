#include "ports/xz.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include <lzma.h>

/* More than a decoder takes beside the dictionary, less than the next larger one. */
#define BESIDE (UINT64_C(1) << 20)

struct xz {
    struct decoder decoder;
    lzma_stream stream;
    uint64_t max_window;
    char why[96];
    bool ended;
};

static enum decode
bad(struct xz *self, const char *why)
{
    self->decoder.why = why;
    return DECODE_BAD;
}

static enum decode
too_large(struct xz *self)
{
    /* The dictionary and some 64 KiB, which the rounding takes off. */
    uint64_t wanted = lzma_memusage(&self->stream);

    snprintf(self->why, sizeof(self->why),
             "window_too_large: wants %" PRIu64
             " MiB, --max-window allows %" PRIu64,
             wanted >> 20, self->max_window >> 20);
    return bad(self, self->why);
}

static enum decode
verdict(struct xz *self, lzma_ret status)
{
    switch (status) {
    case LZMA_OK:
    case LZMA_BUF_ERROR: /* twice without progress: no error here */
        return DECODE_MORE;
    case LZMA_STREAM_END:
        return DECODE_END;
    case LZMA_MEM_ERROR:
        err(EX_OSERR, NULL);
    case LZMA_MEMLIMIT_ERROR:
        return too_large(self);
    case LZMA_FORMAT_ERROR:
        return bad(self, "bad_header: not an xz stream");
    case LZMA_OPTIONS_ERROR:
        return bad(self, "bad_header: xz options that are not supported");
    case LZMA_UNSUPPORTED_CHECK:
        return bad(self, "unsupported_check: of the xz stream");
    default:
        return bad(self, "bad_data: invalid xz data, or its check is wrong");
    }
}

static enum decode
step(struct decoder *decoder, struct decode_span *span)
{
    struct xz *self = (struct xz *)decoder;
    lzma_stream *stream = &self->stream;
    lzma_ret status;
    enum decode found;

    if (self->ended)
        return DECODE_END;
    stream->next_in = span->in;
    stream->avail_in = span->in_len;
    stream->next_out = span->out;
    stream->avail_out = span->out_len;
    status = lzma_code(stream, LZMA_RUN);
    if (status == LZMA_NO_CHECK) { /* told once, before the first byte */
        decoder->unchecked = true;
        status = lzma_code(stream, LZMA_RUN);
    }
    found = verdict(self, status);
    self->ended = found == DECODE_END;
    span->in = stream->next_in;
    span->in_len = stream->avail_in;
    span->out = stream->next_out;
    span->out_len = stream->avail_out;
    return found;
}

static void
reset(struct decoder *decoder)
{
    struct xz *self = (struct xz *)decoder;
    uint64_t limit = self->max_window + BESIDE;

    if (limit < BESIDE)
        limit = UINT64_MAX;
    if (lzma_stream_decoder(&self->stream, limit,
                            LZMA_TELL_UNSUPPORTED_CHECK | LZMA_TELL_NO_CHECK)
        != LZMA_OK)
        err(EX_OSERR, NULL);
    self->ended = false;
    decoder->unchecked = false;
    decoder->why = NULL;
}

static void
release(struct decoder *decoder)
{
    struct xz *self = (struct xz *)decoder;

    if (self == NULL)
        return;
    lzma_end(&self->stream);
    free(self);
}

struct decoder *
xz_new(uint64_t max_window)
{
    struct xz *self = calloc(1, sizeof(*self));

    if (self == NULL)
        err(EX_OSERR, NULL);
    self->stream = (lzma_stream)LZMA_STREAM_INIT;
    self->max_window = max_window;
    self->decoder.step = step;
    self->decoder.reset = reset;
    self->decoder.free = release;
    reset(&self->decoder);
    return &self->decoder;
}
