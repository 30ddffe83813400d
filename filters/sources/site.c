#include "sources/site.h"

#include "base/buffer.h"
#include "sources/request.h"

/* Takes `:8080` off a host; TEXT_NONE where it has none. */
static struct text
take_port(struct text *host)
{
    size_t at = host->len;
    struct text port;

    while (at > 0 && host->at[at - 1] >= '0' && host->at[at - 1] <= '9')
        at--;
    if (at == 0 || at == host->len || host->at[at - 1] != ':')
        return TEXT_NONE;
    port = text_from(*host, at);
    host->len = at - 1;
    return port;
}

struct site
site_parse(const char *host)
{
    struct site site = {.host = text_of(host)};
    size_t scheme = text_find(site.host, TEXT("://"));

    if (scheme != SIZE_MAX) {
        site.scheme = (struct text){site.host.at, scheme};
        site.host = text_from(site.host, scheme + 3);
    }
    while (text_ends(site.host, TEXT("/")))
        site.host.len--;
    site.port = take_port(&site.host);
    return site;
}

/* `_` is nginx's name for no name. */
static struct site
site_of(const struct site *other, const struct text *cells)
{
    struct site site = {cells[LOG_SCHEME], cells[LOG_SITE], cells[LOG_PORT]};
    struct text port;

    if (site.host.len == 0 || text_equal(site.host, TEXT("_"))) {
        site.host = other->host;
        site.port = other->port;
    }
    port = take_port(&site.host);
    if (port.len > 0)
        site.port = port;
    if (site.scheme.len > 0)
        return site;
    site.scheme = text_equal(site.port, TEXT("443")) ? TEXT("https")
                  : other->scheme.len > 0            ? other->scheme
                                                     : TEXT("http");
    return site;
}

static bool
is_implied(const struct site *site)
{
    bool is_tls = text_equal_nocase(site->scheme, TEXT("https"));

    return text_equal(site->port, is_tls ? TEXT("443") : TEXT("80"));
}

struct text
site_url(const struct site *other, const struct text *cells, struct text target,
         struct arena *arena, bool *is_known)
{
    struct site site = site_of(other, cells);
    struct buffer url;
    size_t most;

    *is_known = site.host.len > 0 || request_is_absolute(target);
    if (request_is_absolute(target))
        return target;
    if (site.host.len == 0)
        site.host = TEXT("host.invalid");
    most = site.scheme.len + 3 + site.host.len + 1 + site.port.len + target.len;
    url = (struct buffer){arena_get(arena, most), 0, most};
    buffer_add(&url, site.scheme);
    buffer_add(&url, TEXT("://"));
    buffer_add(&url, site.host);
    if (site.port.len > 0 && !is_implied(&site)) {
        buffer_add_char(&url, ':');
        buffer_add(&url, site.port);
    }
    buffer_add(&url, target);
    return buffer_text(&url);
}
