#include "base/clock.h"

#include <assert.h>
#include <endian.h>

#include "base/calendar.h"

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60, YEAR_MAX = 9999 };

/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z */
static const int64_t earliest_s = INT64_C(-62135596800);
static const int64_t latest_s = INT64_C(253402300799);

static const char shape[] = "0000-00-00T00:00:00Z";

/* A date and time as they are written; is_in_range() checks them. */
struct fields {
    uint32_t year;
    uint32_t month;
    uint32_t day;
    uint32_t hour;
    uint32_t minute;
    uint32_t second;
    int ms;
    int tz_min;
};

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
    enum { DAY = 86400 };

    return s / DAY - (s % DAY < 0);
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

static bool
is_in_range(const struct fields *f)
{
    return f->year >= 1 && f->year <= YEAR_MAX && f->month >= 1
           && f->month <= 12 && f->day >= 1
           && f->day <= calendar_month_days(f->year, f->month) && f->hour <= 23
           && f->minute <= 59 && f->second <= 60;
}

static int64_t
fields_s(const struct fields *f)
{
    uint32_t second = f->second == 60 ? 59 : f->second;

    return (int64_t)calendar_days(f->year, f->month, f->day) * DAY_S
           + (f->hour * HOUR_S + f->minute * MINUTE_S + second);
}

static bool
fields_moment(const struct fields *f, struct moment *moment)
{
    int64_t s;

    if (!is_in_range(f))
        return false;
    s = fields_s(f);
    if (f->tz_min != CLOCK_NO_TZ)
        s -= (int64_t)f->tz_min * MINUTE_S;
    if (s < earliest_s || s > latest_s)
        return false;
    *moment = (struct moment){s, (int16_t)f->ms, (int16_t)f->tz_min};
    return true;
}

static void
skip(struct text *rest, size_t count)
{
    rest->at += count;
    rest->len -= count;
}

/* Each take_...() takes what it names off the front of *rest; false where it is not there. */
static bool
take_char(struct text *rest, char wanted)
{
    if (rest->len == 0 || rest->at[0] != wanted)
        return false;
    skip(rest, 1);
    return true;
}

static bool
take_digits(struct text *rest, size_t count, uint32_t *value)
{
    uint32_t sum = 0;

    if (rest->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t digit = (unsigned char)(rest->at[i] - '0');

        if (digit > 9)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    skip(rest, count);
    return true;
}

static bool
take_date(struct text *rest, struct fields *f)
{
    return take_digits(rest, 4, &f->year) && take_char(rest, '-')
           && take_digits(rest, 2, &f->month) && take_char(rest, '-')
           && take_digits(rest, 2, &f->day);
}

static bool
take_minutes(struct text *rest, struct fields *f)
{
    return take_digits(rest, 2, &f->hour) && take_char(rest, ':')
           && take_digits(rest, 2, &f->minute);
}

static bool
take_time(struct text *rest, struct fields *f)
{
    return take_minutes(rest, f) && take_char(rest, ':')
           && take_digits(rest, 2, &f->second);
}

/* A point and digits, where there is a point: the first three are the milliseconds. */
static bool
take_fraction(struct text *rest, int *ms)
{
    uint32_t weight = 100;
    uint32_t digit;

    if (!take_char(rest, '.'))
        return true;
    *ms = 0;
    if (!take_digits(rest, 1, &digit))
        return false;
    do {
        *ms += (int)(digit * weight);
        weight /= 10;
    } while (take_digits(rest, 1, &digit));
    return true;
}

/* +hh:mm, +hhmm or +hh */
static bool
take_offset(struct text *rest, int *tz_min)
{
    bool is_west = take_char(rest, '-');
    bool has_colon;
    uint32_t hours;
    uint32_t minutes = 0;

    if (!is_west && !take_char(rest, '+'))
        return false;
    if (!take_digits(rest, 2, &hours))
        return false;
    has_colon = take_char(rest, ':');
    if (!take_digits(rest, 2, &minutes) && has_colon)
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    *tz_min = (int)(hours * 60 + minutes) * (is_west ? -1 : 1);
    return true;
}

/* What may follow the time of day: nothing, Z, UTC or an offset, with a space before it or not. */
static bool
take_zone(struct text *rest, int *tz_min)
{
    if (rest->len == 0)
        return true;
    take_char(rest, ' ');
    if (text_equal_nocase(*rest, TEXT("Z")) || text_equal(*rest, TEXT("UTC"))) {
        *tz_min = 0;
        *rest = TEXT_NONE;
        return true;
    }
    return take_offset(rest, tz_min) && rest->len == 0;
}

bool
clock_parse(struct text text, struct moment *moment)
{
    struct fields f = {.ms = -1, .tz_min = CLOCK_NO_TZ};
    int64_t s;

    /* Most are. */
    if (clock_read(text, &s)) {
        *moment = (struct moment){s, -1, 0};
        return true;
    }
    if (!take_date(&text, &f))
        return false;
    if (text.len == 0)
        return fields_moment(&f, moment);
    if (!take_char(&text, 'T') && !take_char(&text, 't')
        && !take_char(&text, ' '))
        return false;
    if (!take_minutes(&text, &f))
        return false;
    if (take_char(&text, ':')
        && (!take_digits(&text, 2, &f.second) || !take_fraction(&text, &f.ms)))
        return false;
    return take_zone(&text, &f.tz_min) && fields_moment(&f, moment);
}

/* The number from 0 of the three letters at the front among those of `names`. */
static bool
take_name(struct text *rest, const char *names, uint32_t *number)
{
    if (rest->len < 3)
        return false;
    for (uint32_t i = 0; names[3 * i] != '\0'; i++) {
        if (memcmp(names + 3 * i, rest->at, 3) != 0)
            continue;
        *number = i;
        skip(rest, 3);
        return true;
    }
    return false;
}

static bool
take_month(struct text *rest, uint32_t *month)
{
    if (!take_name(rest, "JanFebMarAprMayJunJulAugSepOctNovDec", month))
        return false;
    ++*month;
    return true;
}

bool
clock_parse_twitter(struct text text, struct moment *moment)
{
    struct fields f = {.ms = -1, .tz_min = CLOCK_NO_TZ};
    uint32_t week_day;

    return text.len == sizeof("Wed Oct 10 20:19:24 +0000 2018") - 1
           && take_name(&text, "SunMonTueWedThuFriSat", &week_day)
           && take_char(&text, ' ') && take_month(&text, &f.month)
           && take_char(&text, ' ') && take_digits(&text, 2, &f.day)
           && take_char(&text, ' ') && take_time(&text, &f)
           && take_char(&text, ' ') && take_offset(&text, &f.tz_min)
           && take_char(&text, ' ') && take_digits(&text, 4, &f.year)
           && text.len == 0 && fields_moment(&f, moment);
}

bool
clock_parse_clf(struct text text, struct moment *moment)
{
    struct fields f = {.ms = -1, .tz_min = CLOCK_NO_TZ};

    return text.len == sizeof("18/Sep/2011:19:18:28 -0400") - 1
           && take_digits(&text, 2, &f.day) && take_char(&text, '/')
           && take_month(&text, &f.month) && take_char(&text, '/')
           && take_digits(&text, 4, &f.year) && take_char(&text, ':')
           && take_time(&text, &f) && take_char(&text, ' ')
           && take_offset(&text, &f.tz_min) && text.len == 0
           && fields_moment(&f, moment);
}

bool
clock_parse_epoch(struct text text, struct moment *moment)
{
    size_t point = text_find_char(text, '.');
    struct text fraction = text_from(text, point);
    bool is_negative = text.len > 0 && text.at[0] == '-';
    int64_t s;
    int ms = -1;

    text.len -= fraction.len;
    if (!text_integer(text, &s) || !take_fraction(&fraction, &ms)
        || fraction.len > 0)
        return false;
    if (is_negative && ms > 0) {
        s--;
        ms = 1000 - ms;
    }
    if (s < earliest_s || s > latest_s)
        return false;
    *moment = (struct moment){s, (int16_t)ms, CLOCK_NO_TZ};
    return true;
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
    int64_t days = divide(s, DAY_S, &rest);
    uint32_t of_day = (uint32_t)rest;
    uint32_t year;
    uint32_t month;
    uint32_t day;

    assert(s >= earliest_s && s <= latest_s);
    calendar_date((int32_t)days, &year, &month, &day);
    memcpy(out, shape, CLOCK_TEXT);
    put_2(out, year / 100);
    put_2(out + 2, year % 100);
    put_2(out + 5, month);
    put_2(out + 8, day);
    put_2(out + 11, of_day / HOUR_S);
    put_2(out + 14, of_day / MINUTE_S % 60);
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
    struct fields f;

    if (text.len != CLOCK_TEXT)
        return false;
    date = values(text.at, 0, &bad);
    time = values(text.at, 8, &bad);
    end = values(text.at, 12, &bad);
    if (bad != 0)
        return false;
    f = (struct fields){.year = pair(date, 0) * 100 + pair(date, 2),
                        .month = pair(date, 5),
                        .day = pair(time, 0),
                        .hour = pair(time, 3),
                        .minute = pair(time, 6),
                        .second = pair(end, 5)};
    if (!is_in_range(&f))
        return false;
    *s = fields_s(&f);
    return true;
}
