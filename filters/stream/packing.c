#include "stream/packing.h"

#include "ports/zstd.h"

enum { BLOCK = 128 << 10, SKIPPABLE_MAGIC = 4 };

static const struct {
    enum packing packing;
    struct text magic;
    const char *suffix;
} packings[] = {{PACKING_GZIP, {"\x1f\x8b", 2}, ".gz"},
                {PACKING_ZSTD, {"\x28\xb5\x2f\xfd", 4}, ".zst"},
                {PACKING_BZIP2, {"BZh", 3}, ".bz2"},
                {PACKING_XZ,
                 {"\xfd"
                  "7zXZ\0",
                  6},
                 ".xz"}};
enum { PACKINGS = sizeof(packings) / sizeof(*packings) };

/* 16 magics, which differ in the low half of the first byte. */
static bool
is_skippable(struct text first)
{
    return first.len >= SKIPPABLE_MAGIC && (first.at[0] & 0xf0) == 0x50
           && text_starts(text_from(first, 1), TEXT("\x2a\x4d\x18"));
}

enum packing
packing_of(struct text first)
{
    for (size_t i = 0; i < PACKINGS; i++)
        if (text_starts(first, packings[i].magic))
            return packings[i].packing;
    return is_skippable(first) ? PACKING_ZSTD : PACKING_PLAIN;
}

bool
packing_is_cut(struct text first, struct text name)
{
    for (size_t i = 0; i < PACKINGS; i++)
        if (name.len > 0 && text_ends(name, text_of(packings[i].suffix))
            && first.len < packings[i].magic.len
            && text_starts(packings[i].magic, first))
            return true;
    return false;
}

static bool
unpack(struct buffer *out, struct text frame, uint64_t max_window)
{
    struct decoder *decoder = zstd_new(max_window);
    struct decode_span span = {(const uint8_t *)frame.at, frame.len, NULL, 0};
    enum decode found;

    do {
        span.out = (uint8_t *)buffer_reserve(out, BLOCK);
        span.out_len = BLOCK;
        found = decoder->step(decoder, &span);
        out->len += BLOCK - span.out_len;
    } while (found == DECODE_MORE && (span.in_len > 0 || span.out_len == 0)
             && out->len <= PACKING_DICTIONARY_MOST);
    decoder->free(decoder);
    return found == DECODE_END;
}

bool
packing_dictionary(struct buffer *out, struct text frame, uint64_t max_window)
{
    if (text_starts(frame, packings[1].magic))
        return unpack(out, frame, max_window);
    buffer_add(out, frame);
    return true;
}
