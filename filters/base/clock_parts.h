/*
 * clock_parts - what the files of clock share, for them alone
 */
#ifndef HARK_BASE_CLOCK_PARTS_H
#define HARK_BASE_CLOCK_PARTS_H

#include "base/clock.h"

enum { CLOCK_DAY_S = 86400, CLOCK_HOUR_S = 3600, CLOCK_MINUTE_S = 60 };

/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z */
#define CLOCK_EARLIEST_S INT64_C(-62135596800)
#define CLOCK_LATEST_S INT64_C(253402300799)

/* A date and time as they are written; clock_fields_are_good() checks them. */
struct clock_fields {
    uint32_t year;
    uint32_t month;
    uint32_t day;
    uint32_t hour;
    uint32_t minute;
    uint32_t second;
    int ms;
    int tz_min;
};

/* Whether there is such a time; then it as if it were UTC. */
bool clock_fields_are_good(const struct clock_fields *f);
int64_t clock_fields_s(const struct clock_fields *f);

#endif
