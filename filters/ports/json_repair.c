#include "ports/json_repair.h"

#include "base/utf8.h"
#include "ports/json.h"

enum {
    UNIT = 6,         /* bytes of \uXXXX */
    INT64_DIGITS = 18 /* that many always fit */
};

static struct text
padded(struct buffer *out)
{
    memset(buffer_reserve(out, JSON_PADDING), 0, JSON_PADDING);
    return buffer_text(out);
}

static unsigned
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

/* The code unit of an escape \uXXXX at `at`; false where there is none. */
static bool
escaped_unit(const char *at, const char *end, unsigned *unit)
{
    if (end - at < UNIT || at[0] != '\\' || at[1] != 'u')
        return false;
    *unit = 0;
    for (int i = 2; i < UNIT; i++) {
        unsigned digit = hex_digit(at[i]);

        if (digit > 15)
            return false;
        *unit = *unit << 4 | digit;
    }
    return true;
}

/* In place: the bytes stay as many. */
static void
repair_surrogates(char *at, const char *end)
{
    unsigned first, second;

    while ((at = memchr(at, '\\', (size_t)(end - at))) != NULL) {
        if (!escaped_unit(at, end, &first)) {
            at += end - at >= 2 ? 2 : 1;
        } else if (first >> 10 == 0xD800 >> 10
                   && escaped_unit(at + UNIT, end, &second)
                   && second >> 10 == 0xDC00 >> 10) {
            at += 2 * UNIT;
        } else {
            if (first >> 11 == 0xD800 >> 11)
                memcpy(at + 2, "fffd", 4);
            at += UNIT;
        }
    }
}

struct text
json_repair_text(struct buffer *out, struct text line)
{
    buffer_clear(out);
    utf8_repair(out, line);
    padded(out);
    repair_surrogates(out->at, out->at + out->len);
    return buffer_text(out);
}

static size_t
digits_at(struct text token, size_t at)
{
    size_t from = at;

    while (at < token.len && token.at[at] >= '0' && token.at[at] <= '9')
        at++;
    return at - from;
}

/* RFC 8259, section 6. *digits are those before a point, of a number without point or exponent; else 0. */
static bool
is_number(struct text token, size_t *digits)
{
    size_t at = token.at[0] == '-' ? 1 : 0;
    size_t count = digits_at(token, at);

    *digits = 0;
    if (count == 0 || (count > 1 && token.at[at] == '0'))
        return false;
    at += count;
    if (at == token.len) {
        *digits = count;
        return true;
    }
    if (token.at[at] == '.') {
        count = digits_at(token, ++at);
        if (count == 0)
            return false;
        at += count;
    }
    if (at < token.len && (token.at[at] | 0x20) == 'e') {
        at++;
        if (at < token.len && (token.at[at] == '+' || token.at[at] == '-'))
            at++;
        count = digits_at(token, at);
        if (count == 0)
            return false;
        at += count;
    }
    return at == token.len;
}

/* Of the string that begins at `from`: the offset behind its closing quote. */
static size_t
string_end(struct text line, size_t from)
{
    size_t at = from + 1;

    while (at < line.len && line.at[at] != '"')
        at += line.at[at] == '\\' ? 2 : 1;
    return at < line.len ? at + 1 : line.len;
}

static size_t
token_end(struct text line, size_t from)
{
    while (from < line.len
           && memchr(",:[]{}\" \t\r\n", line.at[from], 11) == NULL)
        from++;
    return from;
}

struct text
json_repair_numbers(struct buffer *out, struct text line, bool *well_formed)
{
    size_t at = 0;

    *well_formed = true;
    buffer_clear(out);
    while (at < line.len) {
        size_t from = at;
        size_t digits = 0;
        char first = line.at[at];

        if (first == '"')
            at = string_end(line, at);
        else
            at = token_end(line, at);
        if (at == from)
            at++;
        if (first == '-' || (first >= '0' && first <= '9'))
            *well_formed &=
                is_number((struct text){line.at + from, at - from}, &digits);
        buffer_add(out, (struct text){line.at + from, at - from});
        if (digits > INT64_DIGITS)
            buffer_add_string(out, ".0");
    }
    return padded(out);
}
