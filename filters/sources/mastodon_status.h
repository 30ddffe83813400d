/*
 * mastodon_status - a status as the API of Mastodon and its like gives it, alone or on a stream
 *
 * The id is the status' URI, which is the same whichever server was asked; ids of the API are one server's own.
 * Source:  docs.joinmastodon.org, "Status".
 */
#ifndef HARK_SOURCES_MASTODON_STATUS_H
#define HARK_SOURCES_MASTODON_STATUS_H

#include "sources/known.h"
#include "sources/source.h"

/* What is picked of a status, in this order. */
enum {
    MASTODON_URI,
    MASTODON_ADDRESS,
    MASTODON_CREATED,
    MASTODON_EDITED,
    MASTODON_ACCOUNT,
    MASTODON_ACCOUNT_URI,
    MASTODON_ACCOUNT_URL,
    MASTODON_ACCOUNT_NAME,
    MASTODON_FOLLOWERS,
    MASTODON_FOLLOWING,
    MASTODON_POSTS,
    MASTODON_BOT,
    MASTODON_VISIBILITY,
    MASTODON_CONTENT,
    MASTODON_WARNING,
    MASTODON_LANG,
    MASTODON_PARENT,
    MASTODON_PARENT_AUTHOR,
    MASTODON_ACCOUNT_ID,
    MASTODON_TAGS,
    MASTODON_MENTIONS,
    MASTODON_CARD,
    MASTODON_REBLOG,
    MASTODON_QUOTE,
    MASTODON_QUOTED,
    MASTODON_QUOTED_ID,
    MASTODON_LIKES,
    MASTODON_REPOSTS,
    MASTODON_REPLIES,
    MASTODON_SENSITIVE,
    MASTODON_SLOTS
};

extern const char *const mastodon_status_paths[MASTODON_SLOTS];

struct mastodon_status; /* its plans */

/* `uris` is what statuses that came before are called, by the server's own ids; NULL where nobody remembers. */
struct mastodon_status *mastodon_status_new(const struct known *uris);

bool mastodon_status_is(const struct json_slot *slots);

/* One status, and with --embedded the one that it boosts; seen_s is INT64_MIN where nobody says. NULL, SOURCE_DROP("private") of what is not for all, or why it is none. */
const char *mastodon_status_emit(const struct mastodon_status *plans,
                                 const struct json_slot *slots, int64_t seen_s,
                                 struct emitter *emitter);

#endif
