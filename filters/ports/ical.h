/*
 * ical - the events of an iCalendar file, each time that they happen, by libical
 *
 * Shape:   timed events and whole days, with RRULE, RDATE, EXDATE and single occurrences that were moved or cancelled
 *          (RECURRENCE-ID). Times are wall-clock times, counted as if they were UTC, of the zone that TZID names; a file's own
 *          VTIMEZONE is not asked.
 * Lives:   a span's zone until ical_read() is over.
 * Fails:   ical_read() gives NULL, or why not, as a constant string.
 * Cost:    a few microseconds an occurrence; at most ICAL_MOST of them.
 * Source:  RFC 5545.
 */
#ifndef HARK_PORTS_ICAL_H
#define HARK_PORTS_ICAL_H

#include "base/text.h"

enum { ICAL_MOST = 1000000 };

struct ical_span {
    const char *zone; /* TZID; "UTC"; NULL where it names none: of the reader */
    bool is_days;     /* whole ones: DTSTART is a date */
    int64_t from_s, to_s;
};

/* Calls `take` with each occurrence that begins before a wall-clock time, until it returns false. */
const char *ical_read(struct text ics, int64_t before_s,
                      bool (*take)(void *context, const struct ical_span *span),
                      void *context);

#endif
