#include "sources/source.h"

/* A row each; a new source is added here and nowhere else. */
#define SOURCES(SOURCE)                                                        \
    SOURCE(twitter1)                                                           \
    SOURCE(twitter2)                                                           \
    SOURCE(twitter_archive)                                                    \
    SOURCE(reddit)                                                             \
    SOURCE(bsky)                                                               \
    SOURCE(mastodon)                                                           \
    SOURCE(mastodon_stream)                                                    \
    SOURCE(mastodon_sse)                                                       \
    SOURCE(activitypub)                                                        \
    SOURCE(rss)                                                                \
    SOURCE(atom)                                                               \
    SOURCE(jsonfeed)                                                           \
    SOURCE(stackexchange)                                                      \
    SOURCE(facebook)                                                           \
    SOURCE(facebook_archive)                                                   \
    SOURCE(youtube)                                                            \
    SOURCE(flickr)                                                             \
    SOURCE(discourse)                                                          \
    SOURCE(disqus)                                                             \
    SOURCE(sf_ideas)                                                           \
    SOURCE(gnip)                                                               \
    SOURCE(stocktwits)                                                         \
    SOURCE(twcs)                                                               \
    SOURCE(clf)                                                                \
    SOURCE(w3c)                                                                \
    SOURCE(alb)                                                                \
    SOURCE(s3log)                                                              \
    SOURCE(caddy)                                                              \
    SOURCE(ga4)                                                                \
    SOURCE(snowplow)                                                           \
    SOURCE(matomo)                                                             \
    SOURCE(bitly)                                                              \
    SOURCE(shopify)                                                            \
    SOURCE(shopify_bulk)                                                       \
    SOURCE(shopify_csv)                                                        \
    SOURCE(woo)                                                                \
    SOURCE(woo_csv)                                                            \
    SOURCE(stripe)                                                             \
    SOURCE(stripe_csv)                                                         \
    SOURCE(orders_csv)                                                         \
    SOURCE(counts_csv)

#define DECLARE(name) extern const struct source source_##name;
#define LIST(name) &source_##name,

SOURCES(DECLARE)

const struct source *const sources[] = {SOURCES(LIST) NULL};

const struct source *
source_find(struct text name)
{
    for (size_t i = 0; sources[i] != NULL; i++) {
        if (text_equal(text_of(sources[i]->name), name))
            return sources[i];
    }
    return NULL;
}

size_t
source_number(const struct source *source)
{
    size_t i = 0;

    while (sources[i] != source)
        i++;
    return i;
}

struct json_slot
source_root(const struct raw *raw)
{
    struct json_slot root = raw->root;
    bool is_repaired;

    if (root.type == JSON_ABSENT
        && json_parse(raw->parser, raw->line, &root, &is_repaired) != NULL)
        root.type = JSON_ABSENT;
    return root;
}

bool
source_is_single(struct json_slot object)
{
    struct json_items members = json_members(object);
    struct json_slot value;
    struct text key;

    return json_next_member(&members, &key, &value)
           && !json_next_member(&members, &key, &value);
}

struct text
source_context(const struct raw *raw, struct text key)
{
    size_t at = text_find(raw->context, key);
    struct text value;

    if (at == SIZE_MAX)
        return TEXT_NONE;
    value = text_from(raw->context, at + key.len);
    at = text_find_char(value, '"');
    value.len = at == SIZE_MAX ? 0 : at;
    return value;
}

bool
source_part(struct source_parts *parts, struct emitter *emitter,
            const char *why)
{
    if (why == NULL) {
        parts->is_used = true;
        return true;
    }
    parts->why = why;
    parts->is_broken = !text_starts(text_of(why), TEXT(SOURCE_DROP_PREFIX));
    if (!parts->is_broken)
        emitter_note(emitter, why + sizeof(SOURCE_DROP_PREFIX) - 1);
    return !parts->is_broken;
}

const char *
source_parts_end(const struct source_parts *parts)
{
    return parts->is_used && !parts->is_broken ? NULL : parts->why;
}
