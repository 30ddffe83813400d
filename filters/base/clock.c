#include "base/clock.h"

#include <assert.h>

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60, YEAR_MAX = 9999 };

/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z */
static const int64_t earliest_s = INT64_C(-62135596800);
static const int64_t latest_s = INT64_C(253402300799);

/* A date and time as they are written; the numbers are checked by fields_moment(). */
struct fields {
    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second;
    int ms;
    int tz_min;
};

int64_t
clock_days(int64_t year, int month, int day)
{
    int64_t era;
    int64_t of_era;
    int64_t of_year;

    /* Years begin in March, so that the leap day is the last. */
    year -= month <= 2;
    era = (year >= 0 ? year : year - 399) / 400;
    of_era = year - era * 400;
    of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
           - 719468;
}

void
clock_civil(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t era;
    uint32_t of_era;
    uint32_t years;
    uint32_t of_year;
    uint32_t shifted;

    days += 719468;
    era = (days >= 0 ? days : days - 146096) / 146097;
    of_era = (uint32_t)(days - era * 146097);
    years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * years + years / 4 - years / 100);
    shifted = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = years + era * 400 + (*month <= 2);
}

static int
month_days(int year, int month)
{
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && is_leap);
}

static bool
is_in_range(const struct fields *f)
{
    return f->year >= 1 && f->year <= YEAR_MAX && f->month >= 1
           && f->month <= 12 && f->day >= 1
           && f->day <= month_days(f->year, f->month) && f->hour <= 23
           && f->minute <= 59 && f->second <= 60;
}

static int64_t
fields_s(const struct fields *f)
{
    int second = f->second == 60 ? 59 : f->second;

    return clock_days(f->year, f->month, f->day) * DAY_S + f->hour * HOUR_S
           + f->minute * MINUTE_S + second;
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

/* Each take_...() takes what it names off the front of *rest; false where it is not there. */
static bool
take_char(struct text *rest, char wanted)
{
    if (rest->len == 0 || rest->at[0] != wanted)
        return false;
    *rest = text_from(*rest, 1);
    return true;
}

static bool
take_digits(struct text *rest, size_t count, int *value)
{
    int sum = 0;

    if (rest->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        int digit = rest->at[i] - '0';

        if (digit < 0 || digit > 9)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    *rest = text_from(*rest, count);
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
    int weight = 100;
    int digit;

    if (!take_char(rest, '.'))
        return true;
    *ms = 0;
    if (!take_digits(rest, 1, &digit))
        return false;
    do {
        *ms += digit * weight;
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
    int hours;
    int minutes = 0;

    if (!is_west && !take_char(rest, '+'))
        return false;
    if (!take_digits(rest, 2, &hours))
        return false;
    has_colon = take_char(rest, ':');
    if (!take_digits(rest, 2, &minutes) && has_colon)
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    *tz_min = (hours * 60 + minutes) * (is_west ? -1 : 1);
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
take_name(struct text *rest, const char *names, int *number)
{
    if (rest->len < 3)
        return false;
    for (int i = 0; names[3 * i] != '\0'; i++) {
        if (memcmp(names + 3 * i, rest->at, 3) != 0)
            continue;
        *number = i;
        *rest = text_from(*rest, 3);
        return true;
    }
    return false;
}

static bool
take_month(struct text *rest, int *month)
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
    int week_day;

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
    out[0] = (char)('0' + value / 10);
    out[1] = (char)('0' + value % 10);
}

void
clock_format(char out[CLOCK_TEXT], int64_t s)
{
    int64_t days = (s - (s < 0 ? DAY_S - 1 : 0)) / DAY_S;
    uint32_t of_day = (uint32_t)(s - days * DAY_S);
    int64_t year;
    int month;
    int day;

    assert(s >= earliest_s && s <= latest_s);
    clock_civil(days, &year, &month, &day);
    memcpy(out, "0000-00-00T00:00:00Z", CLOCK_TEXT);
    put_2(out, (uint32_t)year / 100);
    put_2(out + 2, (uint32_t)year % 100);
    put_2(out + 5, (uint32_t)month);
    put_2(out + 8, (uint32_t)day);
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

static int
two(const char *at)
{
    return (at[0] - '0') * 10 + at[1] - '0';
}

bool
clock_read(struct text text, int64_t *s)
{
    static const char shape[] = "0000-00-00T00:00:00Z";
    const char *at = text.at;
    struct fields f;
    bool is_bad = false;

    if (text.len != CLOCK_TEXT)
        return false;
    for (int i = 0; i < CLOCK_TEXT; i++)
        is_bad |= shape[i] == '0' ? (unsigned char)(at[i] - '0') > 9
                                  : at[i] != shape[i];
    f = (struct fields){.year = two(at) * 100 + two(at + 2),
                        .month = two(at + 5),
                        .day = two(at + 8),
                        .hour = two(at + 11),
                        .minute = two(at + 14),
                        .second = two(at + 17)};
    if (is_bad || !is_in_range(&f))
        return false;
    *s = fields_s(&f);
    return true;
}
