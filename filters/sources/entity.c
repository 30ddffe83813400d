#include "sources/entity.h"

#include "ports/xml_entities.h"

enum { LONGEST = 10 };

struct name {
    struct text name;
    uint32_t code_point;
};

#define NAME(name, code_point) {TEXT(#name), code_point},

static const struct name names[] = {{TEXT("amp"), '&'},   {TEXT("lt"), '<'},
                                    {TEXT("gt"), '>'},    {TEXT("quot"), '"'},
                                    {TEXT("apos"), '\''}, {TEXT("nbsp"), ' '},
                                    XML_ENTITIES(NAME)};

static const struct name *
find(struct text name)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (text_equal(names[i].name, name))
            return &names[i];
    }
    return NULL;
}

/* What browsers make of the codes that Windows-1252 has there. */
static uint32_t
mend(uint32_t code)
{
    static const uint16_t from_80[32] = {
        0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
        0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,   0x017d, 0x8f,
        0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

    if (code >= 0x80 && code < 0xa0)
        return from_80[code - 0x80];
    if (code == 0xa0)
        return ' ';
    return code < 0x20 && code != '\t' && code != '\n' && code != '\r' ? 0xfffd
                                                                       : code;
}

/* &#8217; and &#x2019; behind the `&#`. */
static size_t
take_number(struct buffer *out, struct text text)
{
    bool is_hex = text.len > 2 && (text.at[2] | 0x20) == 'x';
    size_t start = is_hex ? 3 : 2, at = start;
    uint32_t code = 0;

    for (; at < text.len; at++) {
        int digit = text_hex(text.at[at]);

        if (digit < 0 || (!is_hex && digit > 9))
            break;
        code = code > 0x10ffff ? code
                               : code * (is_hex ? 16 : 10) + (uint32_t)digit;
    }
    if (at == start)
        return 0;
    buffer_add_code_point(out, mend(code));
    return at + (at < text.len && text.at[at] == ';');
}

size_t
entity_take(struct buffer *out, struct text text)
{
    const struct name *name;
    size_t end;

    if (text.len < 3 || text.at[0] != '&')
        return 0;
    if (text.at[1] == '#')
        return take_number(out, text);
    end = text_find_char(
        (struct text){text.at, text.len < LONGEST ? text.len : LONGEST}, ';');
    if (end == SIZE_MAX)
        return 0;
    name = find((struct text){text.at + 1, end - 1});
    if (name == NULL)
        return 0;
    buffer_add_code_point(out, name->code_point);
    return end + 1;
}

void
entity_decode(struct buffer *out, struct text text)
{
    while (text.len > 0) {
        size_t run = text_find_char(text, '&');
        size_t len;

        if (run == SIZE_MAX)
            run = text.len;
        buffer_add(out, (struct text){text.at, run});
        text = text_from(text, run);
        if (text.len == 0)
            return;
        len = entity_take(out, text);
        if (len == 0) {
            buffer_add_char(out, '&');
            len = 1;
        }
        text = text_from(text, len);
    }
}
