/*
 * feed_date - the dates of feeds: RFC 3339, RFC 822 and what generators made of them
 *
 * Shape:   2003-12-31T10:14:55Z and its shorter forms down to a year, 20031231; Wed, 31 Dec 2003 10:14:55 -0500, without a
 *          weekday, without seconds, with a year of two digits (from 90 on of the last century), with a whole or a wrong
 *          name of month or day; asctime's Wed Dec 31 10:14:55 2003. Zones as offsets and by the names of
 *          RFC 822, where a name that nobody knows is none.
 * Source:  RFC 822 section 5, RFC 2822 section 4.3; the W3C's note on date and time formats.
 */
#ifndef HARK_SOURCES_FEED_DATE_H
#define HARK_SOURCES_FEED_DATE_H

#include "base/clock.h"

bool feed_date_parse(struct text text, struct moment *moment);

#endif
