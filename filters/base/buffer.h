/*
 * buffer - bytes that are owned and grow
 *
 * Lives:   from {0} until buffer_free(); buffer_clear() keeps the memory. A text of a buffer
 *          dies at its next growth.
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    amortised constant a byte.
 */
#ifndef HARK_BASE_BUFFER_H
#define HARK_BASE_BUFFER_H

#include "base/text.h"

struct buffer {
    char *at;
    size_t len;
    size_t cap;
};

void buffer_free(struct buffer *buffer);

static inline void
buffer_clear(struct buffer *buffer)
{
    buffer->len = 0;
}

/* More memory than it has. */
void buffer_grow(struct buffer *buffer, size_t more) __attribute__((cold));

/* Room for `more` bytes behind len; returns where they go. len is left to the caller. */
static inline char *
buffer_reserve(struct buffer *buffer, size_t more)
{
    if (buffer->cap - buffer->len < more || buffer->at == NULL)
        buffer_grow(buffer, more);
    return buffer->at + buffer->len;
}

static inline struct text
buffer_text(const struct buffer *buffer)
{
    return (struct text){buffer->at, buffer->len};
}

static inline void
buffer_add(struct buffer *buffer, struct text text)
{
    if (text.len == 0)
        return;
    if (buffer->cap - buffer->len < text.len)
        buffer_grow(buffer, text.len);
    memcpy(buffer->at + buffer->len, text.at, text.len);
    buffer->len += text.len;
}

static inline void
buffer_add_char(struct buffer *buffer, char one)
{
    if (buffer->cap == buffer->len)
        buffer_grow(buffer, 1);
    buffer->at[buffer->len++] = one;
}

void buffer_add_string(struct buffer *buffer, const char *string);
void buffer_add_integer(struct buffer *buffer, int64_t value);
void buffer_add_hex(struct buffer *buffer,
                    uint64_t value); /* 16 lower-case digits */
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* As the inside of a JSON string: quotes, backslashes and control bytes escaped, the rest as it is. */
void buffer_add_json(struct buffer *buffer, struct text utf8);

/* The same within its quotes. */
void buffer_add_json_string(struct buffer *buffer, struct text utf8);

/* UTF-8 of one code point; a surrogate or a value past U+10FFFF gives U+FFFD. */
enum { BUFFER_CODE_POINT = 4 }; /* bytes that it asks for */
void buffer_add_code_point(struct buffer *buffer, uint32_t code_point);

/* A NUL behind the bytes, not counted in len; returns at. */
const char *buffer_string(struct buffer *buffer);

#endif
