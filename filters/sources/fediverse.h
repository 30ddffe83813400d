/*
 * fediverse - what a server's API and an ActivityPub archive say in the same way
 *
 * Ids are the URIs of posts and actors: a post that two servers saw is one.
 */
#ifndef HARK_SOURCES_FEDIVERSE_H
#define HARK_SOURCES_FEDIVERSE_H

#include "ports/json.h"
#include "sources/draft.h"

/* Text and links of a post's HTML; addresses of mentions and hashtags are none of its links. */
void fediverse_content(struct draft *draft, struct text html);

/* name@host of an actor's address, https://host/users/name or https://host/@name; else nothing. */
void fediverse_handle(struct draft *draft, struct text actor);

/* Tags and mentions without their signs. */
void fediverse_tag(struct draft *draft, struct text name);
void fediverse_mention(struct draft *draft, struct text name);

#endif
