/*
 * bucket_number - buckets of time as numbers, each one more than the one before it
 *
 * Of minutes, hours, days, weeks and months (bucket.h); minutes and hours are those of UTC.
 * Shape:   as texts they are what bucket_write() writes for UTC. A text of an hour on the hour cannot be told from
 *          that of a minute: who reads says which of both is meant.
 */
#ifndef HARK_DOMAIN_BUCKET_NUMBER_H
#define HARK_DOMAIN_BUCKET_NUMBER_H

#include "domain/bucket.h"

/* The bucket of a time; zone NULL is UTC. */
int64_t bucket_number(enum bucket bucket, int64_t s, const struct zone *zone);

/* False where the text is no such bucket. */
bool bucket_number_parse(enum bucket bucket, struct text text, int64_t *number);

/* When it begins, in seconds, by a clock that shows UTC. */
int64_t bucket_number_start(enum bucket bucket, int64_t number);

void bucket_number_write(struct buffer *out, enum bucket bucket,
                         int64_t number);

/* After so many buckets the same hour of the week, or day of it, comes again; 1 where nothing does. */
size_t bucket_number_period(enum bucket bucket);

#endif
