#include "sources/feed_item.h"

#include "base/buffer.h"
#include "sources/source.h"

/* Elements, the better ones of a part first. */
static const struct element {
    struct text name;
    enum feed_item_part part;
} elements[] = {
    {TEXT("title"), FEED_ITEM_TITLE},
    {TEXT("dc:title"), FEED_ITEM_TITLE},
    {TEXT("media:title"), FEED_ITEM_TITLE},
    {TEXT("guid"), FEED_ITEM_ID},
    {TEXT("id"), FEED_ITEM_ID},
    {TEXT("dc:identifier"), FEED_ITEM_ID},
    {TEXT("@rdf:about"), FEED_ITEM_ID},
    {TEXT("link"), FEED_ITEM_LINK},
    {TEXT("@href"), FEED_ITEM_LINK}, /* of CDF, like @lastmod */
    {TEXT("feedburner:origLink"), FEED_ITEM_ORIGINAL_LINK},
    {TEXT("published"), FEED_ITEM_PUBLISHED},
    {TEXT("issued"), FEED_ITEM_PUBLISHED},
    {TEXT("dcterms:issued"), FEED_ITEM_PUBLISHED},
    {TEXT("pubDate"), FEED_ITEM_PUBLISHED},
    {TEXT("created"), FEED_ITEM_PUBLISHED},
    {TEXT("dcterms:created"), FEED_ITEM_PUBLISHED},
    {TEXT("updated"), FEED_ITEM_UPDATED},
    {TEXT("dc:date"), FEED_ITEM_UPDATED},
    {TEXT("@lastmod"), FEED_ITEM_UPDATED},
    {TEXT("modified"), FEED_ITEM_UPDATED},
    {TEXT("dcterms:modified"), FEED_ITEM_UPDATED},
    {TEXT("content:encoded"), FEED_ITEM_CONTENT},
    {TEXT("content"), FEED_ITEM_CONTENT},
    {TEXT("xhtml:body"), FEED_ITEM_CONTENT},
    {TEXT("body"), FEED_ITEM_CONTENT},
    {TEXT("fullitem"), FEED_ITEM_CONTENT},
    {TEXT("description"), FEED_ITEM_SUMMARY},
    {TEXT("summary"), FEED_ITEM_SUMMARY},
    {TEXT("dc:description"), FEED_ITEM_SUMMARY},
    {TEXT("author"), FEED_ITEM_AUTHOR},
    {TEXT("dc:creator"), FEED_ITEM_AUTHOR},
    {TEXT("dc:author"), FEED_ITEM_AUTHOR},
    {TEXT("itunes:author"), FEED_ITEM_AUTHOR},
    {TEXT("category"), FEED_ITEM_CATEGORY},
    {TEXT("dc:subject"), FEED_ITEM_CATEGORY},
    {TEXT("slash:comments"), FEED_ITEM_REPLIES},
    {TEXT("thr:in-reply-to"), FEED_ITEM_PARENT},
};

/* Prefixes that feeds give to the vocabularies which need none. */
static struct text
without_prefix(struct text name)
{
    static const struct text prefixes[] = {
        TEXT("atom:"), TEXT("atom10:"), TEXT("atom03:"), TEXT("a:"),
        TEXT("a10:"),  TEXT("rss:"),    TEXT("rss1:"),   TEXT("rss10:")};

    for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
        if (text_starts(name, prefixes[i]))
            return text_from(name, prefixes[i].len);
    }
    return name;
}

static const struct element *
find(struct text name)
{
    size_t count = sizeof(elements) / sizeof(*elements);

    name = without_prefix(name);
    for (size_t i = 0; i < count; i++) {
        if (text_equal_nocase(elements[i].name, name))
            return &elements[i];
    }
    return NULL;
}

static bool
says_something(const struct json_slot *value)
{
    return value->type == JSON_OBJECT || value->type == JSON_ARRAY
           || text_trim(slot_text(value)).len > 0;
}

/* Of a date that stands there several times the last is the one that was meant. */
static struct json_slot
last_of(struct json_slot value)
{
    struct json_items items = json_items(value);

    while (json_next(&items, &value))
        ;
    return value;
}

void
feed_item_read(struct feed_item *item, struct json_slot root)
{
    const struct element *best[FEED_ITEM_PARTS] = {NULL};
    struct json_items members = json_members(root);
    struct json_slot value;
    struct text name;

    *item = (struct feed_item){.root = root};
    if (root.type == JSON_STRING)
        item->parts[FEED_ITEM_SUMMARY] = root;
    while (json_next_member(&members, &name, &value)) {
        const struct element *element = find(name);

        if (text_equal(name, TEXT("@xml:base")))
            item->base = slot_text(&value);
        if (text_equal(name, TEXT("@xml:lang")))
            item->lang = slot_text(&value);
        if (element == NULL || !says_something(&value)
            || (best[element->part] != NULL && best[element->part] <= element))
            continue;
        best[element->part] = element;
        item->parts[element->part] =
            element->part == FEED_ITEM_PUBLISHED
                    || element->part == FEED_ITEM_UPDATED
                ? last_of(value)
                : value;
    }
}

struct text
feed_item_attribute(const struct json_slot *element, const char *name)
{
    struct json_items members = json_members(*element);
    struct json_slot value;
    struct text key;

    while (json_next_member(&members, &key, &value)) {
        if (text_equal(key, text_of(name)))
            return slot_text(&value);
    }
    return TEXT_NONE;
}

static void
add_texts(struct buffer *out, const struct json_slot *element)
{
    struct json_items items = json_items(*element);
    struct json_items members = json_members(*element);
    struct json_slot value;
    struct text key;

    buffer_add(out, slot_text(element));
    while (json_next(&items, &value))
        add_texts(out, &value);
    while (json_next_member(&members, &key, &value)) {
        if (!text_starts(key, TEXT("@")))
            add_texts(out, &value);
    }
}

struct text
feed_item_text(struct arena *arena, const struct json_slot *element)
{
    struct json_items items = json_items(*element);
    struct json_slot first;
    struct buffer out = {0};
    struct text text;

    if (element->type == JSON_STRING)
        return element->text;
    while (json_next(&items, &first)) {
        if (says_something(&first))
            return feed_item_text(arena, &first);
    }
    if (element->type != JSON_OBJECT)
        return TEXT_NONE;
    add_texts(&out, element);
    text = arena_copy(arena, buffer_text(&out));
    buffer_free(&out);
    return text;
}
