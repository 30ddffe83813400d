/*
 * bsky - Bluesky as Jetstream delivers it, in its first and its second wire form: an event a line
 *
 * Posts and reposts become posts, their deletes tombstones, and so does an account that was deleted; likes, follows and what
 * other apps write are dropped by name. A client dates its posts itself and may say anything: `time` is the
 * earlier of its word and of when the event passed.
 * Source:  docs.bsky.app, "Jetstream", "Timestamps"; github.com/bluesky-social/jetstream.
 */
#include "sources/bsky_post.h"
#include "sources/source.h"

enum {
    DID, /* of the first form, in the order of struct event */
    TIME_US,
    KIND,
    OPERATION,
    COLLECTION,
    KEY,
    RECORD,
    HANDLE,
    ACTIVE,
    STATUS,
    SECOND, /* of the second, likewise */
    TIME = SECOND + TIME_US,
    ENVELOPE = SECOND + STATUS + 1,
    SLOTS
};

static const char *const paths[SLOTS] = {"did",
                                         "time_us",
                                         "kind",
                                         "commit.operation",
                                         "commit.collection",
                                         "commit.rkey",
                                         "commit.record",
                                         "identity.handle",
                                         "account.active",
                                         "account.status",
                                         "payload.did",
                                         "payload.time",
                                         "payload.$type",
                                         "payload.operation",
                                         "payload.collection",
                                         "payload.rkey",
                                         "payload.record",
                                         "payload.handle",
                                         "payload.active",
                                         "payload.status",
                                         "$type"};

static const struct text second_kinds = {
    "network.bsky.jetstream.subscribeEvents#", 39};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return bsky_post_new();
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    if (text_starts(slot_text(&slots[DID]), TEXT("did:")))
        return slots[KIND].type == JSON_STRING
               && slots[TIME_US].type == JSON_INTEGER;
    return text_starts(slot_text(&slots[SECOND + KIND]), second_kinds)
           || (text_equal(slot_text(&slots[ENVELOPE]), TEXT("error"))
               && slots[SECOND + DID].type == JSON_ABSENT);
}

struct event {
    struct text kind;              /* "commit" */
    const struct json_slot *slots; /* DID to STATUS */
    struct moment passed;          /* when it did */
    bool is_timed;
    struct text uri; /* of a commit: at://did/collection/rkey */
};

static struct event
event_of(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;
    struct event event = {.slots = slots};
    int64_t us = slot_integer(&slots[TIME_US], -1);

    if (slots[DID].type == JSON_STRING) {
        event.kind = slot_text(&slots[KIND]);
        event.is_timed = us >= 0;
        event.passed = (struct moment){
            us / 1000000, (int16_t)(us / 1000 % 1000), CLOCK_NO_TZ};
        return event;
    }
    event.slots = slots + SECOND;
    event.kind = slot_text(&slots[SECOND + KIND]);
    if (text_starts(event.kind, second_kinds))
        event.kind = text_from(event.kind, second_kinds.len);
    event.is_timed = clock_parse(slot_text(&slots[TIME]), &event.passed);
    return event;
}

/* What is no post, by its collection. */
static const char *
drop_collection(struct text collection)
{
    if (text_equal(collection, TEXT("app.bsky.feed.like")))
        return SOURCE_DROP("collection:like");
    return text_equal(collection, TEXT("app.bsky.graph.follow"))
               ? SOURCE_DROP("collection:follow")
               : SOURCE_DROP("collection:other");
}

static void
set_seen(struct draft *draft, const struct event *event)
{
    if (event->is_timed)
        draft_time(draft, DRAFT_SEEN, event->passed.s);
}

static const char *
emit_delete(const struct event *event, const char *prefix, const char *scope,
            struct text target, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "bluesky");

    draft_id(draft, DRAFT_ID, draft_join(draft, text_of(prefix), target));
    draft_id(draft, DRAFT_TARGET, target);
    draft_id(draft, DRAFT_AUTHOR, slot_text(&event->slots[DID]));
    draft_text(draft, DRAFT_SCOPE, text_of(scope));
    if (event->is_timed)
        draft_moment_utc(draft, &event->passed);
    set_seen(draft, event);
    return emitter_add(emitter);
}

static const char *
emit_post(const struct raw *raw, const struct event *event, struct text uri,
          bool is_repost, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "bluesky");
    const struct json_slot *slots = event->slots;
    const char *why;

    if (slots[RECORD].type != JSON_OBJECT)
        return "no_record: a commit that creates nothing";
    draft_id(draft, DRAFT_ID, uri);
    draft_id(draft, DRAFT_AUTHOR, slot_text(&slots[DID]));
    set_seen(draft, event);
    why = bsky_post_set(raw->state, draft, slots[RECORD].node, is_repost,
                        event->is_timed ? &event->passed : NULL);
    if (why != NULL)
        return why;
    if (text_equal(slot_text(&slots[OPERATION]), TEXT("update")))
        draft_flag(draft, "edited");
    if (!is_repost) {
        draft_text(draft, DRAFT_URL,
                   draft_join(draft, TEXT("https://bsky.app/profile/"),
                              slot_text(&slots[DID]), TEXT("/post/"),
                              slot_text(&slots[KEY])));
    }
    return emitter_add(emitter);
}

static const char *
take_commit(const struct raw *raw, const struct event *event,
            struct emitter *emitter)
{
    const struct json_slot *slots = event->slots;
    struct text collection = slot_text(&slots[COLLECTION]);
    struct text operation = slot_text(&slots[OPERATION]);
    struct text uri;
    struct draft *draft;
    bool is_repost = text_equal(collection, TEXT("app.bsky.feed.repost"));

    if (!is_repost && !text_equal(collection, TEXT("app.bsky.feed.post")))
        return drop_collection(collection);
    if (slot_text(&slots[KEY]).len == 0 || slot_text(&slots[DID]).len == 0)
        return "no_key: a commit without rkey or did";
    draft = emitter_draft(emitter, DRAFT_POST, "bluesky");
    uri = draft_printf(draft, "at://%.*s/%.*s/%.*s", TEXT_ARGS(slots[DID].text),
                       TEXT_ARGS(collection), TEXT_ARGS(slots[KEY].text));
    if (text_equal(operation, TEXT("delete")))
        return emit_delete(event, "del/", "item", uri, emitter);
    return emit_post(raw, event, uri, is_repost, emitter);
}

/* An account that is suspended, taken down or deactivated may come back: only what is deleted is gone. */
static const char *
take_account(const struct event *event, struct emitter *emitter)
{
    const struct json_slot *slots = event->slots;

    if (slots[ACTIVE].type != JSON_FALSE)
        return SOURCE_DROP("account:active");
    if (!text_equal(slot_text(&slots[STATUS]), TEXT("deleted")))
        return SOURCE_DROP("account:inactive");
    return emit_delete(event, "account/", "author", slot_text(&slots[DID]),
                       emitter);
}

/* Who has which handle from now on. */
static const char *
take_identity(const struct event *event, struct emitter *emitter)
{
    const struct json_slot *slots = event->slots;
    struct draft *draft;

    if (slot_text(&slots[HANDLE]).len == 0)
        return SOURCE_DROP("identity");
    draft = emitter_draft(emitter, DRAFT_ACCOUNT, "bluesky");
    draft_id(draft, DRAFT_ID,
             draft_join(draft, TEXT("user/"), slot_text(&slots[DID])));
    draft_id(draft, DRAFT_AUTHOR, slot_text(&slots[DID]));
    draft_text(draft, DRAFT_HANDLE, slots[HANDLE].text);
    if (event->is_timed)
        draft_moment_utc(draft, &event->passed);
    set_seen(draft, event);
    return emitter_add(emitter);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct event event = event_of(raw);

    if (text_equal(event.kind, TEXT("commit")))
        return take_commit(raw, &event, emitter);
    if (text_equal(event.kind, TEXT("account")))
        return take_account(&event, emitter);
    if (text_equal(event.kind, TEXT("identity")))
        return take_identity(&event, emitter);
    return SOURCE_DROP("notice"); /* sync, info, an error */
}

const struct source source_bsky = {
    .name = "bsky",
    .title = "Bluesky's Jetstream, events of both wire forms, NDJSON",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
