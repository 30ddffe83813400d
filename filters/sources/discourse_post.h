/*
 * discourse_post - one post of a Discourse forum, and what the page around it says of all
 *
 * Ids are `host/id`, threads `host/t/topic`. Posts name what they answer by its number in the topic: it has an id where it is
 * on the same page, else it is `host/t/topic/number`. What answers no post answers the topic's first.
 * Source:  github.com/discourse/discourse, post_serializer.rb.
 */
#ifndef HARK_SOURCES_DISCOURSE_POST_H
#define HARK_SOURCES_DISCOURSE_POST_H

#include "sources/discourse_ids.h"
#include "sources/source.h"

struct discourse_post; /* its plans */

struct discourse_page {
    struct text host;                /* or an empty text */
    const struct discourse_ids *ids; /* of the posts on it */
    struct text title;               /* of the topic, or TEXT_NONE */
    struct json_slot tags;
    int64_t category; /* or -1 */
};

struct discourse_post *discourse_post_new(void);

/* It has the numbers and the text that a post has. */
bool discourse_post_is(const struct discourse_post *plans,
                       struct json_slot value);

/* NULL; a SOURCE_DROP() of what nobody may read, or is no post; or why it is none. */
const char *discourse_post_emit(const struct discourse_post *plans,
                                const struct discourse_page *page,
                                struct json_slot post, struct emitter *emitter);

#endif
