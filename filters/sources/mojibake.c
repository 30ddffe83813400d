#include "sources/mojibake.h"

#include "base/utf8.h"

/* Characters up to U+00FF as bytes; how many there are, or SIZE_MAX where there is another character. */
static size_t
to_bytes(char *out, struct text utf8)
{
    size_t len = 0;

    for (size_t i = 0; i < utf8.len; i++) {
        unsigned char byte = (unsigned char)utf8.at[i];

        if (byte >= 0x80) {
            if (byte > 0xc3 || ++i == utf8.len)
                return SIZE_MAX;
            byte = (unsigned char)((byte & 3) << 6
                                   | ((unsigned char)utf8.at[i] & 0x3f));
        }
        out[len++] = (char)byte;
    }
    return len;
}

static bool
is_ascii(struct text utf8)
{
    unsigned char all = 0;

    for (size_t i = 0; i < utf8.len; i++)
        all |= (unsigned char)utf8.at[i];
    return all < 0x80;
}

struct text
mojibake_mend(struct arena *arena, struct text utf8, bool *is_mended)
{
    struct text bytes;
    char *out;

    if (is_ascii(utf8))
        return utf8;
    out = arena_get(arena, utf8.len);
    bytes = (struct text){out, to_bytes(out, utf8)};
    if (bytes.len == SIZE_MAX || !utf8_is_valid(bytes))
        return utf8;
    *is_mended = true;
    return bytes;
}
