/*
 * gnip_publisher - whose activity it is, and the ids that the publisher's own platform knows
 *
 * Shape:   tag:gnip.disqus.com:2012:comment/hosqas/post/2013-03-19T08:30:38, tag:search.twitter.com,2005:351835319794020353.
 */
#ifndef HARK_SOURCES_GNIP_PUBLISHER_H
#define HARK_SOURCES_GNIP_PUBLISHER_H

#include "base/text.h"

struct gnip_publisher {
    struct text prefix; /* of its activities' ids */
    const char *platform;
    bool is_object; /* what the activity is about has the item's id */
    bool
        is_whole; /* an id is all behind the last colon, not only what is behind its kind */
};

/* Of an activity's id, or NULL. */
const struct gnip_publisher *gnip_publisher_of(struct text id);

/* "hosqas" of "tag:gnip.disqus.com:2012:comment/hosqas". */
struct text gnip_publisher_native(const struct gnip_publisher *publisher,
                                  struct text id);

/* The number behind "/post/" in a Tumblr address, or nothing. */
struct text gnip_publisher_post(struct text address);

/* What comes behind the last such character; all of it where there is none. */
struct text gnip_publisher_behind(struct text text, char last);

#endif
