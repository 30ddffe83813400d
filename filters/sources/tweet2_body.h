/*
 * tweet2_body - what a post of Twitter's v2 says: its text, links, tags and mentions
 *
 * Text and entities are note_tweet's where it has one. Addresses of pictures and films are left out; a link is where
 * it ends (unwound_url), and a shortener on the way there is a link of its own.
 */
#ifndef HARK_SOURCES_TWEET2_BODY_H
#define HARK_SOURCES_TWEET2_BODY_H

#include "ports/json.h"
#include "sources/draft.h"

struct tweet2_body;

struct tweet2_body *tweet2_body_new(void);

/* slots are a post's, as tweet2.h numbers them. */
void tweet2_body_set(const struct tweet2_body *body, struct draft *draft,
                     const struct json_slot *slots);

#endif
