#include "ports/deflate.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

/* Both libraries count in 32 bits. */
enum { MOST = 1 << 30 };

static uint32_t
at_most(size_t count)
{
    return count < MOST ? (uint32_t)count : MOST;
}

#if HARK_ISAL

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

struct deflate {
    struct inflate_state state;
    bool bad; /* what was decoded before the fault is still to be handed out */
};

struct deflate *
deflate_new(void)
{
    struct deflate *self = malloc(sizeof(*self));

    if (self == NULL)
        err(EX_OSERR, NULL);
    isal_inflate_init(&self->state);
    deflate_reset(self, DEFLATE_NO_SUM);
    return self;
}

void
deflate_free(struct deflate *self)
{
    free(self);
}

void
deflate_reset(struct deflate *self, enum deflate_sum sum)
{
    static const uint32_t flags[] = {
        [DEFLATE_NO_SUM] = ISAL_DEFLATE,
        [DEFLATE_CRC32] = ISAL_GZIP_NO_HDR,
        [DEFLATE_ADLER32] = ISAL_ZLIB_NO_HDR,
    };

    isal_inflate_reset(&self->state);
    self->state.crc_flag = flags[sum];
    self->bad = false;
}

/*
 * The library decodes ahead into a buffer of its own and forgets that on an error; whoever reads
 * by small steps would see less of a damaged member than one who reads by large ones.
 */
static enum decode
drain(struct deflate *self, struct decode_span *span)
{
    struct inflate_state *state = &self->state;
    size_t held = (size_t)(state->tmp_out_valid - state->tmp_out_processed);
    size_t count = held < span->out_len ? held : span->out_len;

    memcpy(span->out, state->tmp_out_buffer + state->tmp_out_processed, count);
    state->tmp_out_processed += (int32_t)count;
    span->out += count;
    span->out_len -= count;
    return count < held ? DECODE_MORE : DECODE_BAD;
}

/*
 * The library reads up to 8 bytes ahead into read_in and keeps them at the end of the data. They go back
 * as soon as the end may lie before them, and only to the span that they came from: where it
 * stopped for want of input instead, all that it holds is the beginning of one symbol.
 */
static void
give_back(struct inflate_state *state, uint32_t taken)
{
    bool stopped = state->avail_out == 0
                   || state->block_state == ISAL_BLOCK_INPUT_DONE
                   || state->block_state == ISAL_BLOCK_FINISH;
    uint32_t bytes = (uint32_t)state->read_in_length / 8;

    /* What tmp_in_buffer holds, a cut block header, comes behind read_in. */
    if (!stopped || state->read_in_length < 8 || state->tmp_in_size > 0)
        return;
    if (bytes > taken)
        bytes = taken;
    if (bytes == 0)
        return;
    state->next_in -= bytes;
    state->avail_in += bytes;
    state->read_in_length -= (int32_t)(8 * bytes);
    state->read_in &= (UINT64_C(1) << state->read_in_length) - 1;
}

enum decode
deflate_step(struct deflate *self, struct decode_span *span)
{
    struct inflate_state *state = &self->state;
    uint32_t in = at_most(span->in_len), out = at_most(span->out_len);

    if (self->bad)
        return drain(self, span);
    state->next_in = (uint8_t *)span->in;
    state->avail_in = in;
    state->next_out = span->out;
    state->avail_out = out;
    self->bad = isal_inflate(state) < 0;
    if (!self->bad)
        give_back(state, in - state->avail_in);
    span->in += in - state->avail_in;
    span->in_len -= in - state->avail_in;
    span->out += out - state->avail_out;
    span->out_len -= out - state->avail_out;
    if (self->bad)
        return drain(self, span);
    return state->block_state == ISAL_BLOCK_FINISH ? DECODE_END : DECODE_MORE;
}

uint32_t
deflate_sum(const struct deflate *self)
{
    return self->state.crc;
}

uint32_t
deflate_crc32(uint32_t crc, const void *at, size_t count)
{
    return crc32_gzip_refl(crc, at, count);
}

#else

#include <zlib.h>

struct deflate {
    z_stream stream;
    enum deflate_sum kind;
    uint32_t sum;
};

struct deflate *
deflate_new(void)
{
    struct deflate *self = calloc(1, sizeof(*self));

    if (self == NULL || inflateInit2(&self->stream, -MAX_WBITS) != Z_OK)
        err(EX_OSERR, NULL);
    return self;
}

void
deflate_free(struct deflate *self)
{
    if (self != NULL)
        inflateEnd(&self->stream);
    free(self);
}

void
deflate_reset(struct deflate *self, enum deflate_sum sum)
{
    inflateReset(&self->stream);
    self->kind = sum;
    self->sum = sum == DEFLATE_ADLER32 ? 1 : 0;
}

static void
add_sum(struct deflate *self, const uint8_t *at, uInt count)
{
    if (count > 0 && self->kind == DEFLATE_CRC32)
        self->sum = (uint32_t)crc32(self->sum, at, count);
    if (count > 0 && self->kind == DEFLATE_ADLER32)
        self->sum = (uint32_t)adler32(self->sum, at, count);
}

enum decode
deflate_step(struct deflate *self, struct decode_span *span)
{
    z_stream *stream = &self->stream;
    uint32_t in = at_most(span->in_len), out = at_most(span->out_len);
    uint8_t nowhere = 0;
    int status;

    stream->next_in = (Bytef *)span->in;
    stream->avail_in = in;
    stream->next_out = out > 0 ? span->out : &nowhere; /* NULL is refused */
    stream->avail_out = out;
    status = inflate(stream, Z_NO_FLUSH);
    if (status == Z_MEM_ERROR)
        err(EX_OSERR, NULL);
    add_sum(self, span->out, out - stream->avail_out);
    span->in += in - stream->avail_in;
    span->in_len -= in - stream->avail_in;
    span->out += out - stream->avail_out;
    span->out_len -= out - stream->avail_out;
    if (status == Z_STREAM_END)
        return DECODE_END;
    return status == Z_OK || status == Z_BUF_ERROR ? DECODE_MORE : DECODE_BAD;
}

uint32_t
deflate_sum(const struct deflate *self)
{
    return self->sum;
}

uint32_t
deflate_crc32(uint32_t crc, const void *at, size_t count)
{
    return (uint32_t)crc32(crc, at, (uInt)count);
}

#endif
