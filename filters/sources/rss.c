/*
 * rss - items of RSS 0.9 to 2.0 and RSS 1.0, an item an object, as fetch makes them of feeds
 */
#include "sources/feed_entry.h"

static const char *const paths[] = {"item"};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return feed_context_new();
}

static bool
matches(const struct raw *raw)
{
    return (raw->slots[0].type == JSON_OBJECT
            || raw->slots[0].type == JSON_STRING)
           && source_is_single(source_root(raw));
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct feed_context *context = raw->state;
    struct feed_item item;

    feed_context_read(context, raw->context);
    feed_item_read(&item, raw->slots[0]);
    return feed_entry_emit(raw, &item, context, false, emitter);
}

const struct source source_rss = {
    .name = "rss",
    .title = "RSS 0.9 to 2.0 and RSS 1.0, items of feeds",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = 1,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
