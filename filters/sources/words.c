#include "sources/words.h"

#include "base/url.h"
#include "base/utf8.h"
#include "ports/unicode.h"

enum { HANDLE_MAX = 20, SHORT_HOST_MAX = 8, SHORT_PATH_MAX = 12 };

static bool
is_alphanumeric(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
           || (byte >= '0' && byte <= '9');
}

static bool
is_one_of(char byte, const char *set)
{
    return memchr(set, byte, strlen(set)) != NULL;
}

/* Whether a link may not begin behind this byte: "xhttp://" is none. */
static bool
joins(struct text text, size_t at)
{
    return at > 0
           && (is_alphanumeric(text.at[at - 1])
               || is_one_of(text.at[at - 1], "@#$_"));
}

/* Where the link's scheme begins that ends at `colon`; SIZE_MAX where there is none. */
static size_t
scheme_before(struct text text, size_t colon)
{
    static const struct text schemes[] = {{"https", 5}, {"http", 4}};

    for (size_t i = 0; i < 2; i++) {
        struct text at;

        if (colon < schemes[i].len)
            continue;
        at = text_from(text, colon - schemes[i].len);
        if (text_starts_nocase(at, schemes[i])
            && !joins(text, colon - schemes[i].len))
            return colon - schemes[i].len;
    }
    return SIZE_MAX;
}

static size_t
count_char(struct text text, char wanted)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += text.at[i] == wanted;
    return count;
}

/* Without the sentence's own punctuation; a bracket belongs to the link if it was opened there.
   */
static struct text
without_punctuation(struct text link)
{
    for (; link.len > 0; link.len--) {
        char last = link.at[link.len - 1];

        if (is_one_of(last, ".,;:!?'\"*|~`-\\^"))
            continue;
        if (last == ')' && count_char(link, ')') > count_char(link, '('))
            continue;
        if (last == ']' || last == '}' || last == '(' || last == '[')
            continue;
        break;
    }
    return link;
}

bool
words_next_link(struct text *rest, struct text *link)
{
    size_t from = 0;

    for (;;) {
        size_t colon = text_find(text_from(*rest, from), TEXT("://"));
        size_t start, end;

        if (colon == SIZE_MAX) {
            *rest = text_from(*rest, rest->len);
            return false;
        }
        colon += from;
        start = scheme_before(*rest, colon);
        from = end = colon + 3;
        if (start == SIZE_MAX)
            continue;
        while (end < rest->len && rest->at[end] > ' ' && rest->at[end] != 0x7f
               && !is_one_of(rest->at[end], "\"<>"))
            end++;
        *link =
            without_punctuation((struct text){rest->at + start, end - start});
        if (link->len <= from - start)
            continue;
        *rest = text_from(*rest, end);
        return true;
    }
}

static bool
is_known_shortener(struct text host)
{
    static const char *const hosts[] = {
        "t.co",        "bit.ly",    "j.mp",       "tinyurl.com", "is.gd",
        "ow.ly",       "tr.im",     "cli.gs",     "su.pr",       "goo.gl",
        "fb.me",       "dlvr.it",   "ff.im",      "post.ly",     "twurl.nl",
        "snipurl.com", "snurl.com", "budurl.com", "zi.ma",       "short.ie",
        "buff.ly",     "tl.gd",     "lnkd.in",    "ift.tt",      "twitthis.com",
        "bitly.com",   "owl.li",    "doiop.com",  "urlpass.com", "rubyurl.com",
        "tiny.cc",     "poprl.com", "idek.net",   "hurl.ws",     "awe.sm",
        "x.co",        "trunc.it",  "spedr.com",  "shorl.com",   "xrl.us",
    };

    for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
        if (text_equal_nocase(host, text_of(hosts[i])))
            return true;
    }
    return false;
}

/* del.ly, amzn.to: at most so many bytes, and two letters behind the only dot. */
static bool
is_like_shortener(struct text host)
{
    size_t dot = text_find_char(host, '.');

    return host.len <= SHORT_HOST_MAX && dot != SIZE_MAX && dot > 0
           && host.len - dot == 3 && host.at[host.len - 1] != '.';
}

static bool
is_short_path(struct text path)
{
    if (path.len < 3 || path.len > 1 + SHORT_PATH_MAX)
        return false;
    for (size_t i = 1; i < path.len; i++) {
        if (!is_alphanumeric(path.at[i]) && path.at[i] != '-'
            && path.at[i] != '_')
            return false;
    }
    return true;
}

bool
words_is_short(struct text link)
{
    struct url url = url_split(link);
    struct text host = url_host_name(url.host);

    if (is_known_shortener(host))
        return url.path.len > 1;
    return is_like_shortener(host) && is_short_path(url.path)
           && url.query.at == NULL;
}

void
words_links(struct draft *draft, struct text utf8, const char *skip)
{
    struct text link;

    while (words_next_link(&utf8, &link)) {
        struct text host = url_host_name(url_split(link).host);

        if (skip == NULL || !text_equal_nocase(host, text_of(skip)))
            draft_link(draft, link, words_is_short(link) ? link : TEXT_NONE);
    }
}

static bool
is_handle_byte(char byte)
{
    return is_alphanumeric(byte) || byte == '_';
}

/* The length of `sign` (also in its wide form) at the front, or 0. */
static size_t
sign_length(struct text text, char sign, struct text wide)
{
    if (text.len > 0 && text.at[0] == sign)
        return 1;
    return text_starts(text, wide) ? wide.len : 0;
}

void
words_mentions(struct draft *draft, struct text utf8)
{
    static const struct text wide = {"\xef\xbc\xa0", 3};
    char before = ' ';

    while (utf8.len > 0) {
        size_t sign = sign_length(utf8, '@', wide);
        struct text name = text_from(utf8, sign == 0 ? 1 : sign);
        size_t len = 0;

        while (len < name.len && len < HANDLE_MAX
               && is_handle_byte(name.at[len]))
            len++;
        if (sign > 0 && len > 0 && !is_handle_byte(before)
            && !is_one_of(before, "!@#$%&*")
            && sign_length(text_from(name, len), '@', wide) == 0
            && !text_starts(text_from(name, len), TEXT("://")))
            draft_add(draft, DRAFT_MENTIONS, (struct text){name.at, len});
        before = sign == wide.len ? '@' : utf8.at[0];
        utf8 = text_from(utf8, sign == 0 ? 1 : sign);
    }
}

/* The letters, digits, marks and underscores at the front; has_letter: not digits alone. */
static struct text
tag_at(struct text utf8, bool *has_letter)
{
    struct text rest = utf8;
    struct text before = rest;
    uint32_t one;

    *has_letter = false;
    while (utf8_next(&rest, &one)) {
        if (one != '_' && !unicode_is_word(one))
            break;
        *has_letter |= (one < '0' || one > '9') && one != '_';
        before = rest;
    }
    return (struct text){utf8.at, (size_t)(before.at - utf8.at)};
}

void
words_tags(struct draft *draft, struct text utf8)
{
    static const struct text wide = {"\xef\xbc\x83", 3};
    uint32_t before = ' ';

    for (;;) {
        size_t sign = sign_length(utf8, '#', wide);
        bool has_letter;
        struct text tag;

        if (sign > 0 && before != '&' && before != '_' && before != '/'
            && !unicode_is_word(before)) {
            tag = tag_at(text_from(utf8, sign), &has_letter);
            if (has_letter
                && sign_length(text_from(utf8, sign + tag.len), '#', wide) == 0
                && !text_starts(text_from(utf8, sign + tag.len), TEXT("://")))
                draft_tag(draft, tag);
        }
        if (!utf8_next(&utf8, &before))
            return;
    }
}
