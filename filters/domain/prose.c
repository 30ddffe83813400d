#include "domain/prose.h"

static bool
is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool
is_name(char byte)
{
    unsigned char letter = (unsigned char)(byte | 0x20);

    return (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9')
           || byte == '_';
}

/* Where the link at `at` ends; `at` where there is none. */
static size_t
skip_link(struct text text, size_t at)
{
    struct text rest = text_from(text, at);

    if (!text_starts(rest, TEXT("http://"))
        && !text_starts(rest, TEXT("https://")))
        return at;
    while (at < text.len && (unsigned char)text.at[at] < 0x80
           && !is_space(text.at[at]))
        at++;
    return at;
}

static size_t
skip_name(struct text text, size_t at)
{
    for (at++; at < text.len && is_name(text.at[at]);)
        at++;
    return at;
}

static bool
is_repost(struct text text, size_t at)
{
    return text_starts(text_from(text, at), TEXT("RT"))
           && (at == 0 || !is_name(text.at[at - 1]))
           && (at + 2 == text.len || !is_name(text.at[at + 2]));
}

/* Where what is left out at `at` ends; `at` where nothing is. */
static size_t
skip(struct text text, size_t at)
{
    switch (text.at[at]) {
    case '@':
        return skip_name(text, at);
    case '#':
        return at + 1;
    case 'h':
        return skip_link(text, at);
    default:
        return is_repost(text, at) ? at + 2 : at;
    }
}

static bool
may_skip(char byte)
{
    return byte == '@' || byte == '#' || byte == 'h' || byte == 'R';
}

void
prose_add(struct buffer *out, struct text text)
{
    size_t from = 0;
    size_t at = 0;

    while (at < text.len) {
        size_t end = may_skip(text.at[at]) ? skip(text, at) : at;

        if (end == at) {
            at++;
            continue;
        }
        buffer_add(out, (struct text){text.at + from, at - from});
        if (text.at[at] != '#')
            buffer_add_char(out, ' ');
        at = from = end;
    }
    buffer_add(out, text_from(text, from));
}
