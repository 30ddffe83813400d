/*
 * text - bytes that somebody else owns
 *
 * Lives:   as long as the owner's bytes; a text from a record dies at the next reader_next().
 * Shape:   any bytes, NUL among them; len counts bytes; an absent text has at == NULL.
 * Cost:    passed by value; nothing here allocates.
 */
#ifndef HARK_BASE_TEXT_H
#define HARK_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
    const char *at;
    size_t len;
};

#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})
#define TEXT_NONE ((struct text){NULL, 0})

/* For printf("%.*s"). */
#define TEXT_ARGS(text) (int)(text).len, (text).at

static inline struct text
text_of(const char *string) /* NULL gives TEXT_NONE */
{
    return (struct text){string, string == NULL ? 0 : strlen(string)};
}

static inline bool
text_equal(struct text a, struct text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool
text_starts(struct text whole, struct text prefix)
{
    return whole.len >= prefix.len
           && (prefix.len == 0 || memcmp(whole.at, prefix.at, prefix.len) == 0);
}

bool text_ends(struct text whole, struct text suffix);

/* ASCII letters only are folded. */
bool text_equal_nocase(struct text a, struct text b);
bool text_starts_nocase(struct text whole, struct text prefix);

/* Bytewise, a prefix first: negative, 0 or positive. */
int text_compare(struct text a, struct text b);

/* The rest from byte `from` on; empty where from is past the end. */
struct text text_from(struct text whole, size_t from);

/* Without ASCII white space at both ends. */
struct text text_trim(struct text whole);

/* Offset of the first one, or SIZE_MAX. */
size_t text_find_char(struct text whole, char wanted);
size_t text_find(struct text whole, struct text wanted);

/* How many bytes stand before the first of either: all of them where neither is there. */
size_t text_before(struct text whole, char one, char other);

/*
 * Takes the piece before the next separator off *rest. A text without a separator is one
 * piece; "a," is two, the second empty. False when nothing is left (rest->at is NULL then).
 */
bool text_split(struct text *rest, char separator, struct text *piece);

/* The value of a hexadecimal digit, or -1. */
static inline int
text_hex(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte = (char)(byte | 0x20);
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* The whole text as a decimal number, `-` allowed; false on anything else and on overflow. */
bool text_integer(struct text digits, int64_t *value);

#endif
