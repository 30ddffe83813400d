#include "sources/tweet.h"

#include <err.h>
#include <stdlib.h>

#include "sources/source.h"
#include "sources/status.h"
#include "sources/tweet_body.h"

static const char *const paths[TWEET_SLOTS] = {TWEET_PATHS};

struct tweet {
    struct json_plan *whole;
    struct tweet_body *body;
};

struct tweet *
tweet_new(void)
{
    struct tweet *tweet = malloc(sizeof(*tweet));

    if (tweet == NULL)
        err(EX_OSERR, "tweet");
    tweet->whole = json_plan_new(paths, TWEET_SLOTS);
    tweet->body = tweet_body_new();
    return tweet;
}

/* Wed Oct 10 20:19:24 +0000 2018, by its shape alone: whether it is a time is asked later. */
bool
tweet_is_time(struct text text)
{
    return text.len == 30 && text.at[3] == ' ' && text.at[13] == ':'
           && text.at[20] == '+';
}

bool
tweet_matches(const struct json_slot *slots)
{
    return slots[TWEET_USER].type == JSON_OBJECT
           && (slots[TWEET_ID_STR].type == JSON_STRING
               || slots[TWEET_ID].type == JSON_INTEGER)
           && (slots[TWEET_TEXT].type == JSON_STRING
               || slots[TWEET_FULL_TEXT].type == JSON_STRING)
           && tweet_is_time(slot_text(&slots[TWEET_CREATED_AT]));
}

void
tweet_id(struct draft *draft, enum draft_key key,
         const struct json_slot *string, const struct json_slot *number)
{
    if (status_is_id(slot_text(string)))
        draft_id(draft, key, string->text);
    else if (number->type == JSON_INTEGER && number->integer >= 0)
        draft_id_number(draft, key, number->integer);
}

bool
tweet_timestamp(const struct json_slot *timestamp, struct moment *moment)
{
    int64_t ms;

    if (!text_integer(slot_text(timestamp), &ms) || ms < 0)
        return false;
    *moment = (struct moment){ms / 1000, (int16_t)(ms % 1000), CLOCK_NO_TZ};
    return true;
}

static void
set_author(struct draft *draft, const struct json_slot *slots)
{
    tweet_id(draft, DRAFT_AUTHOR, &slots[TWEET_USER_ID_STR],
             &slots[TWEET_USER_ID]);
    draft_text(draft, DRAFT_HANDLE, slot_text(&slots[TWEET_USER_HANDLE]));
    draft_integer(draft, DRAFT_FOLLOWERS,
                  slot_integer(&slots[TWEET_USER_FOLLOWERS], -1));
    draft_integer(draft, DRAFT_FOLLOWING,
                  slot_integer(&slots[TWEET_USER_FOLLOWING], -1));
    draft_integer(draft, DRAFT_POSTS,
                  slot_integer(&slots[TWEET_USER_POSTS], -1));
}

static void
set_counters(struct draft *draft, const struct json_slot *slots)
{
    draft_integer(draft, DRAFT_LIKES, slot_integer(&slots[TWEET_LIKES], -1));
    draft_integer(draft, DRAFT_REPOSTS,
                  slot_integer(&slots[TWEET_REPOSTS], -1));
    draft_integer(draft, DRAFT_QUOTES, slot_integer(&slots[TWEET_QUOTES], -1));
    draft_integer(draft, DRAFT_REPLIES,
                  slot_integer(&slots[TWEET_REPLIES], -1));
}

static void
set_time(struct draft *draft, const struct json_slot *slots)
{
    struct moment moment, stamp;

    if (!clock_parse_twitter(slot_text(&slots[TWEET_CREATED_AT]), &moment))
        return;
    draft_time(draft, DRAFT_TIME, moment.s);
    if (tweet_timestamp(&slots[TWEET_TIMESTAMP_MS], &stamp)
        && stamp.s == moment.s)
        draft_integer(draft, DRAFT_MS, stamp.ms);
    status_skew(draft);
}

static void
set_rest(struct draft *draft, const struct json_slot *slots)
{
    struct text country = slot_text(&slots[TWEET_COUNTRY]);

    tweet_id(draft, DRAFT_REPLY_TO, &slots[TWEET_REPLY_TO_STR],
             &slots[TWEET_REPLY_TO]);
    tweet_id(draft, DRAFT_QUOTE_OF, &slots[TWEET_QUOTED_STR],
             &slots[TWEET_QUOTED_ID]);
    status_lang(draft, slot_text(&slots[TWEET_LANG]));
    if (country.len == 2)
        draft_text(draft, DRAFT_COUNTRY, country);
    if (slots[TWEET_SENSITIVE].type == JSON_TRUE)
        draft_flag(draft, "sensitive");
    status_withheld(draft, slots[TWEET_WITHHELD]);
}

/* Picks the status that lies in another. */
static bool
pick_inner(const struct tweet *tweet, const struct json_slot *inner,
           struct json_slot *slots)
{
    return inner->type == JSON_OBJECT
           && json_pick(tweet->whole, inner->node, slots) == NULL;
}

/* `original` is what is reposted, or NULL. */
static void
fill(const struct tweet *tweet, struct draft *draft,
     const struct json_slot *slots, const struct json_slot *original)
{
    tweet_id(draft, DRAFT_ID, &slots[TWEET_ID_STR], &slots[TWEET_ID]);
    set_time(draft, slots);
    set_author(draft, slots);
    status_url(draft);
    set_rest(draft, slots);
    if (original != NULL) {
        tweet_id(draft, DRAFT_REPOST_OF, &original[TWEET_ID_STR],
                 &original[TWEET_ID]);
        tweet_body_set(tweet->body, draft, original);
    } else {
        set_counters(draft, slots);
        tweet_body_set(tweet->body, draft, slots);
    }
}

void
tweet_fill(const struct tweet *tweet, struct draft *draft,
           const struct json_slot *slots)
{
    fill(tweet, draft, slots, NULL);
}

static const char *
emit_one(const struct tweet *tweet, const struct json_slot *slots,
         const struct json_slot *original, struct emitter *emitter,
         bool is_observed)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "twitter");

    fill(tweet, draft, slots, original);
    if (is_observed)
        draft_flag(draft, "observed");
    return emitter_add(emitter);
}

/* The post in `inner` with what it quotes; one that is no whole status is passed over. */
static const char *
emit_inner(const struct tweet *tweet, const struct json_slot *inner,
           struct emitter *emitter)
{
    struct json_slot slots[TWEET_SLOTS];
    const char *why;

    if (!pick_inner(tweet, inner, slots) || !tweet_matches(slots))
        return NULL;
    why = emit_one(tweet, slots, NULL, emitter, true);
    return why != NULL ? why : emit_inner(tweet, &slots[TWEET_QUOTED], emitter);
}

const char *
tweet_emit(const struct tweet *tweet, const struct json_slot *slots,
           struct emitter *emitter)
{
    struct json_slot original[TWEET_SLOTS];
    bool is_repost = pick_inner(tweet, &slots[TWEET_REPOSTED], original)
                     && tweet_body_is(original);
    const char *why =
        emit_one(tweet, slots, is_repost ? original : NULL, emitter, false);

    if (why != NULL || !emitter_embedded(emitter))
        return why;
    if (is_repost)
        return emit_inner(tweet, &slots[TWEET_REPOSTED], emitter);
    return emit_inner(tweet, &slots[TWEET_QUOTED], emitter);
}
