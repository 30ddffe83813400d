/*
 * feed_post - what an item of a feed has in all three families of feeds
 *
 * The id is the feed's own; one that is no URI has the feed's address before it, and where there is none the
 * item's address, else a hash of the item. The time is when it was published, else updated, else (approx_time) the feed's own
 * or when it was seen. Addresses are made absolute by xml:base, else by the feed's own address.
 */
#ifndef HARK_SOURCES_FEED_POST_H
#define HARK_SOURCES_FEED_POST_H

#include "sources/feed_context.h"
#include "sources/source.h"

/* An absolute address in the draft's arena; the reference itself where no base is known. */
struct text feed_post_address(struct draft *draft, struct text base,
                              struct text reference);

/* Adds a link to the web, unless it is there already. */
void feed_post_link(struct draft *draft, struct text link);

/* Plain text of what may be HTML; its links, made absolute, are added where `links` is true. */
struct text feed_post_html(struct draft *draft, struct text html,
                           struct text base, bool links);

/* Once url is set; what has neither an id nor an address is known by a hash of `raw`. */
void feed_post_id(struct draft *draft, struct text id, struct text feed,
                  struct text raw);

void feed_post_time(struct draft *draft, struct text published,
                    struct text updated, const struct feed_context *context,
                    struct emitter *emitter);
void feed_post_author(struct draft *draft, struct text name, struct text uri,
                      struct text feed);

#endif
