/*
 * facebook - posts and comments as Facebook's Graph API gives them: pages of either, a page with its feed in it, and each alone
 *
 * Source:  developers.facebook.com/docs/graph-api.
 */
#include "sources/facebook_post.h"

enum { DATA, POSTS, FEED, PUBLISHED, PAGING, TRACE, SLOTS };

static const char *const paths[SLOTS] = {"data",      "posts.data",
                                         "feed.data", "published_posts.data",
                                         "paging",    "error.fbtrace_id"};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return facebook_post_new();
}

/* Whose first item is one of Graph's; of an empty page how it goes on. */
static bool
is_list(const struct raw *raw, size_t which)
{
    struct json_items items = json_items(raw->slots[which]);
    struct json_slot item;

    if (json_next(&items, &item))
        return facebook_post_is(raw->state, item);
    return raw->slots[which].type == JSON_ARRAY
           && raw->slots[PAGING].type == JSON_OBJECT;
}

/* The list that the record is or has; PAGING where it has none. */
static size_t
list_of(const struct raw *raw)
{
    size_t which = DATA;

    while (which < PAGING && !is_list(raw, which))
        which++;
    return which;
}

static bool
matches(const struct raw *raw)
{
    return raw->slots[TRACE].type == JSON_STRING || list_of(raw) < PAGING
           || facebook_post_is(raw->state, source_root(raw));
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct source_parts parts = {.why = SOURCE_DROP("page:empty")};
    size_t which = list_of(raw);
    struct json_items items;
    struct json_slot item;

    if (raw->slots[TRACE].type == JSON_STRING)
        return SOURCE_DROP("page:error");
    if (which == PAGING)
        return facebook_post_emit(raw->state, source_root(raw), emitter);
    items = json_items(raw->slots[which]);
    while (json_next(&items, &item)
           && source_part(&parts, emitter,
                          facebook_post_emit(raw->state, item, emitter)))
        ;
    return source_parts_end(&parts);
}

const struct source source_facebook = {
    .name = "facebook",
    .title = "Facebook's posts and comments, as its Graph API gives them",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
