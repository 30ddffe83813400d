/*
 * bsky_post - the record of a Bluesky post or repost to what is known of it
 *
 * Of facets only what they name is taken (address, tag, did): their offsets into the text are often wrong.
 * Source:  app.bsky.feed.post, app.bsky.richtext.facet.
 */
#ifndef HARK_SOURCES_BSKY_POST_H
#define HARK_SOURCES_BSKY_POST_H

#include "ports/json.h"
#include "sources/draft.h"

struct bsky_post;

struct bsky_post *bsky_post_new(void);

/* Sets time, text, links and what it refers to; `passed` is when the event did, or NULL. NULL, or
   why it is none. */
const char *bsky_post_set(const struct bsky_post *post, struct draft *draft,
                          struct json_node record, bool is_repost,
                          const struct moment *passed);

#endif
