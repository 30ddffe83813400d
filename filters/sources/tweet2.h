/*
 * tweet2 - a post of Twitter's v2 shape to a record: out of a page, a stream, or a line of its own
 *
 * What it refers to is found in the page's includes, or lies inlined in it (twarc's flattened lines). Text and
 * entities are note_tweet's where there is one, and those of the original for a repost, whose counters are left
 * out. Each edit has an id of its own: `target` is then the first of the chain.
 * Source:  developer.x.com, "Tweet object (v2)"; twarc's flattening.
 */
#ifndef HARK_SOURCES_TWEET2_H
#define HARK_SOURCES_TWEET2_H

#include "sources/emitter.h"
#include "sources/includes.h"

enum tweet2_slot {
    TWEET2_ID,
    TWEET2_TEXT,
    TWEET2_CREATED_AT,
    TWEET2_AUTHOR_ID,
    TWEET2_AUTHOR,
    TWEET2_NOTE_TEXT,
    TWEET2_NOTE_ENTITIES,
    TWEET2_NOTE_URLS,
    TWEET2_NOTE_TAGS,
    TWEET2_NOTE_MENTIONS,
    TWEET2_ENTITIES,
    TWEET2_URLS,
    TWEET2_TAGS,
    TWEET2_MENTIONS,
    TWEET2_REFERENCES,
    TWEET2_LIKES,
    TWEET2_REPOSTS,
    TWEET2_QUOTES,
    TWEET2_REPLIES,
    TWEET2_VIEWS,
    TWEET2_LANG,
    TWEET2_SENSITIVE,
    TWEET2_THREAD,
    TWEET2_EDITS,
    TWEET2_WITHHELD,
    TWEET2_PLACE,
    TWEET2_COUNTRY,
    TWEET2_SLOTS
};

#define TWEET2_PATHS                                                           \
    "id", "text", "created_at", "author_id", "author", "note_tweet.text",      \
        "note_tweet.entities", "note_tweet.entities.urls",                     \
        "note_tweet.entities.hashtags", "note_tweet.entities.mentions",        \
        "entities", "entities.urls", "entities.hashtags", "entities.mentions", \
        "referenced_tweets", "public_metrics.like_count",                      \
        "public_metrics.retweet_count", "public_metrics.quote_count",          \
        "public_metrics.reply_count", "public_metrics.impression_count",       \
        "lang", "possibly_sensitive", "conversation_id",                       \
        "edit_history_tweet_ids", "withheld.country_codes", "geo.place_id",    \
        "geo.country_code"

struct tweet2;

struct tweet2 *tweet2_new(void);

/* An id of digits and a text: what is always there. */
bool tweet2_is(const struct json_slot *slots);

/* Picks the slots of a post that lies in something; false where it is none. */
bool tweet2_pick(const struct tweet2 *tweet, const struct json_slot *post,
                 struct json_slot *slots);

/* Emits it, and with --embedded those that it refers to; seen_s INT64_MIN where the page does not
   say. NULL, or why not. */
const char *tweet2_emit(const struct tweet2 *tweet,
                        const struct json_slot *slots,
                        const struct includes *includes, int64_t seen_s,
                        struct emitter *emitter);

#endif
