#include "domain/link.h"

#include <assert.h>

#include "base/url.h"

/* A parameter as it was appended. */
struct parameter {
    size_t at; /* offset in the buffer */
    size_t len;
};

static const struct text click_ids[] = {
    TEXT("gclid"),      TEXT("fbclid"),     TEXT("twclid"),
    TEXT("msclkid"),    TEXT("ttclid"),     TEXT("gbraid"),
    TEXT("wbraid"),     TEXT("gad_source"), TEXT("gad_campaignid"),
    TEXT("gclsrc"),     TEXT("dclid"),      TEXT("srsltid"),
    TEXT("yclid"),      TEXT("epik"),       TEXT("scclid"),
    TEXT("sccid"),      TEXT("ndclid"),     TEXT("igshid"),
    TEXT("igsh"),       TEXT("mc_eid"),     TEXT("irclickid"),
    TEXT("irgwc"),      TEXT("li_fat_id"),  TEXT("rdt_cid"),
    TEXT("_ga"),        TEXT("_gl"),        TEXT("_gac"),
    TEXT("_kx"),        TEXT("_ke"),        TEXT("_hsenc"),
    TEXT("_hsmi"),      TEXT("vero_id"),    TEXT("wickedid"),
    TEXT("oly_enc_id"), TEXT("oly_anon_id")};

static const struct text tags[] = {TEXT("utm_"), TEXT("mtm_"), TEXT("matomo_"),
                                   TEXT("pk_"), TEXT("piwik_")};

static const struct text campaigns[] = {
    TEXT("utm_campaign"), TEXT("mtm_campaign"),   TEXT("matomo_campaign"),
    TEXT("pk_campaign"),  TEXT("piwik_campaign"), TEXT("cid")};

static char
lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

/* The host of an address without a scheme is its path's first piece. */
static struct url
split(struct text address)
{
    struct url url = url_split(address);
    size_t slash;

    if (url.host.at != NULL || url.path.len == 0 || url.path.at[0] == '/')
        return url;
    slash = text_find_char(url.path, '/');
    url.host =
        (struct text){url.path.at, slash == SIZE_MAX ? url.path.len : slash};
    url.path = text_from(url.path, url.host.len);
    return url;
}

/* The port as ":8080", or TEXT_NONE where it goes without saying. */
static struct text
odd_port(const struct url *url)
{
    size_t end = url->host.len;
    struct text port;

    while (end > 0 && url->host.at[end - 1] >= '0'
           && url->host.at[end - 1] <= '9')
        end--;
    if (end == 0 || url->host.at[end - 1] != ':' || end == url->host.len)
        return TEXT_NONE;
    port = text_from(url->host, end - 1);
    if (text_equal(port, TEXT(":80")) && url->scheme.len != 5)
        return TEXT_NONE;
    if (text_equal(port, TEXT(":443")) && url->scheme.len != 4)
        return TEXT_NONE;
    return port;
}

static void
add_lower(struct buffer *out, struct text text)
{
    char *at = buffer_reserve(out, text.len);

    for (size_t i = 0; i < text.len; i++)
        at[i] = lower(text.at[i]);
    out->len += text.len;
}

/* Returns the length of its name. */
static size_t
add_host(struct buffer *out, const struct url *url)
{
    struct text name = url_host_name(url->host);

    add_lower(out, name);
    buffer_add(out, odd_port(url));
    return name.len;
}

/* The byte that a %XX at `at` stands for, or -1. */
static int
escaped(struct text text, size_t at)
{
    int high, low;

    if (at + 2 >= text.len)
        return -1;
    high = text_hex(text.at[at + 1]);
    low = text_hex(text.at[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool
is_unreserved(int byte)
{
    int folded = byte | 0x20;

    return (folded >= 'a' && folded <= 'z') || (byte >= '0' && byte <= '9')
           || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

/* At most three bytes; returns where the next ones go. */
static char *
put_encoded(char *at, int byte)
{
    static const char digits[] = "0123456789ABCDEF";

    *at++ = '%';
    *at++ = digits[byte >> 4];
    *at++ = digits[byte & 15];
    return at;
}

static void
add_normal(struct buffer *out, struct text text, bool is_parameter)
{
    char *start = buffer_reserve(out, text.len * 3);
    char *at = start;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        int meant;

        if (byte == '%' && (meant = escaped(text, i)) >= 0) {
            i += 2;
            if (is_unreserved(meant))
                *at++ = (char)meant;
            else
                at = put_encoded(at, meant);
        } else if (byte == '+' && is_parameter) {
            at = put_encoded(at, ' ');
        } else if (byte <= ' ' || byte >= 0x7f) {
            at = put_encoded(at, byte);
        } else {
            *at++ = (char)byte;
        }
    }
    out->len += (size_t)(at - start);
}

static int
compare(const struct buffer *out, struct parameter a, struct parameter b)
{
    return text_compare((struct text){out->at + a.at, a.len},
                        (struct text){out->at + b.at, b.len});
}

/* What was appended, each with the `&` or `?` before it. */
struct parameters {
    struct parameter items[LINK_SORTED];
    size_t count;
    bool is_sorted;
};

static void
add_parameter(struct buffer *out, struct parameters *all, struct text name,
              struct text value)
{
    struct parameter item;

    buffer_add_char(out, '&');
    item.at = out->len;
    add_normal(out, name, true);
    buffer_add_char(out, '=');
    add_normal(out, value, true);
    item.len = out->len - item.at;
    if (all->count == LINK_SORTED)
        return;
    if (all->count > 0 && compare(out, all->items[all->count - 1], item) > 0)
        all->is_sorted = false;
    all->items[all->count++] = item;
}

static void
add_parameters(struct buffer *out, struct parameters *all,
               struct text parameters, bool only_tags)
{
    struct text name, value;

    while (url_next(&parameters, &name, &value))
        if (only_tags ? link_is_tag(name) : !link_is_click_id(name))
            add_parameter(out, all, name, value);
}

/* Insertion: there are few, and in most addresses they are nearly in order. */
static void
sort(struct buffer *out, struct parameters *all)
{
    size_t start = all->items[0].at - 1;
    size_t end = all->items[all->count - 1].at + all->items[all->count - 1].len;
    char *spare;

    for (size_t i = 1; i < all->count; i++) {
        struct parameter item = all->items[i];
        size_t at = i;

        for (; at > 0 && compare(out, all->items[at - 1], item) > 0; at--)
            all->items[at] = all->items[at - 1];
        all->items[at] = item;
    }
    spare = buffer_reserve(out, end - start);
    for (size_t i = 0; i < all->count; i++) {
        *spare++ = '&';
        memcpy(spare, out->at + all->items[i].at, all->items[i].len);
        spare += all->items[i].len;
    }
    memcpy(out->at + start, out->at + out->len, end - start);
}

size_t
link_normalise(struct buffer *out, struct text address)
{
    struct url url = split(address);
    struct parameters all;
    size_t start, host_len;

    all.count = 0;
    all.is_sorted = true;
    if (url.path.len > 0 && url.path.at[url.path.len - 1] == '/')
        url.path.len--;
    host_len = add_host(out, &url);
    add_normal(out, url.path, false);
    start = out->len;
    add_parameters(out, &all, url.query, false);
    if (url.fragment.len > 0)
        add_parameters(out, &all, url_fragment_query(url.fragment), true);
    if (!all.is_sorted)
        sort(out, &all);
    if (all.count > 0)
        out->at[start] = '?';
    return host_len;
}

bool
link_shorten(struct buffer *out, struct text address)
{
    struct url url = split(address);

    if (url.host.len == 0 || url.path.len + url.query.len < 2)
        return false;
    add_host(out, &url);
    buffer_add(out, url.path);
    if (url.query.at != NULL) {
        buffer_add_char(out, '?');
        buffer_add(out, url.query);
    }
    return true;
}

bool
link_host(struct buffer *out, struct text address)
{
    struct url url = split(address);
    struct text name = url_host_name(url.host);

    add_lower(out, name);
    return name.len > 0;
}

bool
link_host_in(struct text host, struct text domain)
{
    return text_ends(host, domain)
           && (host.len == domain.len
               || host.at[host.len - domain.len - 1] == '.');
}

bool
link_is_click_id(struct text name)
{
    if (name.len < 3)
        return false;
    for (size_t i = 0; i < sizeof(click_ids) / sizeof(*click_ids); i++)
        if (click_ids[i].len == name.len
            && click_ids[i].at[0] == lower(name.at[0])
            && text_equal_nocase(name, click_ids[i]))
            return true;
    return false;
}

bool
link_is_tag(struct text name)
{
    for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
        if (text_starts_nocase(name, tags[i]))
            return true;
    return text_equal_nocase(name, TEXT("cid"));
}

static bool
is_named(struct text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal_nocase(name, text_of(names[i])))
            return true;
    return false;
}

static bool
is_tagged(struct text parameters, const char *const *names, size_t count)
{
    struct text name, value;

    while (url_next(&parameters, &name, &value))
        if (link_is_tag(name) || is_named(name, names, count))
            return true;
    return false;
}

bool
link_is_tagged(struct text address, const char *const *names, size_t count)
{
    struct url url = split(address);

    return is_tagged(url.query, names, count)
           || is_tagged(url_fragment_query(url.fragment), names, count);
}

bool
link_tag(struct buffer *out, struct text address, struct text part)
{
    struct url url = split(address);
    struct text value;
    char name[32];

    for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++) {
        assert(tags[i].len + part.len <= sizeof(name));
        memcpy(name, tags[i].at, tags[i].len);
        memcpy(name + tags[i].len, part.at, part.len);
        if (!url_find(&url, (struct text){name, tags[i].len + part.len}, &value)
            || value.len == 0)
            continue;
        url_decode(out, value);
        return true;
    }
    return false;
}

bool
link_campaign(struct buffer *out, struct text address)
{
    struct url url = split(address);
    struct text value;

    for (size_t i = 0; i < sizeof(campaigns) / sizeof(*campaigns); i++) {
        if (!url_find(&url, campaigns[i], &value) || value.len == 0)
            continue;
        url_decode(out, value);
        return true;
    }
    return false;
}

const char *const link_shorteners[] = {
    "t.co",        "bit.ly",  "j.mp",    "tinyurl.com", "goo.gl",
    "ow.ly",       "is.gd",   "tr.im",   "su.pr",       "cli.gs",
    "fb.me",       "buff.ly", "dlvr.it", "ht.ly",       "lnkd.in",
    "snipurl.com", "ping.fm", "tiny.cc", "1.usa.gov",   NULL};

bool
link_is_on(struct text address, const char *host)
{
    return text_equal_nocase(url_host_name(split(address).host), text_of(host));
}

bool
link_is_shortener(struct text address)
{
    for (size_t i = 0; link_shorteners[i] != NULL; i++) {
        if (link_is_on(address, link_shorteners[i]))
            return true;
    }
    return false;
}
