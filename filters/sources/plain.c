#include "sources/plain.h"

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
    char *out;
    size_t len = 0;

    if (text_find_char(encoded, '&') == SIZE_MAX)
        return encoded;
    out = arena_get(arena, encoded.len);
    while (encoded.len > 0) {
        size_t run = entity(encoded, &out[len]);

        if (run == 0) {
            out[len] = encoded.at[0];
            run = 1;
        }
        len++;
        encoded = text_from(encoded, run);
    }
    return (struct text){out, len};
}
