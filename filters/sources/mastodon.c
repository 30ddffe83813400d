/*
 * mastodon - statuses as the API of Mastodon and its like gives them: timelines, searches, a status a line or an array of them
 *
 * The id is the status' URI, which is the same whichever server was asked; ids of the API are one server's own. Only
 * public and unlisted ones are kept.
 * Source:  docs.joinmastodon.org, "Status".
 */
#include "sources/fediverse.h"
#include "sources/source.h"

#include <err.h>
#include <stdlib.h>

#include "base/url.h"

enum {
    URI,
    ADDRESS,
    CREATED,
    EDITED,
    ACCOUNT,
    ACCOUNT_URI,
    ACCOUNT_URL,
    ACCOUNT_NAME,
    FOLLOWERS,
    FOLLOWING,
    POSTS,
    BOT,
    VISIBILITY,
    CONTENT,
    WARNING,
    LANG,
    PARENT,
    PARENT_AUTHOR,
    ACCOUNT_ID,
    TAGS,
    MENTIONS,
    CARD,
    REBLOG,
    QUOTE,
    QUOTED,
    LIKES,
    REPOSTS,
    REPLIES,
    SENSITIVE,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "uri", "url", "created_at", "edited_at", "account", "account.uri", "account.url", "account.acct",
    "account.followers_count", "account.following_count", "account.statuses_count", "account.bot",
    "visibility", "content", "spoiler_text", "language", "in_reply_to_id", "in_reply_to_account_id",
    "account.id", "tags", "mentions", "card.url", "reblog", "quote.quoted_status.uri", "quote.uri",
    "favourites_count", "reblogs_count", "replies_count", "sensitive"};
/* clang-format on */

static const char *const tag_paths[] = {"name"};
static const char *const mention_paths[] = {"acct"};

struct mastodon {
    struct json_plan *whole, *tag, *mention;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct mastodon *state = malloc(sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "mastodon");
    state->whole = json_plan_new(paths, SLOTS);
    state->tag = json_plan_new(tag_paths, 1);
    state->mention = json_plan_new(mention_paths, 1);
    return state;
}

static bool
is_status(const struct json_slot *slots)
{
    return slots[URI].type == JSON_STRING && slots[ACCOUNT].type == JSON_OBJECT
           && slots[VISIBILITY].type == JSON_STRING
           && slots[CONTENT].type == JSON_STRING
           && slots[ACCOUNT_NAME].type == JSON_STRING;
}

static bool
matches(const struct raw *raw)
{
    return is_status(raw->slots);
}

/* The actor in a status' own address: all before its /statuses/. */
static struct text
actor_of(const struct json_slot *slots)
{
    struct text uri = slots[URI].text;
    size_t end = text_find(uri, TEXT("/statuses/"));

    if (slots[ACCOUNT_URI].type == JSON_STRING)
        return slots[ACCOUNT_URI].text;
    if (end != SIZE_MAX)
        return (struct text){uri.at, end};
    return slot_text(&slots[ACCOUNT_URL]);
}

static void
set_author(struct draft *draft, const struct json_slot *slots)
{
    struct text actor = actor_of(slots);
    struct text name = slots[ACCOUNT_NAME].text;
    struct text host = url_split(actor).host;

    draft_id(draft, DRAFT_AUTHOR, actor);
    if (text_find_char(name, '@') == SIZE_MAX && host.len > 0) {
        name = draft_join(draft, "", name, "@");
        name = draft_join(draft, name.at, host, "");
    }
    draft_text(draft, DRAFT_HANDLE, name);
    draft_integer(draft, DRAFT_FOLLOWERS, slot_integer(&slots[FOLLOWERS], -1));
    draft_integer(draft, DRAFT_FOLLOWING, slot_integer(&slots[FOLLOWING], -1));
    draft_integer(draft, DRAFT_POSTS, slot_integer(&slots[POSTS], -1));
    if (slots[BOT].type == JSON_TRUE)
        draft_flag(draft, "bot");
}

/* The API names a parent by the server's own id: an author's own earlier post has the same front as this one. */
static void
set_parent(struct draft *draft, const struct json_slot *slots)
{
    static const struct text middle = {"/statuses/", 10};
    struct text parent = slot_text(&slots[PARENT]);
    struct text front = slots[URI].text;
    size_t end = text_find(front, middle);
    bool is_own = text_equal(slot_text(&slots[PARENT_AUTHOR]),
                             slot_text(&slots[ACCOUNT_ID]))
                  && text_find_char(slots[ACCOUNT_NAME].text, '@') == SIZE_MAX;

    if (parent.len == 0)
        return;
    if (!is_own || end == SIZE_MAX) {
        draft_id(draft, DRAFT_REPLY_TO,
                 draft_join(draft, "status/", parent, ""));
        return;
    }
    front =
        draft_join(draft, "", (struct text){front.at, end + middle.len}, "");
    draft_id(draft, DRAFT_REPLY_TO, draft_join(draft, front.at, parent, ""));
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
set_content(const struct mastodon *state, struct draft *draft,
            const struct json_slot *slots)
{
    fediverse_content(draft, slots[CONTENT].text);
    draft_link_once(draft, slot_text(&slots[CARD]), TEXT_NONE);
    draft_plain(draft, DRAFT_TITLE, slot_text(&slots[WARNING]));
    draft_text(draft, DRAFT_LANG, slot_text(&slots[LANG]));
    add_names(state->tag, draft, slots[TAGS], fediverse_tag);
    add_names(state->mention, draft, slots[MENTIONS], fediverse_mention);
    if (slots[SENSITIVE].type == JSON_TRUE)
        draft_flag(draft, "sensitive");
}

static void
set_rest(struct draft *draft, const struct json_slot *slots)
{
    struct text url = slot_text(&slots[ADDRESS]);
    struct moment moment;

    if (clock_parse(slot_text(&slots[CREATED]), &moment))
        draft_moment_utc(draft, &moment);
    draft_id(draft, DRAFT_ID, slots[URI].text);
    draft_text(draft, DRAFT_URL, url.len > 0 ? url : slots[URI].text);
    set_author(draft, slots);
    set_parent(draft, slots);
    draft_id(draft, DRAFT_QUOTE_OF, slot_text(&slots[QUOTED]));
    draft_id(draft, DRAFT_QUOTE_OF, slot_text(&slots[QUOTE]));
    if (slots[EDITED].type == JSON_STRING)
        draft_flag(draft, "edited");
}

static const char *
emit(const struct mastodon *state, const struct json_slot *slots,
     bool is_observed, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "fediverse");
    struct json_slot inner[SLOTS];
    bool is_repost =
        slots[REBLOG].type == JSON_OBJECT
        && json_pick(state->whole, slots[REBLOG].node, inner) == NULL
        && is_status(inner);
    const char *why;

    set_rest(draft, slots);
    if (is_repost) {
        draft_id(draft, DRAFT_REPOST_OF, inner[URI].text);
        set_content(state, draft, inner);
    } else {
        set_content(state, draft, slots);
        draft_integer(draft, DRAFT_LIKES, slot_integer(&slots[LIKES], -1));
        draft_integer(draft, DRAFT_REPOSTS, slot_integer(&slots[REPOSTS], -1));
        draft_integer(draft, DRAFT_REPLIES, slot_integer(&slots[REPLIES], -1));
    }
    if (is_observed)
        draft_flag(draft, "observed");
    why = emitter_add(emitter);
    if (why != NULL || !is_repost || is_observed || !emitter_embedded(emitter))
        return why;
    return emit(state, inner, true, emitter);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct text visibility = raw->slots[VISIBILITY].text;

    if (!is_status(raw->slots))
        return "bad_status: no uri, account, visibility or content";
    if (!text_equal(visibility, TEXT("public"))
        && !text_equal(visibility, TEXT("unlisted")))
        return SOURCE_DROP("private");
    return emit(raw->state, raw->slots, false, emitter);
}

const struct source source_mastodon = {
    .name = "mastodon",
    .title = "Mastodon statuses, as its API gives them",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
