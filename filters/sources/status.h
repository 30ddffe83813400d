/*
 * status - what Twitter's statuses have in common in whatever shape they come: v1.1, v2, an owner's download
 *
 * Source:  snowflake ids carry their time: (id >> 22) + 1288834974657 ms; twitter.com's addresses.
 */
#ifndef HARK_SOURCES_STATUS_H
#define HARK_SOURCES_STATUS_H

#include "ports/json.h"
#include "sources/draft.h"

bool status_is_id(struct text text); /* digits alone */

/* When a status with that id was made; false where ids carried no time yet. */
bool status_id_time(int64_t id, int64_t *s);

/* Flags clock_skew where the time that is set is more than a day off the id's own. */
void status_skew(struct draft *draft);

/* It is an edit of the post with that id, unless it is that one itself. */
void status_edit_of(struct draft *draft, struct text first);

/* withheld:DE … of an array of countries. */
void status_withheld(struct draft *draft, struct json_slot countries);

/* Its language, unless it is none that BCP-47 knows. */
void status_lang(struct draft *draft, struct text lang);

/* Its address, of the handle and the id that are set. */
void status_url(struct draft *draft);

/* One string, picked by the plan, of each object of an array: tags or mentions. */
void status_each(const struct json_plan *plan, struct draft *draft,
                 enum draft_key list, struct json_slot array);

#endif
