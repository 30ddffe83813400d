#include "sources/words.h"

#include "base/utf8.h"
#include "ports/unicode.h"

enum { HANDLE_MAX = 20 };

static bool
is_handle_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
           || (byte >= '0' && byte <= '9') || byte == '_';
}

/* The length of `sign` (also in its wide form) at the front, or 0. */
static size_t
sign_length(struct text text, char sign, struct text wide)
{
    if (text.len > 0 && text.at[0] == sign)
        return 1;
    return text_starts(text, wide) ? wide.len : 0;
}

/* Where the next sign may stand, from `at` on; the length of the text where none does. */
static size_t
find_sign(struct text text, size_t at, char sign)
{
    struct text rest = text_from(text, at);
    size_t first = text_find_char(rest, sign);
    size_t wide;

    if (first != SIZE_MAX)
        rest.len = first;
    wide = text_find_char(rest, '\xef');
    return at + (wide != SIZE_MAX ? wide : rest.len);
}

static const struct text wide_at = {"\xef\xbc\xa0", 3};
static const struct text wide_number = {"\xef\xbc\x83", 3};

/* Whether a handle may begin behind the first `at` bytes: "me@here" has none, "RT@here" has. */
static bool
opens_mention(struct text text, size_t at)
{
    if (at == 0)
        return true;
    if (at >= 2
        && text_equal_nocase((struct text){text.at + at - 2, 2}, TEXT("rt")))
        return at == 2 || !is_handle_byte(text.at[at - 3]);
    return !is_handle_byte(text.at[at - 1])
           && text_find_char(TEXT("!@#$%&*"), text.at[at - 1]) == SIZE_MAX;
}

/* Whether a handle ends there, so that it is not part of something else. */
static bool
closes_mention(struct text behind)
{
    struct text rest = behind;
    uint32_t one;

    return sign_length(behind, '@', wide_at) == 0
           && !text_starts(behind, TEXT("://"))
           && !(utf8_next(&rest, &one) && one >= 0xc0 && one < 0x250);
}

void
words_mentions(struct draft *draft, struct text utf8)
{
    for (size_t at = 0; (at = find_sign(utf8, at, '@')) < utf8.len; at++) {
        size_t sign = sign_length(text_from(utf8, at), '@', wide_at);
        struct text name = text_from(utf8, at + sign);
        size_t len = 0;

        if (sign == 0 || !opens_mention(utf8, at))
            continue;
        while (len < name.len && len < HANDLE_MAX
               && is_handle_byte(name.at[len]))
            len++;
        if (len > 0 && closes_mention(text_from(name, len)))
            draft_add(draft, DRAFT_MENTIONS, (struct text){name.at, len});
    }
}

/* What joins the parts of a word in some script. */
static bool
joins_tag(uint32_t one)
{
    static const uint32_t joiners[] = {
        '_',    0xb7,   0x5be,  0x5f3,  0x5f4,  0xf0b,  0xf0c,  0x200c, 0x200d,
        0x3003, 0x301c, 0x309b, 0x309c, 0x30a0, 0x30fb, 0xa67e, 0xff5e};

    for (size_t i = 0; i < sizeof(joiners) / sizeof(*joiners); i++) {
        if (joiners[i] == one)
            return true;
    }
    return false;
}

/* Whether a tag may begin behind this code point; a variation selector belongs to a sign. */
static bool
opens_tag(uint32_t before)
{
    return before == 0xfe0f || before == 0xfe0e
           || (before != '&' && before != '_' && before != '/'
               && !unicode_is_word(before));
}

/* The letters, digits, marks and joiners at the front; has_letter: not digits alone. */
static struct text
tag_at(struct text utf8, bool *has_letter)
{
    struct text rest = utf8;
    struct text before = rest;
    uint32_t one;

    *has_letter = false;
    while (utf8_next(&rest, &one)) {
        if (!joins_tag(one) && !unicode_is_word(one))
            break;
        *has_letter |= (one < '0' || one > '9') && !joins_tag(one);
        before = rest;
    }
    return (struct text){utf8.at, (size_t)(before.at - utf8.at)};
}

static bool
closes_tag(struct text behind)
{
    return sign_length(behind, '#', wide_number) == 0
           && !text_starts(behind, TEXT("://"));
}

/* The code point that ends there, or a space at the beginning. */
static uint32_t
code_point_before(struct text utf8, size_t at)
{
    uint32_t one = ' ';
    size_t from = at;
    struct text rest;

    while (from > 0 && at - from < 4) {
        from--;
        if (((unsigned char)utf8.at[from] & 0xc0) != 0x80)
            break;
    }
    rest = (struct text){utf8.at + from, at - from};
    while (utf8_next(&rest, &one))
        ;
    return one;
}

void
words_tags(struct draft *draft, struct text utf8)
{
    for (size_t at = 0; (at = find_sign(utf8, at, '#')) < utf8.len; at++) {
        struct text rest = text_from(utf8, at);
        size_t sign = sign_length(rest, '#', wide_number);
        struct text tag = TEXT_NONE;
        bool has_letter = false;

        if (sign > 0 && opens_tag(code_point_before(utf8, at)))
            tag = tag_at(text_from(rest, sign), &has_letter);
        if (has_letter && closes_tag(text_from(rest, sign + tag.len)))
            draft_tag(draft, tag);
    }
}
