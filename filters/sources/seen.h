/*
 * seen - the date in an archive's name
 *
 * Shape:   a pattern of %Y (four digits), %m, %d, %H, %M, %S (two each), %% and plain bytes,
 *          looked for anywhere in "archive!member"; where it fits more than once the last place
 *          counts. It has at least %Y.
 * Meaning: the end of the year, month, day, hour or minute that was named, in UTC: what lies in
 *          a day's archive had been seen when the day was over.
 */
#ifndef HARK_SOURCES_SEEN_H
#define HARK_SOURCES_SEEN_H

#include "base/text.h"

/* NULL, or why it is none. */
const char *seen_check(const char *pattern);

bool seen_find(const char *pattern, struct text name, int64_t *seen_s);

#endif
