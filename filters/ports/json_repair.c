#include "ports/json_repair.h"

#include "base/utf8.h"
#include "ports/json.h"

enum { UNIT = 6 }; /* bytes of \uXXXX */

static struct text
padded(struct buffer *out)
{
    memset(buffer_reserve(out, JSON_PADDING), 0, JSON_PADDING);
    return buffer_text(out);
}

/* The code unit of an escape \uXXXX at `at`; false where there is none. */
static bool
escaped_unit(const char *at, const char *end, unsigned *unit)
{
    if (end - at < UNIT || at[0] != '\\' || at[1] != 'u')
        return false;
    *unit = 0;
    for (int i = 2; i < UNIT; i++) {
        int digit = text_hex(at[i]);

        if (digit < 0)
            return false;
        *unit = *unit << 4 | (unsigned)digit;
    }
    return true;
}

/* In place: the bytes stay as many. */
static void
repair_surrogates(char *at, const char *end)
{
    static const char replacement[] = {'f', 'f', 'f', 'd'};
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
                memcpy(at + 2, replacement, sizeof(replacement));
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

/* RFC 8259, section 6. *is_integer where there is neither point nor exponent. */
static bool
is_number(struct text token, bool *is_integer)
{
    size_t at = token.at[0] == '-' ? 1 : 0;
    size_t count = digits_at(token, at);

    *is_integer = false;
    if (count == 0 || (count > 1 && token.at[at] == '0'))
        return false;
    at += count;
    if (at == token.len) {
        *is_integer = true;
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

/* Whether simdjson refuses an integer: it reads those of 64 bits, with a sign or without. */
static bool
is_too_long(struct text integer)
{
    struct text most = TEXT("18446744073709551615");

    if (integer.at[0] == '-') {
        most = TEXT("9223372036854775808");
        integer = text_from(integer, 1);
    }
    if (integer.len != most.len)
        return integer.len > most.len;
    return memcmp(integer.at, most.at, most.len) > 0;
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
    static const struct text ends = TEXT(",:[]{}\" \t\r\n");

    while (from < line.len && text_find_char(ends, line.at[from]) == SIZE_MAX)
        from++;
    return from;
}

static void
add_number(struct buffer *out, struct text token, bool *well_formed)
{
    bool is_integer;

    *well_formed &= is_number(token, &is_integer);
    buffer_add(out, token);
    if (is_integer && is_too_long(token))
        buffer_add_string(out, ".0");
}

struct text
json_repair_numbers(struct buffer *out, struct text line, bool *well_formed)
{
    size_t at = 0;

    *well_formed = true;
    buffer_clear(out);
    while (at < line.len) {
        size_t from = at;
        char first = line.at[at];

        at = first == '"' ? string_end(line, at) : token_end(line, at);
        if (at == from)
            at++;
        if (first == '-' || (first >= '0' && first <= '9'))
            add_number(out, (struct text){line.at + from, at - from},
                       well_formed);
        else
            buffer_add(out, (struct text){line.at + from, at - from});
    }
    return padded(out);
}
