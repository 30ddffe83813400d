/*
 * twitter1 - Twitter's v1.1 stream, as archives of 2006 to 2023 hold it: statuses, and the
 * notices between them
 *
 * A delete, a scrub of places and a withholding are tombstones; a limit notice is a gap; what
 * else a stream said of itself is dropped under its name. A notice without a time of its own is
 * dated, in this order, by the last status before it in the archive (a limit), by when it was
 * seen, by the id that it names (a delete), and flagged approx_time.
 * Source:  dev.twitter.com, "Streaming message types"; the compliance stream's user messages.
 */
#include "sources/source.h"

#include <err.h>
#include <stdlib.h>

#include "sources/tweet.h"

enum {
    DELETE = TWEET_SLOTS,
    DELETE_STATUS,
    SCRUB_GEO,
    LIMIT,
    STATUS_WITHHELD,
    USER_WITHHELD,
    USER_DELETE,
    USER_SUSPEND,
    USER_PROTECT,
    FIRST_DROPPED,
    SLOTS = FIRST_DROPPED + 8
};

enum { LAST_MAX = 32 };

static const char *const paths[SLOTS] = {
    TWEET_PATHS,      "delete",          "delete.status", "scrub_geo",
    "limit",          "status_withheld", "user_withheld", "user_delete",
    "user_suspend",   "user_protect",    "disconnect",    "warning",
    "friends",        "friends_str",     "event",         "user_undelete",
    "user_unsuspend", "user_unprotect"};

/* Of notices that make no record, from FIRST_DROPPED on. */
static const char *const reasons[SLOTS - FIRST_DROPPED] = {
    SOURCE_DROP("notice:disconnect"),     SOURCE_DROP("notice:warning"),
    SOURCE_DROP("notice:friends"),        SOURCE_DROP("notice:friends"),
    SOURCE_DROP("notice:event"),          SOURCE_DROP("notice:user_undelete"),
    SOURCE_DROP("notice:user_unsuspend"), SOURCE_DROP("notice:user_unprotect")};

/* What is picked of a notice's own object. */
enum {
    ID_STR,
    ID,
    USER_ID_STR,
    USER_ID,
    UP_TO_STR,
    UP_TO,
    TIMESTAMP,
    COUNTRIES,
    TRACK,
    NOTICE_SLOTS
};

static const char *const notice_paths[NOTICE_SLOTS] = {"id_str",
                                                       "id",
                                                       "user_id_str",
                                                       "user_id",
                                                       "up_to_status_id_str",
                                                       "up_to_status_id",
                                                       "timestamp_ms",
                                                       "withheld_in_countries",
                                                       "track"};

struct twitter1 {
    struct tweet *tweet;
    struct json_plan *notice;
    uint64_t stream;     /* the archive of which the rest speaks */
    int64_t track;       /* of the last limit notice */
    char last[LAST_MAX]; /* created_at of the last status */
    size_t last_len;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct twitter1 *state = calloc(1, sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "twitter1");
    state->tweet = tweet_new();
    state->notice = json_plan_new(notice_paths, NOTICE_SLOTS);
    return state;
}

/* The slot of the notice that this is, or SLOTS. */
static size_t
notice_of(const struct json_slot *slots)
{
    size_t i = DELETE;

    while (i < SLOTS && (i == DELETE_STATUS || slots[i].type == JSON_ABSENT))
        i++;
    return i;
}

static bool
is_single(struct json_slot object)
{
    struct json_items members = json_members(object);
    struct json_slot value;
    struct text key;

    return json_next_member(&members, &key, &value)
           && !json_next_member(&members, &key, &value);
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;
    size_t notice;

    if (tweet_matches(slots))
        return true;
    notice = notice_of(slots);
    if (notice == SLOTS || !is_single(raw->root))
        return false;
    return notice != DELETE || slots[DELETE_STATUS].type == JSON_OBJECT;
}

/* What is remembered holds within one archive. */
static void
enter_stream(struct twitter1 *state, const struct emitter *emitter)
{
    if (state->stream == emitter_stream(emitter))
        return;
    state->stream = emitter_stream(emitter);
    state->track = 0;
    state->last_len = 0;
}

static void
remember_status(struct twitter1 *state, struct text created_at)
{
    state->last_len = created_at.len < LAST_MAX ? created_at.len : 0;
    memcpy(state->last, created_at.at, state->last_len);
}

static int64_t
last_status_s(const struct twitter1 *state)
{
    struct moment moment;

    return clock_parse_twitter((struct text){state->last, state->last_len},
                               &moment)
               ? moment.s
               : INT64_MIN;
}

/* The notice's own time, else the first of the others that is known. */
static void
set_time(struct draft *draft, const struct json_slot *timestamp,
         const int64_t *others, size_t count)
{
    struct moment moment;

    if (tweet_timestamp(timestamp, &moment)) {
        draft_moment(draft, &moment);
        return;
    }
    while (count > 0 && *others == INT64_MIN) {
        others++;
        count--;
    }
    if (count == 0)
        return;
    draft_time(draft, DRAFT_TIME, *others);
    draft_flag(draft, "approx_time");
}

static int64_t
id_time(const struct json_slot *slots)
{
    int64_t id = slot_integer(&slots[ID], 0);
    int64_t made_s;

    text_integer(slot_text(&slots[ID_STR]), &id);
    return tweet_id_time(id, &made_s) ? made_s : INT64_MIN;
}

/* The gap's length is what the running total grew by; it starts anew with each connection. */
static const char *
emit_limit(struct twitter1 *state, const struct json_slot *slots,
           struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_GAP, "twitter");
    int64_t others[] = {last_status_s(state), emitter_seen(emitter)};
    int64_t track = slot_integer(&slots[TRACK], -1);
    struct buffer id = {0};

    if (track < 0)
        return "bad_limit: a limit notice without a count";
    set_time(draft, &slots[TIMESTAMP], others, 2);
    if (draft_has(draft, DRAFT_TIME)) {
        draft_time(draft, DRAFT_FROM, draft_get(draft, DRAFT_TIME, 0));
        draft_time(draft, DRAFT_TO, draft_get(draft, DRAFT_TIME, 0));
    }
    buffer_printf(&id, "limit/%lld/%lld",
                  (long long)draft_get(draft, DRAFT_TIME, 0), (long long)track);
    draft_id(draft, DRAFT_ID, arena_copy(draft_arena(draft), buffer_text(&id)));
    buffer_free(&id);
    draft_integer(draft, DRAFT_LOST,
                  track < state->track ? track : track - state->track);
    state->track = track;
    return emitter_add(emitter);
}

/* What each tombstone is called, hides, and names first: an author or a status. */
static const struct tombstone {
    size_t slot;
    const char *prefix; /* of its own id */
    const char *scope;
    bool is_of_user;
} tombstones[] = {
    {DELETE_STATUS, "del/", "item", false},
    {SCRUB_GEO, "scrub_geo/", "geo", true},
    {STATUS_WITHHELD, "withheld/", "withheld", false},
    {USER_WITHHELD, "user_withheld/", "withheld", true},
    {USER_DELETE, "user_delete/", "author", true},
    {USER_SUSPEND, "user_suspend/", "author", true},
    {USER_PROTECT, "user_protect/", "author", true},
};

/* A user message names the user as user_id or as id. */
static void
set_targets(struct draft *draft, const struct tombstone *stone,
            const struct json_slot *slots)
{
    bool has_user = slots[USER_ID_STR].type == JSON_STRING
                    || slots[USER_ID].type == JSON_INTEGER;
    size_t user = has_user ? USER_ID_STR : ID_STR;

    tweet_id(draft, DRAFT_TARGET, &slots[stone->is_of_user ? user : ID_STR],
             &slots[stone->is_of_user ? user + 1 : ID]);
    if (has_user || stone->is_of_user)
        tweet_id(draft, DRAFT_AUTHOR, &slots[user], &slots[user + 1]);
    tweet_id(draft, DRAFT_UP_TO, &slots[UP_TO_STR], &slots[UP_TO]);
}

static const char *
emit_tombstone(struct twitter1 *state, const struct tombstone *stone,
               const struct json_slot *slots, const struct json_slot *timestamp,
               struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "twitter");
    int64_t others[] = {emitter_seen(emitter), INT64_MIN, last_status_s(state)};

    if (!stone->is_of_user)
        others[1] = id_time(slots);
    set_time(draft, timestamp, others, 3);
    set_targets(draft, stone, slots);
    if (draft_has(draft, DRAFT_TARGET))
        draft_id(draft, DRAFT_ID,
                 draft_join(draft, stone->prefix,
                            draft_native(draft, DRAFT_TARGET), ""));
    draft_text(draft, DRAFT_SCOPE, text_of(stone->scope));
    tweet_withheld(draft, slots[COUNTRIES]);
    return emitter_add(emitter);
}

static const char *
emit_notice(struct twitter1 *state, const struct raw *raw, size_t notice,
            struct emitter *emitter)
{
    struct json_slot slots[NOTICE_SLOTS], inner[NOTICE_SLOTS];
    const struct tombstone *stone = tombstones;
    const char *why;

    if (notice >= FIRST_DROPPED)
        return reasons[notice - FIRST_DROPPED];
    if (raw->slots[notice].type != JSON_OBJECT)
        return "bad_notice: a notice that is no object";
    why = json_pick(state->notice, raw->slots[notice].node, slots);
    if (why != NULL)
        return why;
    if (notice == LIMIT)
        return emit_limit(state, slots, emitter);
    if (notice != DELETE) {
        while (stone->slot != notice)
            stone++;
        return emit_tombstone(state, stone, slots, &slots[TIMESTAMP], emitter);
    }
    if (raw->slots[DELETE_STATUS].type != JSON_OBJECT)
        return SOURCE_DROP("notice:delete_other");
    why = json_pick(state->notice, raw->slots[DELETE_STATUS].node, inner);
    return why != NULL ? why
                       : emit_tombstone(state, stone, inner, &slots[TIMESTAMP],
                                        emitter);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct twitter1 *state = raw->state;
    size_t notice = notice_of(raw->slots);
    bool is_status = raw->slots[TWEET_CREATED_AT].type != JSON_ABSENT;

    enter_stream(state, emitter);
    if (notice != SLOTS && is_single(raw->root))
        return emit_notice(state, raw, notice, emitter);
    if (!is_status && is_single(raw->root))
        return SOURCE_DROP("notice:unknown");
    remember_status(state, slot_text(&raw->slots[TWEET_CREATED_AT]));
    return tweet_emit(state->tweet, raw->slots, emitter);
}

const struct source source_twitter1 = {
    .name = "twitter1",
    .title = "Twitter v1.1 statuses and stream notices, NDJSON",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
