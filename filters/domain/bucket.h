/*
 * bucket - the minute, hour, day, week, month, quarter or year in which a time lies
 *
 * Shape:   2009, 2009-Q1, 2009-03, 2009-W10, 2009-03-01, 2009-03-01T12:00 (an hour by its first
 *          minute), 2009-03-01T12:34. In a zone other than UTC hours and minutes carry their offset
 *          (2009-10-25T02:00+01:00): the hour that a change of clocks repeats is two buckets.
 *          Of one kind they sort as times do, but for the two of a repeated hour.
 * Source:  weeks and their years: ISO 8601 (a week begins on Monday and belongs to the year of its Thursday).
 */
#ifndef HARK_DOMAIN_BUCKET_H
#define HARK_DOMAIN_BUCKET_H

#include "base/buffer.h"
#include "base/zone.h"

enum bucket {
    BUCKET_NONE,
    BUCKET_MINUTE,
    BUCKET_HOUR,
    BUCKET_DAY,
    BUCKET_WEEK,
    BUCKET_MONTH,
    BUCKET_QUARTER,
    BUCKET_YEAR
};

/* BUCKET_NONE where there is none of that name. */
enum bucket bucket_parse(struct text name);
const char *bucket_name(enum bucket bucket);

/* Appends the bucket of a time; zone NULL is UTC. */
void bucket_write(struct buffer *out, enum bucket bucket, int64_t s,
                  const struct zone *zone);

/*
 * The same in UTC from a record's own text of a time (CLOCK_TEXT bytes, checked by the caller): a
 * prefix of it, without a look at the calendar. False for buckets that are none.
 */
bool bucket_cut(struct buffer *out, enum bucket bucket, struct text time);

#endif
