/*
 * tweet_body - what a v1.1 status says: its whole text, links, tags and mentions
 *
 * The text and entities of extended_tweet go before those that were cut; where there are no entities, they stand in the text.
 */
#ifndef HARK_SOURCES_TWEET_BODY_H
#define HARK_SOURCES_TWEET_BODY_H

#include "ports/json.h"
#include "sources/draft.h"

struct tweet_body; /* its plans */

struct tweet_body *tweet_body_new(void);

/* It has a text; slots are those of tweet.h. */
bool tweet_body_is(const struct json_slot *slots);

void tweet_body_set(const struct tweet_body *plans, struct draft *draft,
                    const struct json_slot *slots);

#endif
