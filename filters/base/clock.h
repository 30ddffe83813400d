/*
 * clock - times as sources write them, to seconds since 1970 UTC and back
 *
 * No function here asks what time it is, and none looks at the locale.
 * Units:   seconds since 1970-01-01T00:00:00Z without leap seconds; ms 0-999; tz minutes east.
 * Shape:   years 0001 to 9999; a leap second (:60) counts as :59.
 * Source:  RFC 3339; the calendar is proleptic Gregorian (calendar.h).
 */
#ifndef HARK_BASE_CLOCK_H
#define HARK_BASE_CLOCK_H

#include "base/buffer.h"

struct moment {
    int64_t s;
    int16_t ms;     /* -1 where the source had no fraction */
    int16_t tz_min; /* CLOCK_NO_TZ where it named no zone; s is as if UTC */
};

#define CLOCK_NO_TZ INT16_MIN

enum { CLOCK_TEXT = 20 };

/*
 * Each takes the whole text, or says false and leaves *moment alone. A fraction of any length is
 * cut to milliseconds.
 *   parse    RFC 3339, and what is near it: 2011-01-01 08:26:00 -0500, 2013-11-13T11:42:20+0000,
 *            +00, " UTC", no zone, no seconds, a bare date; 24:00 is refused
 *   twitter  Wed Oct 10 20:19:24 +0000 2018
 *   clf      18/Sep/2011:19:18:28 -0400
 *   epoch    1331923247, 1331923247.25; names no zone
 */
bool clock_parse(struct text text, struct moment *moment);
bool clock_parse_twitter(struct text text, struct moment *moment);
bool clock_parse_clf(struct text text, struct moment *moment);
bool clock_parse_epoch(struct text text, struct moment *moment);

/* Exactly CLOCK_TEXT bytes: 2009-03-01T12:00:00Z. A year outside 0001-9999 is a bug of the caller. */
void clock_write(struct buffer *out, int64_t s);
void clock_format(char out[CLOCK_TEXT], int64_t s);

/* A record's own time: exactly 20 bytes, checked. Fast. */
bool clock_read(struct text text, int64_t *s);

int64_t clock_days(int64_t year, int month, int day); /* since 1970-01-01 */
int64_t clock_day(int64_t s); /* its UTC day, since 1970-01-01 */
void clock_civil(int64_t days, int64_t *year, int *month, int *day);

#endif
