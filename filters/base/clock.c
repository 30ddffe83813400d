#include <assert.h>
#include <endian.h>

#include "base/calendar.h"
#include "base/clock_parts.h"

enum { YEAR_MAX = 9999 };

static const char shape[] = "0000-00-00T00:00:00Z";

/* Rounded down, whatever the sign; *rest is from 0 to size - 1. */
static int64_t
divide(int64_t value, int64_t size, int64_t *rest)
{
    int64_t whole = value / size - (value % size < 0);

    *rest = value - whole * size;
    return whole;
}

int64_t
clock_days(int64_t year, int month, int day)
{
    int64_t of_era;
    int64_t era = divide(year - 1, CALENDAR_ERA_YEARS, &of_era);

    return era * CALENDAR_ERA_DAYS
           + calendar_days((uint32_t)of_era + 1, (uint32_t)month,
                           (uint32_t)day);
}

int64_t
clock_day(int64_t s)
{
    return s / CLOCK_DAY_S - (s % CLOCK_DAY_S < 0);
}

void
clock_civil(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t of_era;
    int64_t era = divide(days, CALENDAR_ERA_DAYS, &of_era);
    uint32_t y;
    uint32_t m;
    uint32_t d;

    calendar_date((int32_t)of_era, &y, &m, &d);
    *year = era * CALENDAR_ERA_YEARS + y;
    *month = (int)m;
    *day = (int)d;
}

bool
clock_fields_are_good(const struct clock_fields *f)
{
    return f->year >= 1 && f->year <= YEAR_MAX && f->month >= 1
           && f->month <= 12 && f->day >= 1
           && f->day <= calendar_month_days(f->year, f->month) && f->hour <= 23
           && f->minute <= 59 && f->second <= 60;
}

int64_t
clock_fields_s(const struct clock_fields *f)
{
    uint32_t second = f->second == 60 ? 59 : f->second;

    return (int64_t)calendar_days(f->year, f->month, f->day) * CLOCK_DAY_S
           + (f->hour * CLOCK_HOUR_S + f->minute * CLOCK_MINUTE_S + second);
}

static void
put_2(char *out, uint32_t value)
{
    static const char digits[] = "00010203040506070809"
                                 "10111213141516171819"
                                 "20212223242526272829"
                                 "30313233343536373839"
                                 "40414243444546474849"
                                 "50515253545556575859"
                                 "60616263646566676869"
                                 "70717273747576777879"
                                 "80818283848586878889"
                                 "90919293949596979899";

    memcpy(out, digits + (size_t)2 * value, 2);
}

void
clock_format(char out[CLOCK_TEXT], int64_t s)
{
    int64_t rest;
    int64_t days = divide(s, CLOCK_DAY_S, &rest);
    uint32_t of_day = (uint32_t)rest;
    uint32_t year;
    uint32_t month;
    uint32_t day;

    assert(s >= CLOCK_EARLIEST_S && s <= CLOCK_LATEST_S);
    calendar_date((int32_t)days, &year, &month, &day);
    memcpy(out, shape, CLOCK_TEXT);
    put_2(out, year / 100);
    put_2(out + 2, year % 100);
    put_2(out + 5, month);
    put_2(out + 8, day);
    put_2(out + 11, of_day / CLOCK_HOUR_S);
    put_2(out + 14, of_day / CLOCK_MINUTE_S % 60);
    put_2(out + 17, of_day % 60);
}

void
clock_write(struct buffer *out, int64_t s)
{
    clock_format(buffer_reserve(out, CLOCK_TEXT), s);
    out->len += CLOCK_TEXT;
}

/*
 * The 8 bytes from `from` on of a time, less those of its shape: a digit's value or 0; then, in
 * the place of each, ten times it and the next one: two digits are one number. Sets bits of
 * *bad where a byte is not of the shape.
 */
static uint64_t
values(const char *at, int from, uint64_t *bad)
{
    /* What may be added to the value of each without reaching 16. */
    static const char room[] = "\6\6\6\6\17\6\6\17\6\6\17"
                               "\6\6\17\6\6\17\6\6\17";
    uint64_t bytes;
    uint64_t model;
    uint64_t more;

    memcpy(&bytes, at + from, sizeof(bytes));
    memcpy(&model, shape + from, sizeof(model));
    memcpy(&more, room + from, sizeof(more));
    bytes ^= model;
    *bad |= (bytes | (bytes + more)) & UINT64_C(0xf0f0f0f0f0f0f0f0);
    bytes = le64toh(bytes);
    return bytes * 10 + (bytes >> 8);
}

static uint32_t
pair(uint64_t pairs, int byte)
{
    return (uint32_t)(pairs >> 8 * byte & 0xff);
}

bool
clock_read(struct text text, int64_t *s)
{
    uint64_t bad = 0;
    uint64_t date;
    uint64_t time;
    uint64_t end;
    struct clock_fields f;

    if (text.len != CLOCK_TEXT)
        return false;
    date = values(text.at, 0, &bad);
    time = values(text.at, 8, &bad);
    end = values(text.at, 12, &bad);
    if (bad != 0)
        return false;
    f = (struct clock_fields){.year = pair(date, 0) * 100 + pair(date, 2),
                              .month = pair(date, 5),
                              .day = pair(time, 0),
                              .hour = pair(time, 3),
                              .minute = pair(time, 6),
                              .second = pair(end, 5)};
    if (!clock_fields_are_good(&f))
        return false;
    *s = clock_fields_s(&f);
    return true;
}
