#include "base/calendar.h"

#include <stdbool.h>

/* 1970-01-01 since 0001-01-01 and since 0000-03-01 */
enum { SINCE_JANUARY = 719162, SINCE_MARCH = 719468 };

static bool
is_leap(uint32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The days of its year before a month from 1 to 13. */
static uint32_t
days_before(uint32_t year, uint32_t month)
{
    static const uint16_t days[2][14] = {
        {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
        {0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366}};

    return days[is_leap(year)][month];
}

int32_t
calendar_days(uint32_t year, uint32_t month, uint32_t day)
{
    uint32_t past = year - 1;
    uint32_t leap_days = past / 4 - past / 100 + past / 400;
    uint32_t days = past * 365 + leap_days + days_before(year, month) + day - 1;

    return (int32_t)days - SINCE_JANUARY;
}

/* Here years begin in March, so that the leap day is the last; see the paper for the numbers. */
void
calendar_date(int32_t days, uint32_t *year, uint32_t *month, uint32_t *day)
{
    uint32_t quarters = 4 * (uint32_t)(days + SINCE_MARCH) + 3;
    uint32_t century = quarters / CALENDAR_ERA_DAYS;
    uint64_t years = UINT64_C(2939745) * (quarters % CALENDAR_ERA_DAYS | 3);
    uint32_t of_year = (uint32_t)years / 2939745 / 4;
    uint32_t months = 2141 * of_year + 197913;
    bool is_next = of_year >= 306;

    *year = 100 * century + (uint32_t)(years >> 32) + is_next;
    *month = (months >> 16) - (is_next ? 12 : 0);
    *day = (months & 0xffff) / 2141 + 1;
}

uint32_t
calendar_month_days(uint32_t year, uint32_t month)
{
    return days_before(year, month + 1) - days_before(year, month);
}
