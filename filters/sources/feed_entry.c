#include "sources/feed_entry.h"

#include "base/base64.h"
#include "base/url.h"
#include "base/utf8.h"
#include "sources/feed_post.h"

/* An XML item on its way to a post. */
struct making {
    struct draft *draft;
    const struct feed_item *item;
    struct text feed; /* address */
    struct text base; /* of the item */
    bool is_atom;
};

/* What an element is relative to: its own xml:base, seen from the item's. */
static struct text
base_of(const struct making *making, const struct json_slot *element)
{
    struct json_items items = json_items(*element);
    struct json_slot first = *element;
    struct text base;

    if (element->type == JSON_ARRAY && !json_next(&items, &first))
        return making->base;
    base = feed_item_attribute(&first, "@xml:base");
    return base.len > 0 ? feed_post_address(making->draft, making->base, base)
                        : making->base;
}

/* Early Atom packed what it could not write. */
static struct text
unpacked(struct arena *arena, struct text text)
{
    struct buffer out = {0}, bytes = {0};

    for (size_t i = 0; i < text.len; i++) {
        if (text_find_char(TEXT(" \t\r\n"), text.at[i]) == SIZE_MAX)
            buffer_add_char(&out, text.at[i]);
    }
    if (base64_decode(&bytes, buffer_text(&out))) {
        buffer_clear(&out);
        utf8_repair(&out, buffer_text(&bytes));
        text = arena_copy(arena, buffer_text(&out));
    }
    buffer_free(&out);
    buffer_free(&bytes);
    return text;
}

/* Atom says which texts are HTML; RSS' are, if they look so. */
static struct text
text_of_part(const struct making *making, enum feed_item_part part, bool links)
{
    const struct json_slot *element = &making->item->parts[part];
    struct arena *arena = draft_arena(making->draft);
    struct text text = feed_item_text(arena, element);
    struct json_items items = json_items(*element);
    struct json_slot first = *element;
    struct text type, mode;

    if (element->type == JSON_ARRAY)
        (void)json_next(&items, &first);
    type = feed_item_attribute(&first, "@type");
    mode = feed_item_attribute(&first, "@mode");
    if (text_equal(mode, TEXT("base64"))
        || text_equal(type, TEXT("application/octet-stream")))
        text = unpacked(arena, text);
    else if (making->is_atom && text_find(type, TEXT("html")) == SIZE_MAX
             && !text_equal(mode, TEXT("escaped")))
        return text_trim(text);
    return feed_post_html(making->draft, text, base_of(making, element), links);
}

static bool
is_page(struct text rel)
{
    return rel.len == 0 || text_equal(rel, TEXT("alternate"));
}

/* Sets url to the item's page and returns it; others that it points to are links. */
static void
take_links(const struct making *making, bool pages)
{
    const struct json_slot *links = &making->item->parts[FEED_ITEM_LINK];
    struct json_items items = json_items(*links);
    struct json_slot link = *links;
    bool is_more = links->type == JSON_ARRAY ? json_next(&items, &link) : true;

    for (; is_more; is_more = json_next(&items, &link)) {
        struct text href = feed_item_attribute(&link, "@href");
        struct text rel = feed_item_attribute(&link, "@rel");

        if (href.len == 0)
            href = feed_item_text(draft_arena(making->draft), &link);
        href = feed_post_address(making->draft, base_of(making, &link), href);
        if (is_page(rel) == pages && pages
            && !draft_has(making->draft, DRAFT_URL))
            draft_text(making->draft, DRAFT_URL, href);
        if (is_page(rel) == pages && (pages || !text_equal(rel, TEXT("self"))))
            feed_post_link(making->draft, href);
    }
}

static void
set_addresses(const struct making *making)
{
    const struct json_slot *parts = making->item->parts;
    struct draft *draft = making->draft;
    struct arena *arena = draft_arena(draft);
    struct text id = feed_item_text(arena, &parts[FEED_ITEM_ID]);
    struct text original =
        feed_item_text(arena, &parts[FEED_ITEM_ORIGINAL_LINK]);
    struct text permanent =
        feed_item_attribute(&parts[FEED_ITEM_ID], "@isPermaLink");

    draft_text(draft, DRAFT_URL, text_trim(original));
    feed_post_link(draft, text_trim(original));
    take_links(making, true);
    if (!draft_has(draft, DRAFT_URL) && !making->is_atom
        && !text_equal_nocase(permanent, TEXT("false"))
        && text_starts(text_trim(id), TEXT("http"))) {
        draft_text(draft, DRAFT_URL, text_trim(id));
        feed_post_link(draft, text_trim(id));
    }
}

static void
set_tags(const struct making *making)
{
    const struct json_slot *tags = &making->item->parts[FEED_ITEM_CATEGORY];
    struct json_items items = json_items(*tags);
    struct json_slot tag = *tags;
    bool is_more = tags->type == JSON_ARRAY ? json_next(&items, &tag) : true;

    for (; is_more; is_more = json_next(&items, &tag)) {
        struct text term = feed_item_attribute(&tag, "@term");

        draft_tag(
            making->draft,
            text_trim(term.len > 0
                          ? term
                          : feed_item_text(draft_arena(making->draft), &tag)));
    }
}

static void
set_author(const struct making *making)
{
    const struct json_slot *author = &making->item->parts[FEED_ITEM_AUTHOR];
    struct json_items items = json_items(*author);
    struct json_slot first = *author;
    struct text name;

    if (author->type == JSON_ARRAY)
        (void)json_next(&items, &first);
    name = feed_item_attribute(&first, "name");
    feed_post_author(making->draft,
                     name.len > 0
                         ? name
                         : feed_item_text(draft_arena(making->draft), &first),
                     feed_item_attribute(&first, "uri"), making->feed);
}

static void
set_text(const struct making *making)
{
    struct text text = text_of_part(making, FEED_ITEM_CONTENT, true);

    if (text.len == 0)
        text = text_of_part(making, FEED_ITEM_SUMMARY, true);
    draft_plain(making->draft, DRAFT_TEXT, text.len > 0 ? text : TEXT(""));
    draft_plain(making->draft, DRAFT_TITLE,
                text_of_part(making, FEED_ITEM_TITLE, false));
}

/* Where the feed was: what it says of itself, as seen from where it was fetched. */
static struct text
base_of_feed(struct draft *draft, const struct raw *raw,
             const struct feed_context *context)
{
    struct text own = feed_context_base(context);
    struct text from = raw->place->member;

    if (url_split(from).scheme.at == NULL)
        from = raw->place->archive;
    if (url_split(from).scheme.at == NULL)
        return own;
    return own.len > 0 ? feed_post_address(draft, from, own) : from;
}

const char *
feed_entry_emit(const struct raw *raw, struct feed_item *item,
                const struct feed_context *context, bool is_atom,
                struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "feed");
    struct arena *arena = draft_arena(draft);
    struct making making = {draft, item, feed_context_link(context),
                            base_of_feed(draft, raw, context), is_atom};
    int64_t replies;

    if (item->base.len > 0)
        making.base = feed_post_address(draft, making.base, item->base);
    set_addresses(&making);
    set_text(&making);
    take_links(&making, false);
    feed_post_id(draft, feed_item_text(arena, &item->parts[FEED_ITEM_ID]),
                 making.feed, raw->line);
    feed_post_time(draft,
                   feed_item_text(arena, &item->parts[FEED_ITEM_PUBLISHED]),
                   feed_item_text(arena, &item->parts[FEED_ITEM_UPDATED]),
                   context, emitter);
    set_author(&making);
    set_tags(&making);
    draft_text(
        draft, DRAFT_PLACE,
        feed_post_html(draft, feed_context_title(context), TEXT_NONE, false));
    draft_text(draft, DRAFT_LANG,
               item->lang.len > 0 ? item->lang : feed_context_lang(context));
    draft_id(
        draft, DRAFT_REPLY_TO,
        text_trim(feed_item_attribute(&item->parts[FEED_ITEM_PARENT], "@ref")));
    if (text_integer(
            text_trim(feed_item_text(arena, &item->parts[FEED_ITEM_REPLIES])),
            &replies))
        draft_integer(draft, DRAFT_REPLIES, replies);
    return emitter_add(emitter);
}
