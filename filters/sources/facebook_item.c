#include "sources/facebook_item.h"

#include <err.h>
#include <stdlib.h>

#include "sources/epoch.h"
#include "sources/facebook_link.h"
#include "sources/mojibake.h"
#include "sources/source.h"
#include "sources/words.h"

enum {
    POST,
    UPDATED,
    REACTION,
    COMMENT,
    COMMENT_TIME,
    COMMENT_AUTHOR,
    COMMENT_GROUP,
    DATUM_SLOTS
};

static const char *const datum_paths[DATUM_SLOTS] = {"post",
                                                     "update_timestamp",
                                                     "reaction",
                                                     "comment.comment",
                                                     "comment.timestamp",
                                                     "comment.author",
                                                     "comment.group"};

static const char *const attachment_paths[] = {"data"};

enum { LINK, DESCRIPTION, ATTACHED_SLOTS };
static const char *const attached_paths[ATTACHED_SLOTS] = {
    "external_context.url", "media.description"};

struct facebook_item {
    struct json_plan *datum, *attachment, *attached;
};

struct facebook_item *
facebook_item_new(void)
{
    struct facebook_item *plans = malloc(sizeof(*plans));

    if (plans == NULL)
        err(EX_OSERR, "facebook_item");
    plans->datum = json_plan_new(datum_paths, DATUM_SLOTS);
    plans->attachment = json_plan_new(attachment_paths, 1);
    plans->attached = json_plan_new(attached_paths, ATTACHED_SLOTS);
    return plans;
}

bool
facebook_item_is(const struct facebook_item *plans, struct json_slot data)
{
    struct json_items items = json_items(data);
    struct json_slot first, datum[DATUM_SLOTS];

    if (!json_next(&items, &first) || first.type != JSON_OBJECT
        || json_pick(plans->datum, first.node, datum) != NULL)
        return false;
    for (size_t i = 0; i < DATUM_SLOTS; i++) {
        if (datum[i].type != JSON_ABSENT)
            return true;
    }
    return false;
}

/* Mended, and flagged so. */
static struct text
mend(struct draft *draft, const struct json_slot *slot)
{
    bool is_mended = false;
    struct text text =
        mojibake_mend(draft_arena(draft), slot_text(slot), &is_mended);

    if (is_mended)
        draft_flag(draft, "mojibake_fixed");
    return text;
}

/* One member of `data`: what was posted, or commented, or when it was changed. */
static void
read_datum(struct draft *draft, const struct json_slot *datum,
           struct moment *updated)
{
    struct text post = mend(draft, &datum[POST]);
    struct text comment = mend(draft, &datum[COMMENT]);

    draft_plain(draft, DRAFT_TEXT, post);
    draft_plain(draft, DRAFT_TEXT, comment);
    draft_text(draft, DRAFT_HANDLE, mend(draft, &datum[COMMENT_AUTHOR]));
    draft_text(draft, DRAFT_PLACE, mend(draft, &datum[COMMENT_GROUP]));
    epoch_read(&datum[UPDATED], updated);
}

/* A photo's description is what was said where nothing else was. */
static void
read_attached(const struct facebook_item *plans, struct draft *draft,
              struct json_slot attached)
{
    struct json_slot slots[ATTACHED_SLOTS];

    if (attached.type != JSON_OBJECT
        || json_pick(plans->attached, attached.node, slots) != NULL)
        return;
    facebook_link_add(draft, slot_text(&slots[LINK]));
    if (draft_string(draft, DRAFT_TEXT).len == 0)
        draft_plain(draft, DRAFT_TEXT, mend(draft, &slots[DESCRIPTION]));
}

static void
read_attachments(const struct facebook_item *plans, struct draft *draft,
                 struct json_slot attachments)
{
    struct json_items items = json_items(attachments), inner;
    struct json_slot item, data;

    while (json_next(&items, &item)) {
        if (item.type != JSON_OBJECT
            || json_pick(plans->attachment, item.node, &data) != NULL)
            continue;
        inner = json_items(data);
        while (json_next(&inner, &item))
            read_attached(plans, draft, item);
    }
}

void
facebook_item_read(const struct facebook_item *plans, struct draft *draft,
                   struct json_slot data, struct json_slot attachments)
{
    struct json_items items = json_items(data);
    struct json_slot item, datum[DATUM_SLOTS];
    struct moment updated = {.s = INT64_MIN};

    draft_plain(draft, DRAFT_TEXT, TEXT(""));
    while (json_next(&items, &item)) {
        if (item.type == JSON_OBJECT
            && json_pick(plans->datum, item.node, datum) == NULL)
            read_datum(draft, datum, &updated);
    }
    read_attachments(plans, draft, attachments);
    facebook_link_text(draft, draft_string(draft, DRAFT_TEXT));
    words_tags(draft, draft_string(draft, DRAFT_TEXT));
    if (updated.s > draft_get(draft, DRAFT_TIME, INT64_MAX))
        draft_flag(draft, "edited");
}
