/*
 * json_take - the pieces of JSON in plain writing, taken off the front of a line, for the files of json alone
 *
 * Plain: neither backslash nor control byte, so that a string ends with the next quote.
 * Shape:   a line goes on with its padding behind `end`, whatever that holds: a piece may reach into it by a few bytes, never
 *          by more than that, and who takes the last piece sees that it ends behind `end`.
 * Fails:   false where the piece is not there, or is written in a way that only the parser knows.
 */
#ifndef HARK_PORTS_JSON_TAKE_H
#define HARK_PORTS_JSON_TAKE_H

#include "ports/json.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct json_rest {
    const char *at;
    const char *end;
};

static inline void
json_take_space(struct json_rest *rest)
{
    while (__builtin_expect(*rest->at == ' ', 0) && rest->at < rest->end)
        rest->at++;
}

static inline bool
json_take_char(struct json_rest *rest, char wanted)
{
    if (*rest->at != wanted)
        return false;
    rest->at++;
    return true;
}

static inline bool
json_take_word(struct json_rest *rest, struct text word)
{
    if (memcmp(rest->at, word.at, word.len) != 0)
        return false;
    rest->at += word.len;
    return true;
}

/* Most strings end within a block or two: a call to memchr() would cost more than the look. */
static inline const char *
json_find_quote(const char *at, const char *end)
{
#ifdef __SSE2__
    const __m128i quotes = _mm_set1_epi8('"');

    for (; at < end; at += sizeof(quotes)) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quotes));

        if (found != 0) {
            at += __builtin_ctz((unsigned)found);
            return at < end ? at : NULL;
        }
    }
    return NULL;
#else
    return at < end ? memchr(at, '"', (size_t)(end - at)) : NULL;
#endif
}

/* The string whose quote has been taken. */
static inline bool
json_take_string(struct json_rest *rest, struct text *string)
{
    const char *quote = json_find_quote(rest->at, rest->end);

    if (quote == NULL)
        return false;
    *string = (struct text){rest->at, (size_t)(quote - rest->at)};
    rest->at = quote + 1;
    return true;
}

/* Between two values of an object or array: a comma, else `close`, which ends it. */
enum json_between { JSON_MORE, JSON_CLOSED, JSON_BROKEN };

static inline enum json_between
json_take_between(struct json_rest *rest, char close)
{
    json_take_space(rest);
    if (json_take_char(rest, ',')) {
        json_take_space(rest);
        return rest->at < rest->end ? JSON_MORE : JSON_BROKEN;
    }
    return json_take_char(rest, close) ? JSON_CLOSED : JSON_BROKEN;
}

/* An integer of 18 digits, or a decimal of 15, which are what the parser makes of them to the last bit. */
bool json_take_number(struct json_rest *rest, struct json_slot *slot);

/* One of so few digits that it lies within the range of a double. */
bool json_take_any_number(struct json_rest *rest);

#endif
