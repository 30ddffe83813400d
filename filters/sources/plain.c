#include "sources/plain.h"

#include "base/buffer.h"

static const struct {
    struct text entity;
    char plain;
} basic[] = {{{"&amp;", 5}, '&'}, {{"&lt;", 4}, '<'}, {{"&gt;", 4}, '>'}};

enum { BASIC = sizeof(basic) / sizeof(*basic) };

/* The length of the entity at the front, or 0. */
static size_t
entity(struct text text, char *plain)
{
    for (size_t i = 0; i < BASIC; i++) {
        if (text_starts(text, basic[i].entity)) {
            *plain = basic[i].plain;
            return basic[i].entity.len;
        }
    }
    return 0;
}

struct text
plain_basic(struct arena *arena, struct text encoded)
{
    size_t run = text_find_char(encoded, '&');
    struct buffer out;
    char plain = '&';

    if (run == SIZE_MAX)
        return encoded;
    out = (struct buffer){arena_get(arena, encoded.len), 0, encoded.len};
    for (; run != SIZE_MAX; run = text_find_char(encoded, '&')) {
        size_t len = entity(text_from(encoded, run), &plain);

        buffer_add(&out, (struct text){encoded.at, run});
        buffer_add_char(&out, len == 0 ? '&' : plain);
        encoded = text_from(encoded, run + (len == 0 ? 1 : len));
    }
    buffer_add(&out, encoded);
    return buffer_text(&out);
}
