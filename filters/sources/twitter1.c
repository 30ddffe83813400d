/*
 * twitter1 - Twitter's v1.1 stream, as archives of 2006 to 2023 hold it: statuses, and the notices between them
 */
#include "sources/notice.h"
#include "sources/tweet.h"

#include <err.h>
#include <stdlib.h>

enum { NOTICES = TWEET_SLOTS, SLOTS = TWEET_SLOTS + NOTICE_SLOTS };

static const char *const paths[SLOTS] = {TWEET_PATHS, NOTICE_PATHS};

struct twitter1 {
    struct tweet *tweet;
    struct notices *notices;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct twitter1 *state = calloc(1, sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "twitter1");
    state->tweet = tweet_new();
    state->notices = notices_new();
    return state;
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *notices = raw->slots + NOTICES;
    enum notice_slot notice;

    if (tweet_matches(raw->slots))
        return true;
    notice = notices_find(notices);
    if (notice == NOTICE_SLOTS || !source_is_single(source_root(raw)))
        return false;
    return notice != NOTICE_DELETE
           || notices[NOTICE_DELETE_STATUS].type == JSON_OBJECT;
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct twitter1 *state = raw->state;
    const struct json_slot *created_at = &raw->slots[TWEET_CREATED_AT];
    enum notice_slot notice = notices_find(raw->slots + NOTICES);

    notices_enter(state->notices, emitter);
    if (created_at->type == JSON_ABSENT && source_is_single(source_root(raw)))
        return notice == NOTICE_SLOTS
                   ? SOURCE_DROP("notice:unknown")
                   : notices_emit(state->notices, raw->slots + NOTICES, notice,
                                  emitter);
    notices_status(state->notices, slot_text(created_at));
    return tweet_emit(state->tweet, raw->slots, emitter);
}

const struct source source_twitter1 = {
    .name = "twitter1",
    .title = "Twitter v1.1 statuses and stream notices, NDJSON",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .is_rooted = true,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
