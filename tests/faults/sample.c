#include "sample.h"

#include <assert.h>
#include <stdlib.h>

#include <zlib.h>

void
sample_free(struct sample *sample)
{
    buffer_free(&sample->bytes);
}

static void
name_field(struct sample *sample, const char *name, bool is_edge)
{
    assert(sample->count < SAMPLE_FIELDS);
    sample->fields[sample->count++] =
        (struct field){name, sample->bytes.len, is_edge};
}

void
sample_add(struct sample *sample, const char *name, const void *at, size_t len)
{
    if (len == 0)
        return;
    name_field(sample, name, false);
    buffer_add(&sample->bytes, (struct text){at, len});
}

void
sample_number(struct sample *sample, const char *name, uint64_t value,
              unsigned bytes)
{
    uint8_t little[8];

    for (unsigned i = 0; i < bytes; i++)
        little[i] = (uint8_t)(value >> (8 * i));
    sample_add(sample, name, little, bytes);
}

void
sample_edge(struct sample *sample, const char *name)
{
    name_field(sample, name, true);
}

const char *
sample_field(const struct sample *sample, size_t at)
{
    const char *name = NULL;

    for (size_t i = 0; i < sample->count && sample->fields[i].at <= at; i++)
        if (!sample->fields[i].is_edge)
            name = sample->fields[i].name;
    return name;
}

const char *
sample_cut(const struct sample *sample, size_t at)
{
    for (size_t i = 0; i < sample->count; i++)
        if (sample->fields[i].is_edge && sample->fields[i].at == at)
            return sample->fields[i].name;
    return sample_field(sample, at);
}

void
sample_lines(struct buffer *lines, unsigned from, unsigned count)
{
    for (unsigned i = from; i < from + count; i++) {
        uint64_t noise = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);

        noise = (noise ^ noise >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
        buffer_printf(lines, "{\"id\":%u,\"text\":\"line %u ", i, i);
        buffer_add_hex(lines, noise ^ noise >> 32);
        buffer_add_string(lines, "\"}\n");
    }
}

uint32_t
sample_crc(struct text bytes)
{
    return (uint32_t)crc32(0, (const Bytef *)bytes.at, (uInt)bytes.len);
}

void
sample_deflate(struct buffer *out, struct text plain)
{
    z_stream stream = {0};
    int status =
        deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);

    assert(status == Z_OK);
    buffer_reserve(out, deflateBound(&stream, plain.len));
    stream.next_in = (Bytef *)(uintptr_t)plain.at;
    stream.avail_in = (uInt)plain.len;
    stream.next_out = (Bytef *)out->at + out->len;
    stream.avail_out = (uInt)(out->cap - out->len);
    status = deflate(&stream, Z_FINISH);
    assert(status == Z_STREAM_END);
    out->len += stream.total_out;
    deflateEnd(&stream);
}
