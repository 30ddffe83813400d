/*
 * facebook_item - what one item of a Facebook download says: its `data` and its attachments
 */
#ifndef HARK_SOURCES_FACEBOOK_ITEM_H
#define HARK_SOURCES_FACEBOOK_ITEM_H

#include "ports/json.h"
#include "sources/draft.h"

struct facebook_item; /* its plans */

struct facebook_item *facebook_item_new(void);

/* Its data is of a post, a comment or a reaction, of which nothing is said. */
bool facebook_item_is(const struct facebook_item *plans, struct json_slot data);

/* Text (an empty one where there is none), links, tags, whose it is and where; flags edited where it was changed
   after the time that is set, and mojibake_fixed. */
void facebook_item_read(const struct facebook_item *plans, struct draft *draft,
                        struct json_slot data, struct json_slot attachments);

#endif
