/*
 * opening - when it is open, from an iCalendar file
 *
 * Timed events are when it is open, whole days are holidays, on which it is closed whatever else is said. An event is of the zone
 * that its TZID names; whole days and times without one are of the zone that the first event with one names, else UTC.
 * Shape:   events may overlap. They are followed until OPENING_UNTIL: later it is closed.
 * Lives:   until opening_free().
 * Fails:   opening_read() gives NULL, and *error why.
 * Cost:    24 bytes an event each time that it happens; opening_between() two binary searches.
 */
#ifndef HARK_DOMAIN_OPENING_H
#define HARK_DOMAIN_OPENING_H

#include "base/listing_error.h"
#include "base/text.h"

#define OPENING_UNTIL INT64_C(4102444800) /* 2100-01-01 */

struct opening;

struct opening *opening_read(struct text ics, struct listing_error *error);
void opening_free(struct opening *opening);

/* Whether a file is an iCalendar. */
bool opening_is(struct text file);

/* Seconds of it between two moments; 0 where the second is not the later one. */
int64_t opening_between(const struct opening *opening, int64_t from_s,
                        int64_t to_s);

#endif
