#include "ports/inflate.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/deflate.h"

enum {
    FLAG_HEADER_CRC = 2,
    FLAG_EXTRA = 4,
    FLAG_NAME = 8,
    FLAG_COMMENT = 16,
    FLAG_RESERVED = 0xe0
};

enum {
    FIXED_BYTES = 10,
    TRAILER_BYTES = 8,
    RAW_BYTES = 2, /* no deflate data is shorter */
    METHOD_DEFLATE = 8,
    FLAG_DICTIONARY = 0x20 /* of zlib's header */
};

struct inflate;

/* One part of a member: END where it is over and the next begins. */
typedef enum decode stage(struct inflate *self, struct decode_span *span);

struct inflate {
    struct decoder decoder;
    struct deflate *deflate;
    stage *const *stages; /* of the wrapper, a NULL behind */
    unsigned at;          /* which of them */
    uint8_t held[FIXED_BYTES];
    unsigned held_len;
    uint8_t flags;
    uint16_t extra_left;
    uint32_t header_crc;
    uint32_t length; /* of the member's bytes, modulo 2^32 as the trailer */
};

static uint32_t
little_endian(const uint8_t *at, unsigned bytes)
{
    uint32_t value = 0;

    while (bytes-- > 0)
        value = value << 8 | at[bytes];
    return value;
}

static enum decode
bad(struct inflate *self, const char *why)
{
    self->decoder.why = why;
    return DECODE_BAD;
}

static void
take(struct inflate *self, struct decode_span *span, size_t count)
{
    self->header_crc = deflate_crc32(self->header_crc, span->in, count);
    span->in += count;
    span->in_len -= count;
}

/* Whether held[] has the first `bytes` of the stage by now. */
static bool
hold(struct inflate *self, struct decode_span *span, unsigned bytes)
{
    size_t count = bytes - self->held_len;

    if (count > span->in_len)
        count = span->in_len;
    if (count > 0) {
        memcpy(self->held + self->held_len, span->in, count);
        take(self, span, count);
        self->held_len += (unsigned)count;
    }
    return self->held_len == bytes;
}

static enum decode
gzip_fixed(struct inflate *self, struct decode_span *span)
{
    if (!hold(self, span, FIXED_BYTES))
        return DECODE_MORE;
    if (self->held[0] != 0x1f || self->held[1] != 0x8b)
        return bad(self, "bad_header: not a gzip member");
    if (self->held[2] != METHOD_DEFLATE)
        return bad(self, "bad_header: gzip method is not deflate");
    self->flags = self->held[3];
    if (self->flags & FLAG_RESERVED)
        return bad(self, "bad_header: reserved gzip flags are set");
    return DECODE_END;
}

static enum decode
gzip_extra_length(struct inflate *self, struct decode_span *span)
{
    if (!(self->flags & FLAG_EXTRA))
        return DECODE_END;
    if (!hold(self, span, 2))
        return DECODE_MORE;
    self->extra_left = (uint16_t)little_endian(self->held, 2);
    return DECODE_END;
}

static enum decode
gzip_extra(struct inflate *self, struct decode_span *span)
{
    size_t count = self->extra_left;

    if (!(self->flags & FLAG_EXTRA))
        return DECODE_END;
    if (count > span->in_len)
        count = span->in_len;
    take(self, span, count);
    self->extra_left = (uint16_t)(self->extra_left - count);
    return self->extra_left == 0 ? DECODE_END : DECODE_MORE;
}

static enum decode
skip_string(struct inflate *self, struct decode_span *span, unsigned flag)
{
    const uint8_t *end;

    if (!(self->flags & flag))
        return DECODE_END;
    if (span->in_len == 0)
        return DECODE_MORE;
    end = memchr(span->in, '\0', span->in_len);
    take(self, span, end == NULL ? span->in_len : (size_t)(end - span->in) + 1);
    return end == NULL ? DECODE_MORE : DECODE_END;
}

static enum decode
gzip_name(struct inflate *self, struct decode_span *span)
{
    return skip_string(self, span, FLAG_NAME);
}

static enum decode
gzip_comment(struct inflate *self, struct decode_span *span)
{
    return skip_string(self, span, FLAG_COMMENT);
}

static enum decode
gzip_header_crc(struct inflate *self, struct decode_span *span)
{
    uint32_t crc = self->header_crc;

    if (!(self->flags & FLAG_HEADER_CRC))
        return DECODE_END;
    if (!hold(self, span, 2)) {
        self->header_crc = crc; /* which does not cover itself */
        return DECODE_MORE;
    }
    if (little_endian(self->held, 2) != (crc & 0xffff))
        return bad(self, "bad_header: CRC of the gzip header is wrong");
    return DECODE_END;
}

static enum decode
body(struct inflate *self, struct decode_span *span)
{
    size_t room = span->out_len;
    enum decode found = deflate_step(self->deflate, span);

    self->length += (uint32_t)(room - span->out_len);
    return found == DECODE_BAD ? bad(self, "bad_data: invalid deflate data")
                               : found;
}

static enum decode
gzip_trailer(struct inflate *self, struct decode_span *span)
{
    if (!hold(self, span, TRAILER_BYTES))
        return DECODE_MORE;
    if (little_endian(self->held, 4) != deflate_sum(self->deflate))
        return bad(self, "bad_crc: CRC-32 of the gzip member is wrong");
    if (little_endian(self->held + 4, 4) != self->length)
        return bad(self, "bad_length: length of the gzip member is wrong");
    return DECODE_END;
}

static enum decode
zlib_trailer(struct inflate *self, struct decode_span *span)
{
    if (!hold(self, span, 4))
        return DECODE_MORE;
    if (__builtin_bswap32(little_endian(self->held, 4))
        != deflate_sum(self->deflate))
        return bad(self, "bad_crc: Adler-32 of the zlib stream is wrong");
    return DECODE_END;
}

/* The two bytes with which wrapped deflate begins and raw deflate hardly can. */
static bool
is_zlib(const uint8_t *at)
{
    return (at[0] & 15) == METHOD_DEFLATE && at[0] >> 4 <= 7
           && (at[0] << 8 | at[1]) % 31 == 0;
}

static stage wrapper, raw_start;
static stage *const gzip_stages[] = {
    gzip_fixed, gzip_extra_length, gzip_extra,
    gzip_name,  gzip_comment,      gzip_header_crc,
    body,       gzip_trailer,      NULL};
static stage *const unknown_stages[] = {wrapper, NULL};
static stage *const zlib_stages[] = {wrapper, body, zlib_trailer, NULL};
static stage *const raw_stages[] = {wrapper, raw_start, body, NULL};

static enum decode
wrapper(struct inflate *self, struct decode_span *span)
{
    if (!hold(self, span, RAW_BYTES))
        return DECODE_MORE;
    if (!is_zlib(self->held)) {
        self->stages = raw_stages;
        return DECODE_END;
    }
    if (self->held[1] & FLAG_DICTIONARY)
        return bad(self, "bad_header: a zlib dictionary is asked for");
    self->stages = zlib_stages;
    self->decoder.unchecked = false;
    deflate_reset(self->deflate, DEFLATE_ADLER32);
    return DECODE_END;
}

/* What wrapper() looked at was data; it goes to the engine before the rest. */
static enum decode
raw_start(struct inflate *self, struct decode_span *span)
{
    struct decode_span held = {self->held + self->held_len,
                               RAW_BYTES - self->held_len, span->out,
                               span->out_len};
    enum decode found = body(self, &held);

    self->held_len = (unsigned)(RAW_BYTES - held.in_len);
    span->out = held.out;
    span->out_len = held.out_len;
    if (found == DECODE_BAD || held.in_len > 0)
        return found;
    return DECODE_END;
}

static enum decode
step(struct decoder *decoder, struct decode_span *span)
{
    struct inflate *self = (struct inflate *)decoder;

    while (self->stages[self->at] != NULL) {
        enum decode found = self->stages[self->at](self, span);

        if (found != DECODE_END)
            return found;
        self->at++;
        self->held_len = 0;
    }
    return DECODE_END;
}

static void
reset(struct decoder *decoder)
{
    struct inflate *self = (struct inflate *)decoder;
    bool gzip = self->stages == gzip_stages;

    if (!gzip)
        self->stages = unknown_stages;
    deflate_reset(self->deflate, gzip ? DEFLATE_CRC32 : DEFLATE_NO_SUM);
    self->at = 0;
    self->held_len = 0;
    self->header_crc = 0;
    self->length = 0;
    decoder->unchecked = !gzip;
    decoder->why = NULL;
}

static void
release(struct decoder *decoder)
{
    struct inflate *self = (struct inflate *)decoder;

    if (self == NULL)
        return;
    deflate_free(self->deflate);
    free(self);
}

static struct decoder *
create(stage *const *stages)
{
    struct inflate *self = calloc(1, sizeof(*self));

    if (self == NULL)
        err(EX_OSERR, NULL);
    self->decoder.step = step;
    self->decoder.reset = reset;
    self->decoder.free = release;
    self->deflate = deflate_new();
    self->stages = stages;
    reset(&self->decoder);
    return &self->decoder;
}

struct decoder *
inflate_new(void)
{
    return create(gzip_stages);
}

struct decoder *
inflate_new_deflate(void)
{
    return create(unknown_stages);
}
