/*
 * activitypub - the outbox.json of a fediverse account's own archive, an activity an item
 *
 * Notes and what is announced are posts; what is not addressed to the public is dropped ("private"), as are votes in polls. An Announce holds nothing but the address of what it repeats.
 * Source:  Mastodon's account archive (backup_service.rb, note_serializer.rb); W3C ActivityStreams 2.0.
 */
#include "sources/deleted.h"
#include "sources/fediverse.h"
#include "sources/source.h"

enum {
    ID,
    TYPE,
    ACTOR,
    PUBLISHED,
    TO,
    CC,
    OBJECT,
    OBJECT_ID,
    OBJECT_TYPE,
    OBJECT_URL,
    OBJECT_PUBLISHED,
    OBJECT_UPDATED,
    OBJECT_AUTHOR,
    OBJECT_PARENT,
    OBJECT_TO,
    OBJECT_CC,
    OBJECT_WARNING,
    OBJECT_NAME,
    OBJECT_CONTENT,
    OBJECT_LANGS,
    OBJECT_TAGS,
    OBJECT_SENSITIVE,
    OBJECT_LIKES,
    OBJECT_SHARES,
    OBJECT_QUOTE,
    OBJECT_QUOTE_URI,
    OBJECT_QUOTE_URL,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "id", "type", "actor", "published", "to", "cc", "object", "object.id", "object.type", "object.url",
    "object.published", "object.updated", "object.attributedTo", "object.inReplyTo", "object.to",
    "object.cc", "object.summary", "object.name", "object.content", "object.contentMap", "object.tag",
    "object.sensitive", "object.likes.totalItems", "object.shares.totalItems", "object.quote",
    "object.quoteUri", "object._misskey_quote"};
/* clang-format on */

enum { TAG_TYPE, TAG_NAME, TAG_SLOTS };
static const char *const tag_paths[TAG_SLOTS] = {"type", "name"};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return json_plan_new(tag_paths, TAG_SLOTS);
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return slots[TYPE].type == JSON_STRING && slots[ACTOR].type == JSON_STRING
           && (slots[OBJECT].type == JSON_STRING
               || slots[OBJECT].type == JSON_OBJECT);
}

static bool
is_public(struct text address)
{
    return text_equal(address,
                      TEXT("https://www.w3.org/ns/activitystreams#Public"))
           || text_equal(address, TEXT("as:Public"));
}

static bool
names_public(const struct json_slot *slot)
{
    struct json_items items = json_items(*slot);
    struct json_slot item;

    if (is_public(slot_text(slot)))
        return true;
    while (json_next(&items, &item))
        if (is_public(slot_text(&item)))
            return true;
    return false;
}

static struct text
object_of(const struct json_slot *slots)
{
    return slot_text(
        &slots[slots[OBJECT].type == JSON_STRING ? OBJECT : OBJECT_ID]);
}

static void
set_time(struct draft *draft, const struct json_slot *first,
         const struct json_slot *second)
{
    struct moment moment;

    if (clock_parse(slot_text(first), &moment)
        || clock_parse(slot_text(second), &moment))
        draft_moment_utc(draft, &moment);
}

static void
set_author(struct draft *draft, struct text actor)
{
    draft_id(draft, DRAFT_AUTHOR, actor);
    fediverse_handle(draft, actor);
}

static void
set_tags(struct draft *draft, const struct json_plan *plan,
         struct json_slot tags)
{
    struct json_items items = json_items(tags);
    struct json_slot item, slots[TAG_SLOTS];

    while (json_next(&items, &item)) {
        if (item.type != JSON_OBJECT
            || json_pick(plan, item.node, slots) != NULL)
            continue;
        if (text_equal(slot_text(&slots[TAG_TYPE]), TEXT("Hashtag")))
            fediverse_tag(draft, slot_text(&slots[TAG_NAME]));
        if (text_equal(slot_text(&slots[TAG_TYPE]), TEXT("Mention")))
            fediverse_mention(draft, slot_text(&slots[TAG_NAME]));
    }
}

static void
set_note(const struct raw *raw, struct draft *draft)
{
    const struct json_slot *slots = raw->slots;
    struct json_items langs = json_members(slots[OBJECT_LANGS]);
    struct text url = slot_text(&slots[OBJECT_URL]);
    struct text title = slot_text(
        &slots[slots[OBJECT_WARNING].type == JSON_STRING ? OBJECT_WARNING
                                                         : OBJECT_NAME]);
    struct json_slot value;
    struct text lang;

    draft_text(draft, DRAFT_URL, url.len > 0 ? url : object_of(slots));
    draft_id(draft, DRAFT_REPLY_TO, slot_text(&slots[OBJECT_PARENT]));
    for (size_t i = OBJECT_QUOTE_URL; i >= OBJECT_QUOTE; i--)
        draft_id(draft, DRAFT_QUOTE_OF, slot_text(&slots[i]));
    draft_plain(draft, DRAFT_TITLE, title);
    fediverse_content(draft, slot_text(&slots[OBJECT_CONTENT]));
    if (json_next_member(&langs, &lang, &value))
        draft_text(draft, DRAFT_LANG, lang);
    set_tags(draft, raw->state, slots[OBJECT_TAGS]);
    draft_integer(draft, DRAFT_LIKES, slot_integer(&slots[OBJECT_LIKES], -1));
    draft_integer(draft, DRAFT_REPOSTS,
                  slot_integer(&slots[OBJECT_SHARES], -1));
    if (slots[OBJECT_SENSITIVE].type == JSON_TRUE)
        draft_flag(draft, "sensitive");
    if (slots[OBJECT_UPDATED].type == JSON_STRING)
        draft_flag(draft, "edited");
}

static const char *
emit_note(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft;

    if (slots[OBJECT].type != JSON_OBJECT)
        return "no_object: an activity that brings no object along";
    if (slots[OBJECT_CONTENT].type != JSON_STRING)
        return slots[OBJECT_NAME].type == JSON_STRING
                   ? SOURCE_DROP("poll_vote")
                   : "missing_text: the object has no content";
    if (!names_public(&slots[OBJECT_TO]) && !names_public(&slots[OBJECT_CC]))
        return SOURCE_DROP("private");
    draft = emitter_draft(emitter, DRAFT_POST, "fediverse");
    draft_id(draft, DRAFT_ID, object_of(slots));
    set_time(draft, &slots[OBJECT_PUBLISHED], &slots[PUBLISHED]);
    set_author(draft, slots[OBJECT_AUTHOR].type == JSON_STRING
                          ? slots[OBJECT_AUTHOR].text
                          : slot_text(&slots[ACTOR]));
    set_note(raw, draft);
    return emitter_add(emitter);
}

static const char *
emit_announce(const struct json_slot *slots, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "fediverse");

    if (!names_public(&slots[TO]) && !names_public(&slots[CC]))
        return SOURCE_DROP("private");
    draft_id(draft, DRAFT_ID, slot_text(&slots[ID]));
    set_time(draft, &slots[PUBLISHED], &slots[PUBLISHED]);
    set_author(draft, slot_text(&slots[ACTOR]));
    draft_id(draft, DRAFT_REPOST_OF, object_of(slots));
    draft_text(draft, DRAFT_TEXT, TEXT(""));
    return emitter_add(emitter);
}

/* Of a post, of an announcement that was taken back, or of the account itself. */
static const char *
emit_delete(const struct json_slot *slots, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "fediverse");
    struct text target = object_of(slots);
    bool is_author = text_equal(target, slot_text(&slots[ACTOR]));

    set_time(draft, &slots[PUBLISHED], &slots[OBJECT_PUBLISHED]);
    if (!draft_has(draft, DRAFT_TIME))
        deleted_undated(draft, emitter, INT64_MIN);
    deleted_item(draft, target);
    if (is_author)
        draft_text(draft, DRAFT_SCOPE, TEXT("author"));
    draft_id(draft, DRAFT_AUTHOR, slot_text(&slots[ACTOR]));
    return emitter_add(emitter);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct text type = slot_text(&slots[TYPE]);

    if (text_equal(type, TEXT("Create")) || text_equal(type, TEXT("Update")))
        return emit_note(raw, emitter);
    if (text_equal(type, TEXT("Announce")))
        return emit_announce(slots, emitter);
    if (text_equal(type, TEXT("Delete"))
        || (text_equal(type, TEXT("Undo"))
            && text_equal(slot_text(&slots[OBJECT_TYPE]), TEXT("Announce"))))
        return emit_delete(slots, emitter);
    return SOURCE_DROP("activity:other");
}

const struct source source_activitypub = {
    .name = "activitypub",
    .title = "Mastodon's account archive, outbox.json (ActivityPub)",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
