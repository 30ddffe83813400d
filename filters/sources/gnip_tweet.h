/*
 * gnip_tweet - a status as Gnip's activity streams told it
 *
 * Becomes what the same status becomes in Twitter's own shape: ids are the numbers at the end of Gnip's.
 * Source:  developer.x.com, "Activity Streams data format".
 */
#ifndef HARK_SOURCES_GNIP_TWEET_H
#define HARK_SOURCES_GNIP_TWEET_H

#include "sources/source.h"

struct gnip_tweet;

struct gnip_tweet *gnip_tweet_new(void);

/* NULL, or why not; with --embedded also what it shares or quotes. */
const char *gnip_tweet_emit(const struct gnip_tweet *tweet,
                            struct json_slot activity, struct emitter *emitter);

#endif
