/*
 * includes - what a page of Twitter's v2 carries beside its posts: authors, posts and places, by their ids
 *
 * What is missing there was deleted or is protected.
 * Lives:   nodes as long as the parsed page.
 * Cost:    a hash an item and a look-up; nothing is allocated once the largest page was read.
 */
#ifndef HARK_SOURCES_INCLUDES_H
#define HARK_SOURCES_INCLUDES_H

#include "ports/json.h"

enum includes_list {
    INCLUDES_USERS,
    INCLUDES_TWEETS,
    INCLUDES_PLACES,
    INCLUDES_LISTS
};

struct includes;

struct includes *includes_new(void);

/* In place of what was read before. An item without an id is passed over; of two the first holds.
 */
void includes_read(struct includes *includes,
                   const struct json_slot lists[INCLUDES_LISTS]);

bool includes_find(const struct includes *includes, enum includes_list list,
                   struct text id, struct json_node *node);

#endif
