#include "base/url.h"

/* Appends the path, which begins with a slash, without its `.` and `..`: what stands in `out` from `start` on. */
static void
add_path(struct buffer *out, struct text path)
{
    size_t start = out->len;
    struct text rest = path, part;

    while (text_split(&rest, '/', &part)) {
        bool is_last = rest.at == NULL;

        if (text_equal(part, TEXT(".."))) {
            if (out->len > start + 1) {
                out->len--;
                while (out->len > start + 1 && out->at[out->len - 1] != '/')
                    out->len--;
            }
        } else if (!text_equal(part, TEXT("."))) {
            buffer_add(out, part);
            if (!is_last)
                buffer_add_char(out, '/');
        }
    }
}

static void
add_tail(struct buffer *out, struct url url)
{
    if (url.query.at != NULL) {
        buffer_add_char(out, '?');
        buffer_add(out, url.query);
    }
    if (url.fragment.at != NULL) {
        buffer_add_char(out, '#');
        buffer_add(out, url.fragment);
    }
}

/* mailto:x, tag:y: a scheme without an authority. */
static bool
has_scheme(struct text reference)
{
    size_t len = 0;

    while (len < reference.len
           && ((reference.at[len] | 0x20) >= 'a'
               && (reference.at[len] | 0x20) <= 'z'))
        len++;
    return len > 1 && len < reference.len && reference.at[len] == ':';
}

static void
add_authority(struct buffer *out, struct url base)
{
    buffer_add(out, base.scheme);
    buffer_add(out, TEXT("://"));
    if (base.user.at != NULL) {
        buffer_add(out, base.user);
        buffer_add_char(out, '@');
    }
    buffer_add(out, base.host);
}

/* The base's path up to its last slash, then the reference's. */
static void
add_merged(struct buffer *out, struct text base, struct text reference)
{
    struct buffer path = {0};

    while (base.len > 0 && base.at[base.len - 1] != '/')
        base.len--;
    buffer_add(&path, base.len > 0 ? base : TEXT("/"));
    buffer_add(&path, reference);
    add_path(out, buffer_text(&path));
    buffer_free(&path);
}

void
url_join(struct buffer *out, struct text base, struct text reference)
{
    struct url to = url_split(reference), from = url_split(base);

    if (to.scheme.at != NULL || has_scheme(reference)
        || from.scheme.at == NULL) {
        buffer_add(out, reference);
        return;
    }
    if (text_starts(reference, TEXT("//"))) {
        buffer_add(out, from.scheme);
        buffer_add_char(out, ':');
        buffer_add(out, reference);
        return;
    }
    add_authority(out, from);
    if (to.path.len == 0) {
        buffer_add(out, from.path);
        if (to.query.at == NULL)
            to.query = from.query;
    } else if (to.path.at[0] == '/') {
        add_path(out, to.path);
    } else {
        add_merged(out, from.path, to.path);
    }
    add_tail(out, to);
}
