/*
 * feed_item - an item or entry of an XML feed by what its elements mean, whatever dialect or prefix it has
 *
 * Of several elements that say the same the first in the list of feed_item.c counts, and of several of one name the first that
 * says something. Elements of unknown prefixes are passed over.
 * Lives:   as the raw record.
 */
#ifndef HARK_SOURCES_FEED_ITEM_H
#define HARK_SOURCES_FEED_ITEM_H

#include "base/arena.h"
#include "ports/json.h"

enum feed_item_part {
    FEED_ITEM_TITLE,
    FEED_ITEM_ID,
    FEED_ITEM_LINK,
    FEED_ITEM_ORIGINAL_LINK,
    FEED_ITEM_PUBLISHED,
    FEED_ITEM_UPDATED,
    FEED_ITEM_CONTENT,
    FEED_ITEM_SUMMARY,
    FEED_ITEM_AUTHOR,
    FEED_ITEM_CATEGORY,
    FEED_ITEM_REPLIES,
    FEED_ITEM_PARENT,
    FEED_ITEM_PARTS
};

struct feed_item {
    struct json_slot parts[FEED_ITEM_PARTS]; /* JSON_ABSENT where missing */
    struct json_slot root;
    struct text base; /* its own xml:base, as written */
    struct text lang; /* its own xml:lang */
};

/* Of the value of the raw record's one member: a string, or an object. */
void feed_item_read(struct feed_item *item, struct json_slot root);

/* One attribute (`@href`) of an element that is an object. */
struct text feed_item_attribute(const struct json_slot *element,
                                const char *name);

/* What an element says: itself, its #text, else the texts below it, joined. */
struct text feed_item_text(struct arena *arena,
                           const struct json_slot *element);

#endif
