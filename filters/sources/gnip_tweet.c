#include "sources/gnip_tweet.h"

#include <err.h>
#include <stdlib.h>

#include "sources/gnip_publisher.h"
#include "sources/status.h"
#include "sources/tweet.h"

enum {
    ID,
    VERB,
    POSTED,
    ACTOR_ID,
    PARENT,
    QUOTED,
    QUOTED_ID,
    OBJECT,
    OTHER_LANG,
    OWN_SLOTS,
    STATUS = OWN_SLOTS /* from here on what a status of Twitter's has too */
};

/* Where a member of an activity stands in a status. */
static const struct {
    const char *path;
    enum tweet_slot slot;
} members[] = {
    {"body", TWEET_TEXT},
    {"long_object.body", TWEET_LONG_TEXT},
    {"long_object.twitter_entities.urls", TWEET_LONG_URLS},
    {"long_object.twitter_entities.hashtags", TWEET_LONG_TAGS},
    {"long_object.twitter_entities.user_mentions", TWEET_LONG_MENTIONS},
    {"twitter_entities", TWEET_ENTITIES},
    {"twitter_entities.urls", TWEET_URLS},
    {"twitter_entities.hashtags", TWEET_TAGS},
    {"twitter_entities.user_mentions", TWEET_MENTIONS},
    {"actor.preferredUsername", TWEET_USER_HANDLE},
    {"actor.followersCount", TWEET_USER_FOLLOWERS},
    {"actor.friendsCount", TWEET_USER_FOLLOWING},
    {"actor.statusesCount", TWEET_USER_POSTS},
    {"favoritesCount", TWEET_LIKES},
    {"retweetCount", TWEET_REPOSTS},
    {"twitter_lang", TWEET_LANG},
    {"location.twitter_country_code", TWEET_COUNTRY},
};

enum {
    MEMBERS = sizeof(members) / sizeof(*members),
    SLOTS = OWN_SLOTS + MEMBERS
};

static const char *const own_paths[OWN_SLOTS] = {"id",
                                                 "verb",
                                                 "postedTime",
                                                 "actor.id",
                                                 "inReplyTo.link",
                                                 "twitter_quoted_status",
                                                 "twitter_quoted_status.id",
                                                 "object",
                                                 "gnip.language.value"};

struct gnip_tweet {
    const char *paths[SLOTS];
    struct json_plan *plan;
    struct tweet *tweet;
};

struct gnip_tweet *
gnip_tweet_new(void)
{
    struct gnip_tweet *tweet = malloc(sizeof(*tweet));

    if (tweet == NULL)
        err(EX_OSERR, "gnip_tweet");
    for (size_t i = 0; i < OWN_SLOTS; i++)
        tweet->paths[i] = own_paths[i];
    for (size_t i = 0; i < MEMBERS; i++)
        tweet->paths[STATUS + i] = members[i].path;
    tweet->plan = json_plan_new(tweet->paths, SLOTS);
    tweet->tweet = tweet_new();
    return tweet;
}

static void
put(struct json_slot *slots, enum tweet_slot slot, struct text text)
{
    if (text.len > 0)
        slots[slot] = (struct json_slot){.type = JSON_STRING, .text = text};
}

/* As a status; `text_from` is the activity whose text and entities it has: itself, or what it shares. */
static void
translate(struct json_slot *slots, const struct json_slot *activity,
          const struct json_slot *text_from)
{
    for (size_t i = 0; i < TWEET_SLOTS; i++)
        slots[i].type = JSON_ABSENT;
    for (size_t i = 0; i < MEMBERS; i++) {
        bool is_text = members[i].slot <= TWEET_MENTIONS;

        slots[members[i].slot] = (is_text ? text_from : activity)[STATUS + i];
    }
    put(slots, TWEET_ID_STR,
        gnip_publisher_behind(slot_text(&activity[ID]), ':'));
    put(slots, TWEET_USER_ID_STR,
        gnip_publisher_behind(slot_text(&activity[ACTOR_ID]), ':'));
    put(slots, TWEET_REPLY_TO_STR,
        gnip_publisher_behind(slot_text(&activity[PARENT]), '/'));
    put(slots, TWEET_QUOTED_STR,
        gnip_publisher_behind(slot_text(&activity[QUOTED_ID]), ':'));
    if (slots[TWEET_LANG].type == JSON_ABSENT)
        slots[TWEET_LANG] = activity[OTHER_LANG];
    if (text_from != activity)
        slots[TWEET_LIKES].type = slots[TWEET_REPOSTS].type = JSON_ABSENT;
}

static const char *
emit(const struct gnip_tweet *tweet, struct json_slot root, bool is_observed,
     struct emitter *emitter)
{
    struct json_slot activity[SLOTS], original[SLOTS], slots[TWEET_SLOTS];
    struct draft *draft = emitter_draft(emitter, DRAFT_POST, "twitter");
    const char *why = json_pick(tweet->plan, root.node, activity);
    struct moment moment;
    bool is_share;

    if (why != NULL)
        return why;
    is_share =
        text_equal(slot_text(&activity[VERB]), TEXT("share"))
        && activity[OBJECT].type == JSON_OBJECT
        && json_pick(tweet->plan, activity[OBJECT].node, original) == NULL;
    translate(slots, activity, is_share ? original : activity);
    tweet_fill(tweet->tweet, draft, slots);
    if (clock_parse(slot_text(&activity[POSTED]), &moment))
        draft_time(draft, DRAFT_TIME, moment.s);
    status_skew(draft);
    if (is_share)
        draft_id(draft, DRAFT_REPOST_OF,
                 gnip_publisher_behind(slot_text(&original[ID]), ':'));
    if (is_observed)
        draft_flag(draft, "observed");
    why = emitter_add(emitter);
    if (why != NULL || !emitter_embedded(emitter))
        return why;
    root = activity[is_share ? OBJECT : QUOTED];
    return root.type == JSON_OBJECT ? emit(tweet, root, true, emitter) : NULL;
}

const char *
gnip_tweet_emit(const struct gnip_tweet *tweet, struct json_slot activity,
                struct emitter *emitter)
{
    return emit(tweet, activity, false, emitter);
}
