/*
 * twitter_archive - what Twitter gives its users as "download your data": the items of its data folder of .js files
 *
 * A post is a v1.1 status without its author's profile, all of whose numbers are strings; whose it is stands in
 * account.js of the same folder, which comes before tweets.js. What else the download holds (likes, followers,
 * messages) is dropped by the name of its file.
 * Source:  github.com/timhutton/twitter-archive-parser; downloads of 2018 to 2025.
 */
#include "sources/deleted.h"
#include "sources/source.h"
#include "sources/status.h"
#include "sources/tweet.h"

#include <err.h>
#include <stdlib.h>

enum {
    TWEET = TWEET_SLOTS,
    ACCOUNT,
    ACCOUNT_ID,
    ACCOUNT_NAME,
    ACCOUNT_CREATED_AT,
    SLOTS
};

static const char *const paths[SLOTS] = {
    TWEET_PATHS,        "tweet",
    "account",          "account.accountId",
    "account.username", "account.createdAt"};

/* What an archive's statuses have beside those of a stream. */
enum { EDITS = TWEET_SLOTS, EDIT_OF, DELETED_AT, STATUS_SLOTS };

static const char *const status_paths[STATUS_SLOTS] = {
    TWEET_PATHS, "edit_info.initial.editTweetIds",
    "edit_info.edit.initialTweetId", "deleted_at"};

struct archive {
    struct tweet *tweet;
    struct json_plan *status;
    /* The account of the folder that was read last. */
    struct buffer folder, id, handle;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct archive *state = calloc(1, sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "twitter_archive");
    state->tweet = tweet_new();
    state->status = json_plan_new(status_paths, STATUS_SLOTS);
    return state;
}

/* The file that the item stood in: "tweets.part0"; TEXT_NONE without fetch. */
static struct text
part_of(const struct raw *raw)
{
    return source_context(raw, TEXT("\"ytd\":\""));
}

static bool
is_status(const struct json_slot *slots)
{
    return slots[TWEET_ID_STR].type == JSON_STRING
           && slots[TWEET_USER].type == JSON_ABSENT
           && (slots[TWEET_FULL_TEXT].type == JSON_STRING
               || slots[TWEET_TEXT].type == JSON_STRING)
           && tweet_is_time(slot_text(&slots[TWEET_CREATED_AT]));
}

/* Picks the status that the item is, or holds. */
static bool
pick_status(const struct raw *raw, struct json_slot *slots)
{
    const struct archive *state = raw->state;
    const struct json_slot *inner = &raw->slots[TWEET];

    return json_pick(state->status,
                     inner->type == JSON_OBJECT ? inner->node
                                                : source_root(raw).node,
                     slots)
               == NULL
           && is_status(slots);
}

static bool
matches(const struct raw *raw)
{
    struct json_slot slots[STATUS_SLOTS];

    if (part_of(raw).len > 0)
        return true;
    if (raw->slots[ACCOUNT_ID].type == JSON_STRING
        && raw->slots[ACCOUNT_NAME].type == JSON_STRING)
        return true;
    if (raw->slots[TWEET].type != JSON_OBJECT)
        return is_status(raw->slots);
    return pick_status(raw, slots);
}

/* Up to the last slash of where the item is from. */
static void
add_folder(struct buffer *out, const struct place *place)
{
    buffer_clear(out);
    buffer_add(out, place->archive);
    buffer_add_char(out, '!');
    buffer_add(out, place->member);
    while (out->len > 0 && out->at[out->len - 1] != '/')
        out->len--;
}

static const char *
emit_account(const struct raw *raw, struct emitter *emitter)
{
    struct archive *state = raw->state;
    const struct json_slot *slots = raw->slots;
    struct draft *draft = emitter_draft(emitter, DRAFT_ACCOUNT, "twitter");
    struct text id = slot_text(&slots[ACCOUNT_ID]);
    struct moment moment;

    if (!status_is_id(id))
        return "bad_account: accountId is no id";
    add_folder(&state->folder, raw->place);
    buffer_clear(&state->id);
    buffer_add(&state->id, id);
    buffer_clear(&state->handle);
    buffer_add(&state->handle, slot_text(&slots[ACCOUNT_NAME]));
    draft_id(draft, DRAFT_ID, draft_join(draft, TEXT("user/"), id));
    draft_id(draft, DRAFT_AUTHOR, id);
    draft_text(draft, DRAFT_HANDLE, slot_text(&slots[ACCOUNT_NAME]));
    if (emitter_seen(emitter) != INT64_MIN)
        draft_time(draft, DRAFT_TIME, emitter_seen(emitter));
    else if (clock_parse(slot_text(&slots[ACCOUNT_CREATED_AT]), &moment))
        draft_time(draft, DRAFT_TIME, moment.s);
    return emitter_add(emitter);
}

/* "19", and "19.0" of 2018. */
static void
make_number(struct json_slot *slot)
{
    struct text digits = slot_text(slot);
    int64_t number;

    if (text_ends(digits, TEXT(".0")))
        digits.len -= 2;
    if (text_integer(digits, &number))
        *slot = (struct json_slot){.type = JSON_INTEGER, .integer = number};
}

static void
add_author(const struct raw *raw, struct json_slot *slots)
{
    const struct archive *state = raw->state;
    struct buffer folder = {0};

    add_folder(&folder, raw->place);
    if (state->id.len > 0
        && text_equal(buffer_text(&folder), buffer_text(&state->folder))) {
        slots[TWEET_USER_ID_STR] = (struct json_slot){
            .type = JSON_STRING, .text = buffer_text(&state->id)};
        slots[TWEET_USER_HANDLE] = (struct json_slot){
            .type = JSON_STRING, .text = buffer_text(&state->handle)};
    }
    buffer_free(&folder);
}

static const char *
emit_deleted(const struct json_slot *slots, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "twitter");
    struct text at = slot_text(&slots[DELETED_AT]);
    struct text id = slot_text(&slots[TWEET_ID_STR]);
    struct moment moment;

    if (!status_is_id(id))
        return "bad_id: id_str is no id";
    deleted_item(draft, id);
    draft_id(draft, DRAFT_AUTHOR, slot_text(&slots[TWEET_USER_ID_STR]));
    if (clock_parse(at, &moment) || clock_parse_twitter(at, &moment))
        draft_time(draft, DRAFT_TIME, moment.s);
    else
        deleted_undated(draft, emitter, INT64_MIN);
    return emitter_add(emitter);
}

static void
set_edits(struct draft *draft, const struct json_slot *slots)
{
    struct json_items items = json_items(slots[EDITS]);
    struct json_slot first = slots[EDIT_OF];

    if (first.type == JSON_ABSENT && !json_next(&items, &first))
        return;
    status_edit_of(draft, slot_text(&first));
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct archive *state = raw->state;
    struct text part = part_of(raw);
    struct json_slot slots[STATUS_SLOTS];
    struct draft *draft;

    if (raw->slots[ACCOUNT_ID].type == JSON_STRING)
        return emit_account(raw, emitter);
    if (!pick_status(raw, slots))
        return text_starts(part, TEXT("tweet"))
                   ? "bad_status: neither an id nor a text nor a time"
                   : SOURCE_DROP("not_posts");
    make_number(&slots[TWEET_LIKES]);
    make_number(&slots[TWEET_REPOSTS]);
    make_number(&slots[TWEET_REPLIES]);
    add_author(raw, slots);
    if (slots[DELETED_AT].type != JSON_ABSENT
        || text_starts(part, TEXT("deleted_tweet")))
        return emit_deleted(slots, emitter);
    draft = emitter_draft(emitter, DRAFT_POST, "twitter");
    tweet_fill(state->tweet, draft, slots);
    set_edits(draft, slots);
    return emitter_add(emitter);
}

const struct source source_twitter_archive = {
    .name = "twitter_archive",
    .title = "Twitter's \"download your data\", its .js files",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .is_rooted = true,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
