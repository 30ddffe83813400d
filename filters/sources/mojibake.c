#include "sources/mojibake.h"

#include "base/buffer.h"
#include "base/utf8.h"

/* Characters up to U+00FF as bytes; false where there is another. */
static bool
to_bytes(struct buffer *out, struct text utf8)
{
    for (size_t i = 0; i < utf8.len; i++) {
        unsigned char byte = (unsigned char)utf8.at[i];

        if (byte >= 0x80) {
            if (byte > 0xc3 || ++i == utf8.len)
                return false;
            byte = (unsigned char)((byte & 3) << 6
                                   | ((unsigned char)utf8.at[i] & 0x3f));
        }
        buffer_add_char(out, (char)byte);
    }
    return true;
}

struct text
mojibake_mend(struct arena *arena, struct text utf8, bool *is_mended)
{
    struct buffer bytes = {0};

    if (to_bytes(&bytes, utf8) && bytes.len < utf8.len
        && utf8_is_valid(buffer_text(&bytes))) {
        utf8 = arena_copy(arena, buffer_text(&bytes));
        *is_mended = true;
    }
    buffer_free(&bytes);
    return utf8;
}
