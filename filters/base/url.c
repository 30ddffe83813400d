#include "base/url.h"

/* Takes what stands before the first of two bytes off *rest. */
static inline struct text
take_until(struct text *rest, char one, char other)
{
    size_t len = text_before(*rest, one, other);
    struct text taken;

    taken = (struct text){rest->at, len};
    *rest = text_from(*rest, len);
    return taken;
}

/* What follows `mark` to the end, cut off *rest; TEXT_NONE where it is not there. */
static struct text
cut_behind(struct text *rest, char mark)
{
    size_t at = text_before(*rest, mark, mark);
    struct text behind;

    if (at == rest->len)
        return TEXT_NONE;
    behind = (struct text){rest->at + at + 1, rest->len - at - 1};
    rest->len = at;
    return behind;
}

static bool
is_scheme_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
           || (byte >= '0' && byte <= '9') || byte == '+' || byte == '-'
           || byte == '.';
}

/* The length of `scheme` before a `://`, or 0. */
static size_t
scheme_length(struct text address)
{
    size_t len = 0;

    while (len < address.len && is_scheme_byte(address.at[len]))
        len++;
    return text_starts(text_from(address, len), TEXT("://")) ? len : 0;
}

bool
url_has_scheme(struct text address)
{
    return scheme_length(address) > 0;
}

struct url
url_split(struct text address)
{
    struct url url = {0};
    size_t scheme = scheme_length(address);
    struct text authority = TEXT_NONE;
    size_t at;

    url.fragment = cut_behind(&address, '#');
    url.query = cut_behind(&address, '?');
    if (scheme > 0) {
        url.scheme = (struct text){address.at, scheme};
        address = text_from(address, scheme + 1);
    }
    if (text_starts(address, TEXT("//"))) {
        address = text_from(address, 2);
        authority = take_until(&address, '/', '/');
    }
    url.path = address;
    url.host = authority;
    while ((at = text_find_char(url.host, '@')) != SIZE_MAX) {
        url.host = text_from(url.host, at + 1);
        url.user = (struct text){authority.at,
                                 (size_t)(url.host.at - authority.at) - 1};
    }
    return url;
}

struct text
url_host_name(struct text host)
{
    size_t end = host.len;

    while (end > 0 && host.at[end - 1] >= '0' && host.at[end - 1] <= '9')
        end--;
    if (end > 0 && host.at[end - 1] == ':')
        host.len = end - 1;
    if (text_starts_nocase(host, TEXT("www.")))
        host = text_from(host, 4);
    return host;
}

bool
url_next(struct text *rest, struct text *name, struct text *value)
{
    while (rest->len > 0) {
        *name = take_until(rest, '&', ';');
        *rest = text_from(*rest, 1);
        if (name->len == 0)
            continue;
        *value = cut_behind(name, '=');
        return true;
    }
    return false;
}

struct text
url_fragment_query(struct text fragment)
{
    if (fragment.len > 0 && strchr("!/?", fragment.at[0]) != NULL
        && fragment.at[0] != '\0')
        return cut_behind(&fragment, '?');
    return fragment;
}

void
url_decode(struct buffer *out, struct text value)
{
    for (size_t i = 0; i < value.len; i++) {
        char byte = value.at[i];

        if (byte == '%' && i + 2 < value.len && text_hex(value.at[i + 1]) >= 0
            && text_hex(value.at[i + 2]) >= 0) {
            byte = (char)(text_hex(value.at[i + 1]) * 16
                          + text_hex(value.at[i + 2]));
            i += 2;
        } else if (byte == '+') {
            byte = ' ';
        }
        buffer_add_char(out, byte);
    }
}

bool
url_is_encoded(struct text value)
{
    return text_before(value, '%', '+') < value.len;
}

static bool
find_in(struct text parameters, struct text name, struct text *value)
{
    struct text found;

    while (url_next(&parameters, &found, value)) {
        if (text_equal_nocase(found, name))
            return true;
    }
    return false;
}

bool
url_find(const struct url *url, struct text name, struct text *value)
{
    return find_in(url->query, name, value)
           || find_in(url_fragment_query(url->fragment), name, value);
}
