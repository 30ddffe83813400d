/*
 * combined - the lines that Apache, nginx and lighttpd write when nobody told them otherwise
 *
 * Shape:   [site[:port]] address ident user [18/Sep/2011:19:18:28 -0400] "request" status size
 *          ["referrer" "agent"] [more]
 *          lighttpd has the site where Apache has ident. A line begins with its site if the third word is
 *          the `-` of ident and the second is not; a user's name may hold spaces. A line with more before it
 *          (syslog's time and host) is refused.
 * Quotes:  a field ends at the first quote that is not escaped and is followed by what must follow, so that
 *          lines of servers that escape nothing are read too, as far as they can be.
 * Cost:    about 100 ns a line.
 */
#ifndef HARK_SOURCES_COMBINED_H
#define HARK_SOURCES_COMBINED_H

#include "sources/logfield.h"

/* A time in brackets and a quoted request behind it: no other format has that. */
bool combined_is(struct text line);

/* Fills cells[LOG_FIELDS], which are TEXT_NONE. NULL, or why it cannot be cut. */
const char *combined_cut(struct text line, struct text *cells);

#endif
