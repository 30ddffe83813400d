#include "sources/gid.h"

static const struct text lead = {"gid://shopify/", 14};

bool
gid_is(struct text id, struct text type)
{
    struct text rest = text_from(id, lead.len);

    return text_starts(id, lead)
           && (type.len == 0
               || (text_starts(rest, type) && rest.len > type.len
                   && rest.at[type.len] == '/'));
}

struct text
gid_number(struct text id)
{
    size_t at = text_starts(id, lead) ? 0 : SIZE_MAX;
    size_t end = text_find_char(id, '?');

    if (at == 0 && end != SIZE_MAX)
        id.len = end;
    while (at != SIZE_MAX) {
        at = text_find_char(id, '/');
        id = at == SIZE_MAX ? id : text_from(id, at + 1);
    }
    return id;
}
