/*
 * facebook_link - links in posts of Facebook, which lead through itself: l.facebook.com/l.php?u=…
 */
#ifndef HARK_SOURCES_FACEBOOK_LINK_H
#define HARK_SOURCES_FACEBOOK_LINK_H

#include "ports/json.h"
#include "sources/draft.h"

/* Its destination, decoded, or itself. */
struct text facebook_link(struct draft *draft, struct text link);

/* The same added to the draft's links, unless it leads to a place in Facebook itself. */
void facebook_link_add(struct draft *draft, struct text link);

/* Links of what a post shares, an array of attachments, and the title of the first of them unless there is one. */
struct json_plan *facebook_link_plan(void);
void facebook_link_shared(const struct json_plan *plan, struct draft *draft,
                          struct json_slot attachments);

/* Those that stand in a text. */
void facebook_link_text(struct draft *draft, struct text text);

#endif
