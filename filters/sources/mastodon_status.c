#include "sources/mastodon_status.h"

#include "sources/fediverse.h"

#include <err.h>
#include <stdlib.h>

#include "base/url.h"

/* clang-format off */
const char *const mastodon_status_paths[MASTODON_SLOTS] = {
    "uri", "url", "created_at", "edited_at", "account", "account.uri", "account.url", "account.acct",
    "account.followers_count", "account.following_count", "account.statuses_count", "account.bot",
    "visibility", "content", "spoiler_text", "language", "in_reply_to_id", "in_reply_to_account_id",
    "account.id", "tags", "mentions", "card.url", "reblog", "quote.quoted_status.uri", "quote.uri",
    "quote.quoted_status_id",
    "favourites_count", "reblogs_count", "replies_count", "sensitive"};
/* clang-format on */

static const char *const tag_paths[] = {"name"};
static const char *const mention_paths[] = {"acct"};

struct mastodon_status {
    const struct known *uris; /* or NULL */
    struct json_plan *whole, *tag, *mention;
};

struct mastodon_status *
mastodon_status_new(const struct known *uris)
{
    struct mastodon_status *plans = malloc(sizeof(*plans));

    if (plans == NULL)
        err(EX_OSERR, "mastodon_status");
    plans->uris = uris;
    plans->whole = json_plan_new(mastodon_status_paths, MASTODON_SLOTS);
    plans->tag = json_plan_new(tag_paths, 1);
    plans->mention = json_plan_new(mention_paths, 1);
    return plans;
}

bool
mastodon_status_is(const struct json_slot *slots)
{
    return slots[MASTODON_URI].type == JSON_STRING
           && slots[MASTODON_ACCOUNT].type == JSON_OBJECT
           && slots[MASTODON_VISIBILITY].type == JSON_STRING
           && slots[MASTODON_CONTENT].type == JSON_STRING
           && slots[MASTODON_ACCOUNT_NAME].type == JSON_STRING;
}

/* The actor in a status' own address: all before its /statuses/. */
static struct text
actor_of(const struct json_slot *slots)
{
    struct text uri = slots[MASTODON_URI].text;
    size_t end = text_find(uri, TEXT("/statuses/"));

    if (slots[MASTODON_ACCOUNT_URI].type == JSON_STRING)
        return slots[MASTODON_ACCOUNT_URI].text;
    if (end != SIZE_MAX)
        return (struct text){uri.at, end};
    return slot_text(&slots[MASTODON_ACCOUNT_URL]);
}

static void
set_author(struct draft *draft, const struct json_slot *slots)
{
    struct text actor = actor_of(slots);
    struct text name = slots[MASTODON_ACCOUNT_NAME].text;
    struct text host = url_split(actor).host;

    draft_id(draft, DRAFT_AUTHOR, actor);
    if (text_find_char(name, '@') == SIZE_MAX && host.len > 0)
        name = draft_join(draft, name, TEXT("@"), host);
    draft_text(draft, DRAFT_HANDLE, name);
    draft_integer(draft, DRAFT_FOLLOWERS,
                  slot_integer(&slots[MASTODON_FOLLOWERS], -1));
    draft_integer(draft, DRAFT_FOLLOWING,
                  slot_integer(&slots[MASTODON_FOLLOWING], -1));
    draft_integer(draft, DRAFT_POSTS, slot_integer(&slots[MASTODON_POSTS], -1));
    if (slots[MASTODON_BOT].type == JSON_TRUE)
        draft_flag(draft, "bot");
}

/* What the server's own id means elsewhere; "status/ID", which nothing is called, where nobody knows. */
static struct text
uri_of(const struct mastodon_status *plans, struct draft *draft, struct text id)
{
    struct text uri =
        plans->uris == NULL ? TEXT_NONE : known_find(plans->uris, id);

    return uri.len > 0 ? uri : draft_join(draft, TEXT("status/"), id);
}

/* An author's own earlier post has the same front as this one. */
static void
set_parent(const struct mastodon_status *plans, struct draft *draft,
           const struct json_slot *slots)
{
    static const struct text middle = {"/statuses/", 10};
    struct text parent = slot_text(&slots[MASTODON_PARENT]);
    struct text front = slots[MASTODON_URI].text;
    size_t end = text_find(front, middle);
    bool is_own =
        text_equal(slot_text(&slots[MASTODON_PARENT_AUTHOR]),
                   slot_text(&slots[MASTODON_ACCOUNT_ID]))
        && text_find_char(slots[MASTODON_ACCOUNT_NAME].text, '@') == SIZE_MAX;

    if (parent.len == 0)
        return;
    if (!is_own || end == SIZE_MAX) {
        draft_id(draft, DRAFT_REPLY_TO, uri_of(plans, draft, parent));
        return;
    }
    front.len = end + middle.len;
    draft_id(draft, DRAFT_REPLY_TO, draft_join(draft, front, parent));
}

static void
add_names(const struct json_plan *plan, struct draft *draft,
          struct json_slot array, void (*add)(struct draft *, struct text))
{
    struct json_items items = json_items(array);
    struct json_slot item, name;

    while (json_next(&items, &item)) {
        if (item.type == JSON_OBJECT
            && json_pick(plan, item.node, &name) == NULL)
            add(draft, slot_text(&name));
    }
}

static void
set_content(const struct mastodon_status *plans, struct draft *draft,
            const struct json_slot *slots)
{
    fediverse_content(draft, slots[MASTODON_CONTENT].text);
    draft_link_once(draft, slot_text(&slots[MASTODON_CARD]), TEXT_NONE);
    draft_plain(draft, DRAFT_TITLE, slot_text(&slots[MASTODON_WARNING]));
    draft_text(draft, DRAFT_LANG, slot_text(&slots[MASTODON_LANG]));
    add_names(plans->tag, draft, slots[MASTODON_TAGS], fediverse_tag);
    add_names(plans->mention, draft, slots[MASTODON_MENTIONS],
              fediverse_mention);
    if (slots[MASTODON_SENSITIVE].type == JSON_TRUE)
        draft_flag(draft, "sensitive");
}

static void
set_rest(const struct mastodon_status *plans, struct draft *draft,
         const struct json_slot *slots)
{
    struct text quoted = slot_text(&slots[MASTODON_QUOTED_ID]);
    struct text url = slot_text(&slots[MASTODON_ADDRESS]);
    struct moment moment;

    if (clock_parse(slot_text(&slots[MASTODON_CREATED]), &moment))
        draft_moment_utc(draft, &moment);
    draft_id(draft, DRAFT_ID, slots[MASTODON_URI].text);
    draft_text(draft, DRAFT_URL, url.len > 0 ? url : slots[MASTODON_URI].text);
    set_author(draft, slots);
    set_parent(plans, draft, slots);
    if (quoted.len > 0)
        draft_id(draft, DRAFT_QUOTE_OF, uri_of(plans, draft, quoted));
    draft_id(draft, DRAFT_QUOTE_OF, slot_text(&slots[MASTODON_QUOTED]));
    draft_id(draft, DRAFT_QUOTE_OF, slot_text(&slots[MASTODON_QUOTE]));
    if (slots[MASTODON_EDITED].type == JSON_STRING)
        draft_flag(draft, "edited");
}

static const char *
emit(const struct mastodon_status *plans, const struct json_slot *slots,
     int64_t seen_s, bool is_observed, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "fediverse");
    struct json_slot inner[MASTODON_SLOTS];
    bool is_repost =
        slots[MASTODON_REBLOG].type == JSON_OBJECT
        && json_pick(plans->whole, slots[MASTODON_REBLOG].node, inner) == NULL
        && mastodon_status_is(inner);
    const char *why;

    if (seen_s != INT64_MIN)
        draft_time(draft, DRAFT_SEEN, seen_s);
    set_rest(plans, draft, slots);
    if (is_repost) {
        draft_id(draft, DRAFT_REPOST_OF, inner[MASTODON_URI].text);
        set_content(plans, draft, inner);
    } else {
        set_content(plans, draft, slots);
        draft_integer(draft, DRAFT_LIKES,
                      slot_integer(&slots[MASTODON_LIKES], -1));
        draft_integer(draft, DRAFT_REPOSTS,
                      slot_integer(&slots[MASTODON_REPOSTS], -1));
        draft_integer(draft, DRAFT_REPLIES,
                      slot_integer(&slots[MASTODON_REPLIES], -1));
    }
    if (is_observed)
        draft_flag(draft, "observed");
    why = emitter_add(emitter);
    if (why != NULL || !is_repost || is_observed || !emitter_embedded(emitter))
        return why;
    return emit(plans, inner, seen_s, true, emitter);
}

const char *
mastodon_status_emit(const struct mastodon_status *plans,
                     const struct json_slot *slots, int64_t seen_s,
                     struct emitter *emitter)
{
    struct text visibility = slot_text(&slots[MASTODON_VISIBILITY]);

    if (!mastodon_status_is(slots))
        return "bad_status: no uri, account, visibility or content";
    if (!text_equal(visibility, TEXT("public"))
        && !text_equal(visibility, TEXT("unlisted")))
        return SOURCE_DROP("private");
    return emit(plans, slots, seen_s, false, emitter);
}
