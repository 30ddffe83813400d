#include "stream/bytes_parts.h"

#include <sysexits.h>

#include "ports/zstd.h"

enum { SKIPPABLE_HEAD = 8 };

static size_t
little_endian(const uint8_t *at)
{
    return at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16
           | (size_t)at[3] << 24;
}

/* All of the skippable frame in which a .warc.zst has its dictionary; TEXT_NONE where there is none, or after a failure. */
static struct text
dictionary_frame(struct bytes *bytes)
{
    struct text frame = TEXT_NONE;
    size_t len;

    if (!text_starts(packed_ahead(&bytes->packed), TEXT("\x5d\x2a\x4d\x18"))
        || bytes_look_ahead(bytes, SKIPPABLE_HEAD) != 0)
        return frame;
    if (packed_ahead(&bytes->packed).len >= SKIPPABLE_HEAD) {
        len =
            little_endian((const uint8_t *)packed_ahead(&bytes->packed).at + 4);
        if (len > PACKING_DICTIONARY_MOST) {
            bytes_fail(bytes, STATUS_REFUSED, "too_large",
                       "a dictionary of more than 16 MiB");
            return frame;
        }
        if (bytes_look_ahead(bytes, SKIPPABLE_HEAD + len) != 0)
            return frame;
        frame = text_from(packed_ahead(&bytes->packed), SKIPPABLE_HEAD);
        if (frame.len >= len)
            return (struct text){frame.at, len};
    }
    bytes_fail(bytes, EX_DATAERR, "cut", "it ends within its dictionary");
    return TEXT_NONE;
}

int
bytes_begin_zstd(struct bytes *bytes)
{
    struct buffer dictionary = {0};
    uint64_t max_window = bytes->limits.max_window;
    struct text frame = dictionary_frame(bytes);

    if (bytes->status != 0)
        return -1;
    if (frame.len > 0 && !packing_dictionary(&dictionary, frame, max_window))
        return (int)bytes_fail(bytes, EX_DATAERR, "bad_data",
                               "the dictionary cannot be unpacked");
    bytes->decoder = dictionary.len > 0
                         ? zstd_new_with(max_window, buffer_text(&dictionary))
                         : zstd_new(max_window);
    buffer_free(&dictionary);
    return 0;
}
