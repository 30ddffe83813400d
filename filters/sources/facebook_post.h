/*
 * facebook_post - a post of Facebook's Graph API, or a comment, with the comments that it brings along
 *
 * A post is `page_post`, a comment `post_comment`. Of the two that a record may be a comment is told by what posts have not.
 * Shape:   `thread` is the post's own number, which both name.
 * Source:  developers.facebook.com/docs/graph-api/reference, "Post" and "Comment"; exports since 2012.
 */
#ifndef HARK_SOURCES_FACEBOOK_POST_H
#define HARK_SOURCES_FACEBOOK_POST_H

#include "sources/source.h"

struct facebook_post; /* its plans */

struct facebook_post *facebook_post_new(void);

/* An id and a time as Graph writes them. */
bool facebook_post_is(const struct facebook_post *plans,
                      struct json_slot value);

/* NULL, a SOURCE_DROP() of what the public cannot see, or why it is none. */
const char *facebook_post_emit(const struct facebook_post *plans,
                               struct json_slot post, struct emitter *emitter);

#endif
