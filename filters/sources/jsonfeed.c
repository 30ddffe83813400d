/*
 * jsonfeed - JSON Feed 1 and 1.1: a feed a raw record, an item of it a post
 *
 * Source:  jsonfeed.org/version/1.1.
 */
#include "sources/feed_post.h"

#include "sources/links.h"

#include <err.h>
#include <stdlib.h>

enum { VERSION, TITLE, HOME, FEED, LANG, ITEMS, SLOTS };

static const char *const paths[SLOTS] = {
    "version", "title", "home_page_url", "feed_url", "language", "items"};

enum {
    ITEM_ID,
    ITEM_URL,
    ITEM_EXTERNAL,
    ITEM_TITLE,
    ITEM_HTML,
    ITEM_TEXT,
    ITEM_SUMMARY,
    ITEM_PUBLISHED,
    ITEM_MODIFIED,
    ITEM_AUTHORS,
    ITEM_AUTHOR_NAME,
    ITEM_AUTHOR_URL,
    ITEM_TAGS,
    ITEM_LANG,
    ITEM_SLOTS
};

static const char *const item_paths[ITEM_SLOTS] = {"id",
                                                   "url",
                                                   "external_url",
                                                   "title",
                                                   "content_html",
                                                   "content_text",
                                                   "summary",
                                                   "date_published",
                                                   "date_modified",
                                                   "authors",
                                                   "author.name",
                                                   "author.url",
                                                   "tags",
                                                   "language"};

static const char *const author_paths[] = {"name", "url"};

struct jsonfeed {
    struct json_plan *item, *author;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct jsonfeed *state = malloc(sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "jsonfeed");
    state->item = json_plan_new(item_paths, ITEM_SLOTS);
    state->author = json_plan_new(author_paths, 2);
    return state;
}

static bool
matches(const struct raw *raw)
{
    return text_find(slot_text(&raw->slots[VERSION]),
                     TEXT("jsonfeed.org/version/"))
           != SIZE_MAX;
}

/* The first of `authors`, else `author` of version 1. */
static void
set_author(const struct jsonfeed *state, struct draft *draft,
           const struct json_slot *slots, struct text home)
{
    struct json_items authors = json_items(slots[ITEM_AUTHORS]);
    struct json_slot author,
        found[2] = {slots[ITEM_AUTHOR_NAME], slots[ITEM_AUTHOR_URL]};

    if (json_next(&authors, &author) && author.type == JSON_OBJECT)
        (void)json_pick(state->author, author.node, found);
    feed_post_author(draft, slot_text(&found[0]), slot_text(&found[1]), home);
}

static void
set_text(struct draft *draft, const struct json_slot *slots, struct text base)
{
    struct text html = slot_text(&slots[ITEM_HTML]);
    struct text text = slot_text(&slots[ITEM_TEXT]);

    if (html.len > 0) {
        text = feed_post_html(draft, html, base, true);
    } else {
        if (text.len == 0)
            text = slot_text(&slots[ITEM_SUMMARY]);
        links_add(draft, text, NULL);
    }
    draft_plain(draft, DRAFT_TEXT, text.len > 0 ? text : TEXT(""));
    draft_plain(draft, DRAFT_TITLE, slot_text(&slots[ITEM_TITLE]));
}

static struct text
id_of(struct draft *draft, const struct json_slot *id)
{
    if (id->type != JSON_INTEGER)
        return slot_text(id);
    draft_id_number(draft, DRAFT_ID, id->integer);
    return draft_native(draft, DRAFT_ID);
}

static const char *
emit_item(const struct raw *raw, struct json_slot item, struct emitter *emitter)
{
    const struct jsonfeed *state = raw->state;
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "feed");
    struct text home = slot_text(
        &raw->slots[raw->slots[HOME].type == JSON_STRING ? HOME : FEED]);
    struct json_slot slots[ITEM_SLOTS], tag;
    const char *why = json_pick(state->item, item.node, slots);
    struct buffer json = {0};
    struct json_items tags;

    if (why != NULL)
        return why;
    draft_text(draft, DRAFT_URL,
               feed_post_address(draft, home, slot_text(&slots[ITEM_URL])));
    feed_post_link(draft, draft_string(draft, DRAFT_URL));
    feed_post_link(draft, feed_post_address(draft, home,
                                            slot_text(&slots[ITEM_EXTERNAL])));
    set_text(draft, slots, home);
    json_write(&json, item);
    feed_post_id(draft, id_of(draft, &slots[ITEM_ID]), home,
                 buffer_text(&json));
    buffer_free(&json);
    feed_post_time(draft, slot_text(&slots[ITEM_PUBLISHED]),
                   slot_text(&slots[ITEM_MODIFIED]), NULL, emitter);
    set_author(state, draft, slots, home);
    draft_text(draft, DRAFT_PLACE, slot_text(&raw->slots[TITLE]));
    draft_text(draft, DRAFT_LANG, slot_text(&raw->slots[LANG]));
    draft_text(draft, DRAFT_LANG, slot_text(&slots[ITEM_LANG]));
    tags = json_items(slots[ITEM_TAGS]);
    while (json_next(&tags, &tag))
        draft_tag(draft, slot_text(&tag));
    return emitter_add(emitter);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct json_items items = json_items(raw->slots[ITEMS]);
    struct json_slot item;
    const char *why = NULL;
    bool is_empty = true;

    while (why == NULL && json_next(&items, &item)) {
        if (item.type != JSON_OBJECT)
            return "bad_item: an item that is no object";
        is_empty = false;
        why = emit_item(raw, item, emitter);
    }
    return why == NULL && is_empty ? SOURCE_DROP("no_items") : why;
}

const struct source source_jsonfeed = {
    .name = "jsonfeed",
    .title = "JSON Feed",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
