/*
 * twitter2 - Twitter's v2: pages of posts or profiles, streamed posts, flattened lines, and compliance
 *
 * A page is one raw record and becomes as many records as it has posts; one of counts, of lists or of nothing is dropped by name.
 */
#include "sources/compliance.h"
#include "sources/source.h"
#include "sources/tweet2.h"
#include "sources/tweet2_user.h"

#include <err.h>
#include <stdlib.h>

enum {
    BATCH = TWEET2_SLOTS,
    DATA = BATCH + COMPLIANCE_SLOTS,
    USERS, /* in the order of includes_list */
    TWEETS,
    PLACES,
    NEWEST,
    COUNT,
    TWARC,
    RETRIEVED,
    PAGE_SLOTS
};

static const char *const paths[PAGE_SLOTS] = {
    TWEET2_PATHS,          COMPLIANCE_PATHS,    "data",
    "includes.users",      "includes.tweets",   "includes.places",
    "meta.newest_id",      "meta.result_count", "__twarc",
    "__twarc.retrieved_at"};

enum {
    ITEM_ID,
    ITEM_TEXT,
    ITEM_AUTHOR,
    ITEM_EDITS,
    ITEM_USER,
    ITEM_COUNT,
    ITEM_START,
    ITEM_MEMBERS,
    ITEM_SLOTS
};

static const char *const item_paths[ITEM_SLOTS] = {
    "id",       "text",        "author_id", "edit_history_tweet_ids",
    "username", "tweet_count", "start",     "member_count"};

enum page {
    PAGE_NONE,
    PAGE_POSTS,
    PAGE_USERS,
    PAGE_COUNTS,
    PAGE_LISTS,
    PAGE_EMPTY,
    PAGE_EVENT
};

struct twitter2 {
    struct tweet2 *tweet;
    struct tweet2_user *user;
    struct includes *includes;
    struct compliance *compliance;
    struct json_plan *item;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct twitter2 *state = calloc(1, sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "twitter2");
    state->tweet = tweet2_new();
    state->user = tweet2_user_new();
    state->includes = includes_new();
    state->compliance = compliance_new();
    state->item = json_plan_new(item_paths, ITEM_SLOTS);
    return state;
}

/* What an item of `data` is, alone or as the first of a page. */
static enum page
page_of_item(const struct twitter2 *state, const struct raw *raw,
             const struct json_slot *item)
{
    struct json_slot slots[ITEM_SLOTS];
    bool is_page = raw->slots[TWARC].type == JSON_OBJECT
                   || raw->slots[NEWEST].type == JSON_STRING
                   || raw->slots[USERS].type == JSON_ARRAY;

    if (item->type != JSON_OBJECT
        || json_pick(state->item, item->node, slots) != NULL)
        return PAGE_NONE;
    if (slots[ITEM_COUNT].type == JSON_INTEGER
        && slots[ITEM_START].type == JSON_STRING)
        return PAGE_COUNTS;
    if (slots[ITEM_ID].type != JSON_STRING)
        return PAGE_NONE;
    if (slots[ITEM_TEXT].type == JSON_STRING
        && (is_page || slots[ITEM_AUTHOR].type == JSON_STRING
            || slots[ITEM_EDITS].type == JSON_ARRAY))
        return PAGE_POSTS;
    if (!is_page)
        return PAGE_NONE;
    if (slots[ITEM_USER].type == JSON_STRING)
        return PAGE_USERS;
    return slots[ITEM_MEMBERS].type == JSON_INTEGER ? PAGE_LISTS : PAGE_NONE;
}

static enum page
page_of(const struct raw *raw)
{
    const struct json_slot *data = &raw->slots[DATA];
    struct json_items items;
    struct json_slot item;

    if (data->type == JSON_OBJECT)
        return compliance_is_event(*data) ? PAGE_EVENT
                                          : page_of_item(raw->state, raw, data);
    items = json_items(*data);
    if (json_next(&items, &item))
        return page_of_item(raw->state, raw, &item);
    return raw->slots[COUNT].type == JSON_INTEGER
                   || (data->type == JSON_ABSENT
                       && raw->slots[TWARC].type == JSON_OBJECT)
               ? PAGE_EMPTY
               : PAGE_NONE;
}

static bool
is_flat(const struct json_slot *slots)
{
    return tweet2_is(slots)
           && (slots[TWEET2_AUTHOR_ID].type == JSON_STRING
               || slots[TWEET2_EDITS].type == JSON_ARRAY);
}

static bool
matches(const struct raw *raw)
{
    return is_flat(raw->slots) || compliance_is_result(raw->slots + BATCH)
           || page_of(raw) != PAGE_NONE;
}

static int64_t
seen_of(const struct raw *raw)
{
    struct moment moment = {.s = INT64_MIN};

    clock_parse(slot_text(&raw->slots[RETRIEVED]), &moment);
    return moment.s;
}

static const char *
emit_user(const struct twitter2 *state, struct json_slot item, int64_t seen_s,
          struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_ACCOUNT, "twitter");

    if (item.type != JSON_OBJECT
        || !tweet2_user_set(state->user, draft, item.node))
        return "bad_page: an item of a page of profiles that is none";
    draft_id(
        draft, DRAFT_ID,
        draft_join(draft, TEXT("user/"), draft_native(draft, DRAFT_AUTHOR)));
    draft_text(draft, DRAFT_URL,
               draft_join(draft, TEXT("https://twitter.com/"),
                          draft_string(draft, DRAFT_HANDLE)));
    if (seen_s == INT64_MIN)
        seen_s = emitter_seen(emitter);
    if (seen_s != INT64_MIN) {
        draft_time(draft, DRAFT_TIME, seen_s);
        draft_time(draft, DRAFT_SEEN, seen_s);
    }
    return emitter_add(emitter);
}

static const char *
emit_item(const struct raw *raw, enum page page, struct json_slot item,
          struct emitter *emitter)
{
    const struct twitter2 *state = raw->state;
    struct json_slot slots[TWEET2_SLOTS];
    int64_t seen_s = seen_of(raw);

    if (page == PAGE_USERS)
        return emit_user(state, item, seen_s, emitter);
    if (!tweet2_pick(state->tweet, &item, slots))
        return "bad_page: an item of a page of posts that is none";
    return tweet2_emit(state->tweet, slots, state->includes, seen_s, emitter);
}

static const char *
emit_items(const struct raw *raw, enum page page, struct emitter *emitter)
{
    struct json_items items = json_items(raw->slots[DATA]);
    struct json_slot item;
    const char *why = NULL;

    if (raw->slots[DATA].type == JSON_OBJECT)
        return emit_item(raw, page, raw->slots[DATA], emitter);
    while (why == NULL && json_next(&items, &item))
        why = emit_item(raw, page, item, emitter);
    return why;
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct twitter2 *state = raw->state;
    enum page page;

    includes_read(state->includes, raw->slots + USERS);
    if (is_flat(raw->slots))
        return tweet2_emit(state->tweet, raw->slots, state->includes,
                           seen_of(raw), emitter);
    if (compliance_is_result(raw->slots + BATCH))
        return compliance_emit_result(raw->slots + BATCH, emitter);
    page = page_of(raw);
    switch (page) {
    case PAGE_POSTS:
    case PAGE_USERS:
        return emit_items(raw, page, emitter);
    case PAGE_EVENT:
        return compliance_emit_event(state->compliance, raw->slots[DATA],
                                     emitter);
    case PAGE_COUNTS:
        return SOURCE_DROP("page:counts");
    case PAGE_LISTS:
        return SOURCE_DROP("page:lists");
    case PAGE_EMPTY:
        return SOURCE_DROP("page:empty");
    default:
        return "bad_page: neither a post nor a page of v2";
    }
}

const struct source source_twitter2 = {
    .name = "twitter2",
    .title =
        "Twitter v2 pages, streams, flattened posts and compliance, NDJSON",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = PAGE_SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
