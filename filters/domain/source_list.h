/*
 * source_list - what kind of place a source is: a search engine, a social network, a shop, videos
 *
 * From a CSV with the columns source, category and name. A source is a host, which stands for its
 * subdomains too ("twitter.com"), a host under any country's ending ("google.*"), or a name as it stands in
 * utm_source ("ig"). The name is what all of one owner's are called, and is a source itself.
 * Shape:   of several that fit the longest counts ("mail.google.com" before "google.*").
 * Lives:   from source_list_new() to source_list_free(); texts until then.
 * Fails:   false, and *error has the line and why.
 * Cost:    one hash or two a label of the host.
 */
#ifndef HARK_DOMAIN_SOURCE_LIST_H
#define HARK_DOMAIN_SOURCE_LIST_H

#include "domain/listing.h"

struct source_list;

struct source {
    struct text category; /* "search", "social", "shopping", "video" … */
    struct text name;
};

struct source_list *source_list_new(void);
void source_list_free(struct source_list *list);

bool source_list_add(struct source_list *list, struct text csv,
                     struct listing_error *error);

/* NULL where it is not listed; case does not matter. */
const struct source *source_list_find(const struct source_list *list,
                                      struct text source);

#endif
