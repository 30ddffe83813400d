/*
 * zone - wall-clock times of a place to UTC, and back
 *
 * Lives:   to the end of the process; the same name gives the same zone.
 * Fails:   zone_find() gives NULL for a name that libc's zone files do not have. A file that cannot be read later on ends the run, 74:
 *          libc would go on in UTC, without a word.
 * Note:    libc's zones are a setting of the process (TZ): zones are changed one after the
 *          other, in one thread. Only localtime_r(3) is asked, never mktime(3), whose answer in
 *          a doubled hour hangs on earlier calls.
 */
#ifndef HARK_BASE_ZONE_H
#define HARK_BASE_ZONE_H

#include "base/text.h"

struct zone;

/* "Europe/Berlin", "UTC", "+05:30", "-0800". */
const struct zone *zone_find(const char *name);

/*
 * Before files can be opened no more: libc reads what it can hold. NULL, or, of several zones, the folder of the files that
 * it will still open whenever another is asked for.
 */
const char *zone_hold(void);

/* Seconds east of UTC at a moment. */
int zone_offset(const struct zone *zone, int64_t utc_s);

/* A wall-clock time, counted as if it were UTC, to UTC. In an hour that comes twice the first is
   meant, one that never was counts as
   by the clock before the change. */
int64_t zone_to_utc(const struct zone *zone, int64_t wall_s);

#endif
