/*
 * witness - some posts that show what an alarm is about
 *
 * Of an alarm's posts those of the widest reach, at most WITNESS_MOST, each by another author and none nearly the same
 * as another (near.h); of equal reach the lesser id first.
 * Cost:    sorts the posts; ids are read of those alone whose reach ties.
 */
#ifndef HARK_DOMAIN_WITNESS_H
#define HARK_DOMAIN_WITNESS_H

#include "domain/series.h"

enum { WITNESS_MOST = 10 };

/* Appends a JSON array of their ids; nothing where there are none. Reorders posts. */
void witness_write(struct buffer *out, struct series_store *store,
                   struct series_post *posts, size_t count);

#endif
