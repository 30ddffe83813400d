/*
 * office_hours - how much of a time lies within business hours
 *
 * From an iCalendar file (opening.h), or from a CSV with a header: day, from, to, and zone. `day` is a weekday (mon … sun) or a date (2009-12-25), whose
 * rows then stand in place of its weekday's; `from` and `to` are wall-clock times (09:00, 17:30, up to 24:00), both empty for a
 * day that is closed. A day may have several rows (a break at noon). `zone` is an IANA name, the same in all rows that
 * give one; without one hours are UTC's.
 * Shape:   hours of a day must not overlap; a weekday without a row is closed.
 * Units:   seconds; a wall-clock time is counted as zone.h counts it when clocks change.
 * Lives:   until office_hours_free().
 * Fails:   office_hours_read() gives NULL, and *error the line and why.
 * Cost:    a step a calendar day asked about.
 */
#ifndef HARK_DOMAIN_OFFICE_HOURS_H
#define HARK_DOMAIN_OFFICE_HOURS_H

#include "domain/listing.h"

struct office_hours;

struct office_hours *office_hours_read(struct text file,
                                       struct listing_error *error);
void office_hours_free(struct office_hours *hours);

/* Seconds of business between two moments; 0 where the second is not the later one. */
int64_t office_hours_between(const struct office_hours *hours, int64_t from_s,
                             int64_t to_s);

#endif
