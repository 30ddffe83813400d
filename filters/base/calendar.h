/*
 * calendar - years, months and days of the proleptic Gregorian calendar, as days
 *
 * For clock.c, which takes any year; here years are 1 to 10000 and nothing is checked.
 * Units:   days since 1970-01-01; month 1-12, day 1-31.
 * Source:  Cassio Neri, Lorenz Schneider, "Euclidean affine functions and their application to
 *          calendar algorithms", Software: Practice and Experience 53 (2023).
 */
#ifndef HARK_BASE_CALENDAR_H
#define HARK_BASE_CALENDAR_H

#include <stdint.h>

/* The calendar repeats itself after an era of 400 years. */
enum { CALENDAR_ERA_YEARS = 400, CALENDAR_ERA_DAYS = 146097 };

int32_t calendar_days(uint32_t year, uint32_t month, uint32_t day);
void calendar_date(int32_t days, uint32_t *year, uint32_t *month,
                   uint32_t *day);
uint32_t calendar_month_days(uint32_t year, uint32_t month);

#endif
