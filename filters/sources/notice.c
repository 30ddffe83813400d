#include "sources/notice.h"

#include <err.h>
#include <stdlib.h>

#include "sources/status.h"
#include "sources/tweet.h"

enum { LAST_MAX = 32 };

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
    SLOTS
};

static const char *const paths[SLOTS] = {"id_str",
                                         "id",
                                         "user_id_str",
                                         "user_id",
                                         "up_to_status_id_str",
                                         "up_to_status_id",
                                         "timestamp_ms",
                                         "withheld_in_countries",
                                         "track"};

/* Of notices that make no record, from NOTICE_DROPPED on. */
static const char *const reasons[NOTICE_SLOTS - NOTICE_DROPPED] = {
    SOURCE_DROP("notice:disconnect"),     SOURCE_DROP("notice:warning"),
    SOURCE_DROP("notice:friends"),        SOURCE_DROP("notice:friends"),
    SOURCE_DROP("notice:event"),          SOURCE_DROP("notice:user_undelete"),
    SOURCE_DROP("notice:user_unsuspend"), SOURCE_DROP("notice:user_unprotect")};

struct notices {
    struct json_plan *plan;
    uint64_t stream;     /* the archive of which the rest speaks */
    int64_t track;       /* of the last limit notice */
    char last[LAST_MAX]; /* created_at of the last status */
    size_t last_len;
};

struct notices *
notices_new(void)
{
    struct notices *notices = calloc(1, sizeof(*notices));

    if (notices == NULL)
        err(EX_OSERR, "notices");
    notices->plan = json_plan_new(paths, SLOTS);
    return notices;
}

enum notice_slot
notices_find(const struct json_slot *slots)
{
    unsigned i = NOTICE_DELETE;

    while (i < NOTICE_SLOTS
           && (i == NOTICE_DELETE_STATUS || slots[i].type == JSON_ABSENT))
        i++;
    return (enum notice_slot)i;
}

/* What is remembered holds within one archive. */
void
notices_enter(struct notices *notices, const struct emitter *emitter)
{
    if (notices->stream == emitter_stream(emitter))
        return;
    notices->stream = emitter_stream(emitter);
    notices->track = 0;
    notices->last_len = 0;
}

void
notices_status(struct notices *notices, struct text created_at)
{
    notices->last_len = created_at.len < LAST_MAX ? created_at.len : 0;
    if (notices->last_len > 0)
        memcpy(notices->last, created_at.at, notices->last_len);
}

static int64_t
last_status_s(const struct notices *notices)
{
    struct moment moment;

    return clock_parse_twitter((struct text){notices->last, notices->last_len},
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
    return status_id_time(id, &made_s) ? made_s : INT64_MIN;
}

/* The gap's length is what the running total grew by; it starts anew with each connection. */
static const char *
emit_limit(struct notices *notices, const struct json_slot *slots,
           struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_GAP, "twitter");
    int64_t others[] = {last_status_s(notices), emitter_seen(emitter)};
    int64_t track = slot_integer(&slots[TRACK], -1);

    if (track < 0)
        return "bad_limit: a limit notice without a count";
    set_time(draft, &slots[TIMESTAMP], others, 2);
    if (draft_has(draft, DRAFT_TIME)) {
        draft_time(draft, DRAFT_FROM, draft_get(draft, DRAFT_TIME, 0));
        draft_time(draft, DRAFT_TO, draft_get(draft, DRAFT_TIME, 0));
    }
    draft_id(draft, DRAFT_ID,
             draft_printf(draft, "limit/%lld/%lld",
                          (long long)draft_get(draft, DRAFT_TIME, 0),
                          (long long)track));
    draft_integer(draft, DRAFT_LOST,
                  track < notices->track ? track : track - notices->track);
    notices->track = track;
    return emitter_add(emitter);
}

/* What each tombstone is called, hides, and names first: an author or a status. */
static const struct tombstone {
    const char *prefix; /* of its own id */
    const char *scope;
    enum notice_slot slot;
    bool is_of_user;
} tombstones[] = {
    {"del/", "item", NOTICE_DELETE_STATUS, false},
    {"scrub_geo/", "geo", NOTICE_SCRUB_GEO, true},
    {"withheld/", "withheld", NOTICE_STATUS_WITHHELD, false},
    {"user_withheld/", "withheld", NOTICE_USER_WITHHELD, true},
    {"user_delete/", "author", NOTICE_USER_DELETE, true},
    {"user_suspend/", "author", NOTICE_USER_SUSPEND, true},
    {"user_protect/", "author", NOTICE_USER_PROTECT, true},
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
emit_tombstone(struct notices *notices, const struct tombstone *stone,
               const struct json_slot *slots, const struct json_slot *timestamp,
               struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_DELETE, "twitter");
    int64_t others[] = {emitter_seen(emitter), INT64_MIN,
                        last_status_s(notices)};

    if (!stone->is_of_user)
        others[1] = id_time(slots);
    set_time(draft, timestamp, others, 3);
    set_targets(draft, stone, slots);
    if (draft_has(draft, DRAFT_TARGET))
        draft_id(draft, DRAFT_ID,
                 draft_join(draft, text_of(stone->prefix),
                            draft_native(draft, DRAFT_TARGET)));
    draft_text(draft, DRAFT_SCOPE, text_of(stone->scope));
    status_withheld(draft, slots[COUNTRIES]);
    return emitter_add(emitter);
}

const char *
notices_emit(struct notices *notices, const struct json_slot *stream,
             enum notice_slot notice, struct emitter *emitter)
{
    struct json_slot slots[SLOTS], inner[SLOTS];
    const struct tombstone *stone = tombstones;
    const char *why;

    if (notice >= NOTICE_DROPPED)
        return reasons[notice - NOTICE_DROPPED];
    if (stream[notice].type != JSON_OBJECT)
        return "bad_notice: a notice that is no object";
    why = json_pick(notices->plan, stream[notice].node, slots);
    if (why != NULL)
        return why;
    if (notice == NOTICE_LIMIT)
        return emit_limit(notices, slots, emitter);
    if (notice != NOTICE_DELETE) {
        while (stone->slot != notice)
            stone++;
        return emit_tombstone(notices, stone, slots, &slots[TIMESTAMP],
                              emitter);
    }
    if (stream[NOTICE_DELETE_STATUS].type != JSON_OBJECT)
        return SOURCE_DROP("notice:delete_other");
    why = json_pick(notices->plan, stream[NOTICE_DELETE_STATUS].node, inner);
    return why != NULL ? why
                       : emit_tombstone(notices, stone, inner,
                                        &slots[TIMESTAMP], emitter);
}
