#include "domain/token_reach.h"

#include "base/utf8.h"

/* Bytes of ASCII: what a tag is made of, and a link. */
enum { OF_TAG = 1, OF_LINK = 2, LETTER = 4 };

static const unsigned char kinds[0x80] = {
    ['!'] = OF_LINK,
    ['#' ... '/'] = OF_LINK,
    ['0' ... '9'] = OF_LINK | OF_TAG,
    [':' ... ';'] = OF_LINK,
    ['='] = OF_LINK,
    ['?' ... '@'] = OF_LINK,
    ['A' ... 'Z'] = OF_LINK | OF_TAG | LETTER,
    ['[' ... '^'] = OF_LINK,
    ['_'] = OF_LINK | OF_TAG,
    ['`'] = OF_LINK,
    ['a' ... 'z'] = OF_LINK | OF_TAG | LETTER,
    ['{' ... '~'] = OF_LINK,
};

/* The first byte from `at` on that is not of this kind; what is beyond ASCII never is. */
static size_t
skip(struct text text, size_t at, unsigned char kind, unsigned *seen)
{
    while (at < text.len && ((unsigned char)text.at[at] & 0x80) == 0
           && (kinds[(unsigned char)text.at[at]] & kind) != 0)
        *seen |= kinds[(unsigned char)text.at[at++]];
    return at;
}

static bool
is_beyond(char byte)
{
    return ((unsigned char)byte & 0x80) != 0;
}

static unsigned char
byte_at(const struct token_text *in, size_t at)
{
    return (unsigned char)in->text.at[at];
}

uint32_t
token_reach_next(const struct token_text *in, size_t at, size_t *next)
{
    struct text rest = {in->text.at + at, in->text.len - at};
    uint32_t code_point = 0;

    *next = at;
    if (rest.len == 0)
        return 0;
    if (!is_beyond(rest.at[0])) {
        *next = at + 1;
        return byte_at(in, at);
    }
    if (rest.len >= 2 && (rest.at[0] & 0xe0) == 0xc0) {
        *next = at + 2;
        return (byte_at(in, at) & 0x1fU) << 6 | (byte_at(in, at + 1) & 0x3fU);
    }
    utf8_next(&rest, &code_point);
    *next = in->text.len - rest.len;
    return code_point;
}

size_t
token_reach_word(const struct token_text *in, size_t at, bool *has_apostrophe)
{
    size_t end = at;

    for (;;) {
        size_t next;
        size_t after;
        enum letter letter = token_reach_letter(in, at, &next);

        if (letter == LETTER_APOSTROPHE) {
            if (token_reach_letter(in, next, &after) != LETTER_WORD)
                return end;
            *has_apostrophe = true;
            next = after;
        } else if (letter == LETTER_IGNORED) {
            at = next;
            continue;
        } else if (letter != LETTER_WORD) {
            return end;
        }
        at = end = next;
    }
}

/* U+3099, U+309A, U+FF9E or U+FF9F. */
static bool
is_voice(const struct token_text *in, size_t at)
{
    struct text rest = {in->text.at + at, in->text.len - at};

    return text_starts(rest, TEXT("\xe3\x82\x99"))
           || text_starts(rest, TEXT("\xe3\x82\x9a"))
           || text_starts(rest, TEXT("\xef\xbe\x9e"))
           || text_starts(rest, TEXT("\xef\xbe\x9f"));
}

size_t
token_reach_single(const struct token_text *in, size_t at)
{
    while (at < in->text.len
           && (byte_at(in, at) == 0xe3 || byte_at(in, at) == 0xef)
           && is_voice(in, at))
        at += 3;
    return at;
}

static bool
is_of_tag(enum letter letter, char byte)
{
    return letter == LETTER_WORD || letter == LETTER_SINGLE
           || letter == LETTER_VOICE || byte == '_';
}

size_t
token_reach_tag(const struct token_text *in, size_t at, bool *has_letter)
{
    unsigned seen = 0;
    size_t end = skip(in->text, at, OF_TAG, &seen);
    size_t next;

    for (at = end; at < in->text.len; at = next) {
        enum letter letter = token_reach_letter(in, at, &next);

        if (letter == LETTER_IGNORED)
            continue;
        if (!is_of_tag(letter, in->text.at[at]))
            break;
        seen |= LETTER;
        end = next = skip(in->text, next, OF_TAG, &seen);
    }
    *has_letter = (seen & LETTER) != 0;
    return end;
}

size_t
token_reach_server(const struct token_text *in, size_t at)
{
    bool has_letter = false;

    while (at < in->text.len
           && text_find_char(TEXT(".-@"), in->text.at[at]) != SIZE_MAX) {
        size_t next = token_reach_tag(in, at + 1, &has_letter);

        if (next == at + 1)
            break;
        at = next;
    }
    return at;
}

/* Where people leave no space behind a link, what follows is not of ASCII. */
size_t
token_reach_link(const struct token_text *in, size_t from, size_t at)
{
    struct text first = {in->text.at + from, at - from};
    struct text rest = {in->text.at + at, in->text.len - at};
    unsigned seen = 0;
    bool is_link = false;

    if (rest.len == 0)
        return from;
    if (rest.at[0] == '.')
        is_link = text_equal_nocase(first, TEXT("www"));
    else if (rest.at[0] == ':' && text_starts(rest, TEXT("://")))
        is_link = text_equal_nocase(first, TEXT("http"))
                  || text_equal_nocase(first, TEXT("https"));
    return is_link ? skip(in->text, at, OF_LINK, &seen) : from;
}

/* Where the code point before `at` begins; at > 0. */
static size_t
before(const struct token_text *in, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)in->text.at[at] & 0xc0) == 0x80);
    return at;
}

/* A tag begins nowhere right behind a word, _ or & (a#b, &#39;). */
static bool
may_begin_at(const struct token_text *in, size_t at)
{
    size_t last;
    size_t next;

    if (at == 0)
        return true;
    last = before(in, at);
    return !is_of_tag(token_reach_letter(in, last, &next), in->text.at[last])
           && in->text.at[last] != '&';
}

/* RT@name, of those who save a space. */
static bool
is_behind_repost(const struct token_text *in, size_t at)
{
    size_t next;

    return at >= 2
           && text_equal_nocase((struct text){in->text.at + at - 2, 2},
                                TEXT("rt"))
           && (at == 2
               || !is_of_tag(token_reach_letter(in, before(in, at - 2), &next),
                             in->text.at[before(in, at - 2)]));
}

/* Behind a script without spaces a name may begin, and not behind signs that make it something else. */
static bool
may_name_at(const struct token_text *in, size_t at)
{
    size_t last;
    size_t next;
    enum letter letter;

    if (at == 0)
        return true;
    last = before(in, at);
    letter = token_reach_letter(in, last, &next);
    if (letter == LETTER_SINGLE || letter == LETTER_VOICE)
        return true;
    if (letter == LETTER_WORD)
        return is_behind_repost(in, at);
    return text_find_char(TEXT("_&!#$%*@"), in->text.at[last]) == SIZE_MAX;
}

/* '#' or '@', also where they are as wide as Han; else 0. */
static char
mark_of(const struct token_text *in, size_t at)
{
    size_t next;

    if (!is_beyond(in->text.at[at]))
        return in->text.at[at] == '#' || in->text.at[at] == '@'
                   ? in->text.at[at]
                   : 0;
    switch (token_reach_next(in, at, &next)) {
    case 0xff03:
        return '#';
    case 0xff20:
        return '@';
    default:
        return 0;
    }
}

/* By its last byte; those of the wide ones end so. */
static bool
may_be_mark(unsigned char byte)
{
    return byte == '#' || byte == '@' || byte == '_' || byte == 0x83
           || byte == 0xa0;
}

char
token_reach_mark(const struct token_text *in, size_t at, size_t *mark,
                 size_t *start)
{
    char sign;

    if (at == 0 || !may_be_mark(byte_at(in, at - 1)))
        return 0;

    while (at > 0 && in->text.at[at - 1] == '_')
        at--;
    if (at == 0)
        return 0;
    *start = at;
    *mark = before(in, at);
    sign = mark_of(in, *mark);
    if (sign == '@')
        return may_name_at(in, *mark) ? sign : 0;
    return sign != 0 && may_begin_at(in, *mark) ? sign : 0;
}
