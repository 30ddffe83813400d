/*
 * tweet - a status of Twitter's v1.1 shape to a post, in whatever stream or archive it lies
 *
 * Text and entities are the whole ones: of the retweeted status where there is one, else of
 *                                       extended_tweet, else
 * full_text, else text; a status that came cut has the flag `truncated`. Of a repost the
 * counters are left out: they are the original's.
 * Source:  developer.twitter.com, "Tweet object"; twarc's order of texts; snowflake ids carry
 *          their time.
 */
#ifndef HARK_SOURCES_TWEET_H
#define HARK_SOURCES_TWEET_H

#include "ports/json.h"
#include "sources/emitter.h"

/* What is picked of a status; a source's own paths may follow behind these. */
enum tweet_slot {
    TWEET_CREATED_AT,
    TWEET_TIMESTAMP_MS,
    TWEET_ID_STR,
    TWEET_ID,
    TWEET_TEXT,
    TWEET_FULL_TEXT,
    TWEET_TRUNCATED,
    TWEET_LONG_TEXT,
    TWEET_LONG_URLS,
    TWEET_LONG_TAGS,
    TWEET_LONG_MENTIONS,
    TWEET_ENTITIES,
    TWEET_URLS,
    TWEET_TAGS,
    TWEET_MENTIONS,
    TWEET_USER,
    TWEET_USER_ID_STR,
    TWEET_USER_ID,
    TWEET_USER_HANDLE,
    TWEET_USER_FOLLOWERS,
    TWEET_USER_FOLLOWING,
    TWEET_USER_POSTS,
    TWEET_REPLY_TO_STR,
    TWEET_REPLY_TO,
    TWEET_REPOSTED,
    TWEET_QUOTED,
    TWEET_QUOTED_STR,
    TWEET_QUOTED_ID,
    TWEET_LIKES,
    TWEET_REPOSTS,
    TWEET_QUOTES,
    TWEET_REPLIES,
    TWEET_LANG,
    TWEET_SENSITIVE,
    TWEET_COUNTRY,
    TWEET_WITHHELD,
    TWEET_SLOTS
};

#define TWEET_PATHS                                                            \
    "created_at", "timestamp_ms", "id_str", "id", "text", "full_text",         \
        "truncated", "extended_tweet.full_text",                               \
        "extended_tweet.entities.urls", "extended_tweet.entities.hashtags",    \
        "extended_tweet.entities.user_mentions", "entities", "entities.urls",  \
        "entities.hashtags", "entities.user_mentions", "user", "user.id_str",  \
        "user.id", "user.screen_name", "user.followers_count",                 \
        "user.friends_count", "user.statuses_count",                           \
        "in_reply_to_status_id_str", "in_reply_to_status_id",                  \
        "retweeted_status", "quoted_status", "quoted_status_id_str",           \
        "quoted_status_id", "favorite_count", "retweet_count", "quote_count",  \
        "reply_count", "lang", "possibly_sensitive", "place.country_code",     \
        "withheld_in_countries"

/* Plans for what lies within a status. */
struct tweet;

struct tweet *tweet_new(void);

/* It has a time, an id, a text and an author's profile. */
bool tweet_matches(const struct json_slot *slots);

/* Emits the post; with --embedded also those inside it. NULL, or why not. */
const char *tweet_emit(const struct tweet *tweet, const struct json_slot *slots,
                       struct emitter *emitter);

/* The post alone, without what it repeats: for who sets more of it. */
void tweet_fill(const struct tweet *tweet, struct draft *draft,
                const struct json_slot *slots);

/* Wed Oct 10 20:19:24 +0000 2018, by its shape alone. */
bool tweet_is_time(struct text text);

/* An id from its string, else from its number: what v1.1 has in pairs. */
void tweet_id(struct draft *draft, enum draft_key key,
              const struct json_slot *string, const struct json_slot *number);

/* "1467998788211" to seconds and milliseconds. */
bool tweet_timestamp(const struct json_slot *timestamp, struct moment *moment);

#endif
