#include "sources/host.h"

#include "base/url.h"

struct text
host_said(const struct row *row)
{
    struct text host = text_of(row->host);
    struct text rest;
    size_t scheme = text_find(host, TEXT("://"));

    if (scheme != SIZE_MAX)
        host = text_from(host, scheme + 3);
    rest = host;
    text_split(&rest, '/', &host);
    return host;
}

/* Labels of letters, digits and hyphens, two at least, the last of letters alone: no "v1.2", no "conf.d". */
static bool
is_host(struct text name)
{
    struct text label;
    size_t count = 0;
    bool is_word = false;

    while (text_split(&name, '.', &label)) {
        is_word = label.len > 1;
        if (label.len == 0)
            return false;
        for (size_t i = 0; i < label.len; i++) {
            char lower = (char)(label.at[i] | 0x20);
            bool is_letter = lower >= 'a' && lower <= 'z';

            if (!is_letter && label.at[i] != '-'
                && (label.at[i] < '0' || label.at[i] > '9'))
                return false;
            is_word = is_word && is_letter;
        }
        count++;
    }
    return count > 1 && is_word;
}

/* The address' own; of a path that of the last folder that is called so. */
static struct text
host_in(struct text path)
{
    struct text host = url_split(path).host, folder;

    if (host.len > 0)
        return host;
    while (text_split(&path, '/', &folder)) {
        if (path.at != NULL && is_host(folder))
            host = folder;
    }
    return host;
}

struct text
host_of(const struct raw *raw)
{
    struct text host = host_said(raw->row);

    if (host.len == 0)
        host = host_in(raw->place->member);
    return host.len > 0 ? host : host_in(raw->place->archive);
}
