#include "ports/zstd.h"

#include <assert.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include <zstd.h>
#include <zstd_errors.h>

enum {
    MAGIC_BYTES = 4,
    DESCRIPTOR_BYTES = MAGIC_BYTES + 1,
    SKIPPABLE_BYTES = MAGIC_BYTES + 4,
    HEADER_MOST = 18,
    LEVEL = -5 /* of a spool that is read once: twice as fast as 1 */
};

struct zstd;

/* One part of a frame: END where it is over and `next` was set. */
typedef enum decode stage(struct zstd *self, struct decode_span *span);

struct zstd {
    struct decoder decoder;
    ZSTD_DCtx *context;
    uint64_t max_window;
    stage *next; /* NULL at the frame's end */
    uint32_t skip_left;
    unsigned held_len;
    uint8_t held[HEADER_MOST];
    char why[96];
    bool bad_dictionary;
};

static uint64_t
little_endian(const uint8_t *at, unsigned bytes)
{
    uint64_t value = 0;

    while (bytes-- > 0)
        value = value << 8 | at[bytes];
    return value;
}

static enum decode
bad(struct zstd *self, const char *why)
{
    self->decoder.why = why;
    return DECODE_BAD;
}

/* Whether held[] has the first `bytes` of the frame by now. */
static bool
hold(struct zstd *self, struct decode_span *span, unsigned bytes)
{
    size_t count = bytes - self->held_len;

    if (count > span->in_len)
        count = span->in_len;
    if (count > 0)
        memcpy(self->held + self->held_len, span->in, count);
    self->held_len += (unsigned)count;
    span->in += count;
    span->in_len -= count;
    return self->held_len == bytes;
}

/* RFC 8878, 3.1.1.1: all that follows from the descriptor. */
struct header {
    unsigned bytes, content_at, content_bytes, window_at;
    bool single_segment, has_checksum;
};

static struct header
header_of(uint8_t descriptor)
{
    static const uint8_t id_bytes[] = {0, 1, 2, 4};
    static const uint8_t content_bytes[] = {0, 2, 4, 8};
    struct header header = {.single_segment = descriptor >> 5 & 1,
                            .has_checksum = descriptor >> 2 & 1};

    header.window_at = DESCRIPTOR_BYTES;
    header.content_at =
        DESCRIPTOR_BYTES + !header.single_segment + id_bytes[descriptor & 3];
    header.content_bytes = content_bytes[descriptor >> 6];
    if (header.content_bytes == 0 && header.single_segment)
        header.content_bytes = 1;
    header.bytes = header.content_at + header.content_bytes;
    return header;
}

static uint64_t
window_of(const struct zstd *self, struct header header)
{
    const uint8_t *held = self->held;
    uint64_t size;

    if (header.single_segment) {
        size = little_endian(held + header.content_at, header.content_bytes);
        return size + (header.content_bytes == 2 ? 256 : 0);
    }
    size = UINT64_C(1) << (10 + (held[header.window_at] >> 3));
    return size + size / 8 * (held[header.window_at] & 7);
}

static enum decode
too_large(struct zstd *self, uint64_t window)
{
    snprintf(
        self->why, sizeof(self->why),
        "window_too_large: wants %" PRIu64 " MiB, --max-window allows %" PRIu64,
        (window >> 20) + ((window & 0xfffff) != 0), self->max_window >> 20);
    return bad(self, self->why);
}

static const char *
reason(size_t status)
{
    switch (ZSTD_getErrorCode(status)) {
    case ZSTD_error_checksum_wrong:
        return "bad_crc: checksum of the zstd frame is wrong";
    case ZSTD_error_frameParameter_windowTooLarge:
        return "window_too_large: the zstd frame wants more than 2 GiB";
    case ZSTD_error_frameParameter_unsupported:
        return "bad_header: reserved bits of the zstd frame are set";
    case ZSTD_error_dictionary_wrong:
        return "wrong_dictionary: the zstd frame needs another dictionary";
    case ZSTD_error_memory_allocation:
        err(EX_OSERR, NULL);
    default:
        return "bad_data: invalid zstd data";
    }
}

static enum decode
decompress(struct zstd *self, ZSTD_inBuffer *in, struct decode_span *span)
{
    ZSTD_outBuffer out = {span->out, span->out_len, 0};
    size_t status = ZSTD_decompressStream(self->context, &out, in);

    span->out += out.pos;
    span->out_len -= out.pos;
    if (ZSTD_isError(status))
        return bad(self, reason(status));
    return status == 0 ? DECODE_END : DECODE_MORE;
}

static enum decode
frame(struct zstd *self, struct decode_span *span)
{
    ZSTD_inBuffer in = {span->in, span->in_len, 0};
    enum decode found = decompress(self, &in, span);

    span->in += in.pos;
    span->in_len -= in.pos;
    if (found == DECODE_END)
        self->next = NULL;
    return found;
}

/* The library gets the header, which gives no bytes yet, only after it was looked at. */
static enum decode
header(struct zstd *self, struct decode_span *span)
{
    struct header header = header_of(self->held[MAGIC_BYTES]);
    ZSTD_inBuffer in = {self->held, header.bytes, 0};
    uint64_t window;

    if (!hold(self, span, header.bytes))
        return DECODE_MORE;
    window = window_of(self, header);
    if (window > self->max_window)
        return too_large(self, window);
    self->decoder.unchecked = !header.has_checksum;
    self->next = frame;
    return decompress(self, &in, span) == DECODE_BAD ? DECODE_BAD : DECODE_END;
}

static enum decode
descriptor(struct zstd *self, struct decode_span *span)
{
    if (!hold(self, span, DESCRIPTOR_BYTES))
        return DECODE_MORE;
    self->next = header;
    return DECODE_END;
}

static enum decode
skip(struct zstd *self, struct decode_span *span)
{
    size_t count = self->skip_left;

    if (count > span->in_len)
        count = span->in_len;
    span->in += count;
    span->in_len -= count;
    self->skip_left -= (uint32_t)count;
    if (self->skip_left > 0)
        return DECODE_MORE;
    self->next = NULL;
    return DECODE_END;
}

static enum decode
skip_length(struct zstd *self, struct decode_span *span)
{
    if (!hold(self, span, SKIPPABLE_BYTES))
        return DECODE_MORE;
    self->skip_left = (uint32_t)little_endian(self->held + MAGIC_BYTES, 4);
    self->next = skip;
    return DECODE_END;
}

static enum decode
magic(struct zstd *self, struct decode_span *span)
{
    uint32_t value;

    if (!hold(self, span, MAGIC_BYTES))
        return DECODE_MORE;
    value = (uint32_t)little_endian(self->held, MAGIC_BYTES);
    if ((value & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START)
        self->next = skip_length;
    else if (value == ZSTD_MAGICNUMBER)
        self->next = descriptor;
    else
        return bad(self, "bad_header: not a zstd frame");
    return DECODE_END;
}

static enum decode
step(struct decoder *decoder, struct decode_span *span)
{
    struct zstd *self = (struct zstd *)decoder;

    if (self->bad_dictionary)
        return bad(self, "bad_dictionary: the zstd dictionary is damaged");
    while (self->next != NULL) {
        enum decode found = self->next(self, span);

        if (found != DECODE_END)
            return found;
    }
    return DECODE_END;
}

static void
reset(struct decoder *decoder)
{
    struct zstd *self = (struct zstd *)decoder;

    ZSTD_DCtx_reset(self->context, ZSTD_reset_session_only);
    self->next = magic;
    self->held_len = 0;
    decoder->unchecked = false;
    decoder->why = NULL;
}

static void
release(struct decoder *decoder)
{
    struct zstd *self = (struct zstd *)decoder;

    if (self == NULL)
        return;
    ZSTD_freeDCtx(self->context);
    free(self);
}

struct decoder *
zstd_new(uint64_t max_window)
{
    return zstd_new_with(max_window, TEXT_NONE);
}

struct decoder *
zstd_new_with(uint64_t max_window, struct text dictionary)
{
    struct zstd *self = calloc(1, sizeof(*self));

    if (self == NULL)
        err(EX_OSERR, NULL);
    self->context = ZSTD_createDCtx();
    if (self->context == NULL)
        err(EX_OSERR, NULL);
    self->max_window = max_window;
    self->decoder.step = step;
    self->decoder.reset = reset;
    self->decoder.free = release;
    /* Its own limit, 128 MiB, would refuse what --max-window allows. */
    ZSTD_DCtx_setParameter(
        self->context, ZSTD_d_windowLogMax,
        ZSTD_dParam_getBounds(ZSTD_d_windowLogMax).upperBound);
    if (dictionary.len > 0)
        self->bad_dictionary = ZSTD_isError(ZSTD_DCtx_loadDictionary(
            self->context, dictionary.at, dictionary.len));
    reset(&self->decoder);
    return &self->decoder;
}

size_t
zstd_bound(size_t count)
{
    return ZSTD_compressBound(count);
}

size_t
zstd_pack(void *out, size_t room, const void *in, size_t count)
{
    static ZSTD_CCtx
        *context; /* one for the process: it takes a while to make */
    size_t packed;

    if (context == NULL) {
        context = ZSTD_createCCtx();
        if (context == NULL)
            err(EX_OSERR, NULL);
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL);
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    }
    packed = ZSTD_compress2(context, out, room, in, count);
    if (ZSTD_getErrorCode(packed) == ZSTD_error_memory_allocation)
        err(EX_OSERR, NULL);
    assert(!ZSTD_isError(packed));
    return packed;
}

bool
zstd_unpack(void *out, size_t count, const void *in, size_t packed)
{
    static ZSTD_DCtx *context;

    if (context == NULL)
        context = ZSTD_createDCtx();
    if (context == NULL)
        err(EX_OSERR, NULL);
    return packed >= MAGIC_BYTES
           && little_endian(in, MAGIC_BYTES) == ZSTD_MAGICNUMBER
           && ZSTD_findFrameCompressedSize(in, packed) == packed
           && ZSTD_decompressDCtx(context, out, count, in, packed) == count;
}
