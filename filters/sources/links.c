#include "sources/links.h"

#include "base/url.h"
#include "base/utf8.h"

enum {
    SHORT_HOST_MAX = 8,
    SHORT_PATH_MAX = 12,
    KNOWN_HOST_MAX = 12 /* twitthis.com */
};

static bool
is_alphanumeric(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
           || (byte >= '0' && byte <= '9');
}

static bool
is_one_of(char byte, const char *set)
{
    return text_find_char(text_of(set), byte) != SIZE_MAX;
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
    size_t opened = count_char(link, '('), closed = count_char(link, ')');

    for (; link.len > 0; link.len--) {
        char last = link.at[link.len - 1];

        if (last == ')' ? closed <= opened
                        : !is_one_of(last, ".,;:!?'\"*|~`\\^]}(["))
            break;
        opened -= last == '(';
        closed -= last == ')';
    }
    return link;
}

/* Letters of Latin, Greek and Cyrillic and the en dash stand in links; of other scripts they
   begin the next word. */
static bool
is_link_code_point(uint32_t one)
{
    if (one < 0x80)
        return one > ' ' && one != 0x7f && one != '"' && one != '<'
               && one != '>';
    return (one >= 0xc0 && one < 0x530) || one == 0x2013;
}

/* How far the link goes behind its `://`. What t.co gives out is letters and digits alone. */
static size_t
link_length(struct text text)
{
    struct text rest = text;
    size_t len = 0;
    uint32_t one;

    if (text_starts_nocase(text, TEXT("t.co/"))) {
        len = 5;
        while (len < text.len && is_alphanumeric(text.at[len]))
            len++;
        return len;
    }
    while (utf8_next(&rest, &one) && is_link_code_point(one))
        len = text.len - rest.len;
    return len;
}

/*
 * Whether what stands behind `://` may be a host. No two of a text share a byte, so that all of them together cost one
 * look at it; what a link goes on to may lie behind many.
 */
static bool
has_host(struct text text, size_t start, size_t from)
{
    size_t end = from;

    while (end < text.len && (unsigned char)text.at[end] > ' '
           && !is_one_of(text.at[end], "/?#\"<>"))
        end++;
    return text_find_char(
               url_split((struct text){text.at + start, end - start}).host, '.')
           != SIZE_MAX;
}

/* The link that begins at `start` and whose scheme ends at `from`; false where nothing follows
   that could be a host. */
static bool
link_at(struct text text, size_t start, size_t from, struct text *link)
{
    size_t len = from - start + link_length(text_from(text, from));

    *link = without_punctuation((struct text){text.at + start, len});
    return link->len > from - start
           && text_find_char(url_split(*link).host, '.') != SIZE_MAX;
}

bool
links_next(struct text *rest, struct text *link)
{
    size_t from = 0;

    for (;;) {
        size_t colon = text_find(text_from(*rest, from), TEXT("://"));
        size_t start;

        if (colon == SIZE_MAX) {
            *rest = text_from(*rest, rest->len);
            return false;
        }
        colon += from;
        from = colon + 3;
        start = scheme_before(*rest, colon);
        if (start == SIZE_MAX || !has_host(*rest, start, from)
            || !link_at(*rest, start, from, link))
            continue;
        *rest = text_from(*rest, (size_t)(link->at - rest->at) + link->len);
        return true;
    }
}

static bool
is_known_shortener(struct text host)
{
    static const struct text hosts[] = {
        TEXT("t.co"),         TEXT("bit.ly"),      TEXT("j.mp"),
        TEXT("tinyurl.com"),  TEXT("is.gd"),       TEXT("ow.ly"),
        TEXT("tr.im"),        TEXT("cli.gs"),      TEXT("su.pr"),
        TEXT("goo.gl"),       TEXT("fb.me"),       TEXT("dlvr.it"),
        TEXT("ff.im"),        TEXT("post.ly"),     TEXT("twurl.nl"),
        TEXT("snipurl.com"),  TEXT("snurl.com"),   TEXT("budurl.com"),
        TEXT("zi.ma"),        TEXT("short.ie"),    TEXT("buff.ly"),
        TEXT("tl.gd"),        TEXT("lnkd.in"),     TEXT("ift.tt"),
        TEXT("twitthis.com"), TEXT("bitly.com"),   TEXT("owl.li"),
        TEXT("doiop.com"),    TEXT("urlpass.com"), TEXT("rubyurl.com"),
        TEXT("tiny.cc"),      TEXT("poprl.com"),   TEXT("idek.net"),
        TEXT("hurl.ws"),      TEXT("awe.sm"),      TEXT("x.co"),
        TEXT("trunc.it"),     TEXT("spedr.com"),   TEXT("shorl.com"),
        TEXT("xrl.us"),
    };

    if (host.len > KNOWN_HOST_MAX)
        return false;
    for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
        if (host.len == hosts[i].len && (host.at[0] | 0x20) == hosts[i].at[0]
            && text_equal_nocase(host, hosts[i]))
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
links_is_short(struct text link)
{
    struct url url = url_split(link);
    struct text host = url_host_name(url.host);

    if (is_known_shortener(host))
        return url.path.len > 1;
    return is_like_shortener(host) && is_short_path(url.path)
           && url.query.at == NULL;
}

void
links_add(struct draft *draft, struct text utf8, const char *skip)
{
    struct text link;

    while (links_next(&utf8, &link)) {
        struct text host = url_host_name(url_split(link).host);

        if (skip == NULL || !text_equal_nocase(host, text_of(skip)))
            draft_link(draft, link, links_is_short(link) ? link : TEXT_NONE);
    }
}
