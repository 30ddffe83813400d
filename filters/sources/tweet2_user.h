/*
 * tweet2_user - a profile of Twitter's v2: beside a post, or a page's own item
 */
#ifndef HARK_SOURCES_TWEET2_USER_H
#define HARK_SOURCES_TWEET2_USER_H

#include "ports/json.h"
#include "sources/draft.h"

struct tweet2_user;

struct tweet2_user *tweet2_user_new(void);

/* Author, handle and what its audience was; false where it is no profile. */
bool tweet2_user_set(const struct tweet2_user *user, struct draft *draft,
                     struct json_node node);

#endif
