#include "domain/bucket_number.h"

#include "base/clock.h"

enum {
    MINUTE_S = 60,
    HOUR_S = 3600,
    DAY_S = 86400,
    WEEK = 7,
    WEEKDAY = 3 /* 1970-01-01 was a Thursday */
};

static int64_t
divide(int64_t a, int64_t b)
{
    return (a >= 0 ? a : a - b + 1) / b;
}

int64_t
bucket_number(enum bucket bucket, int64_t s, const struct zone *zone)
{
    int64_t days, year;
    int month, day;

    if (bucket == BUCKET_MINUTE)
        return divide(s, MINUTE_S);
    if (bucket == BUCKET_HOUR)
        return divide(s, HOUR_S);
    days = divide(s + (zone == NULL ? 0 : zone_offset(zone, s)), DAY_S);
    if (bucket == BUCKET_DAY)
        return days;
    if (bucket == BUCKET_WEEK)
        return divide(days + WEEKDAY, WEEK);
    clock_civil(days, &year, &month, &day);
    return year * 12 + month - 1;
}

int64_t
bucket_number_start(enum bucket bucket, int64_t number)
{
    if (bucket == BUCKET_MINUTE)
        return number * MINUTE_S;
    if (bucket == BUCKET_HOUR)
        return number * HOUR_S;
    if (bucket == BUCKET_DAY)
        return number * DAY_S;
    if (bucket == BUCKET_WEEK)
        return (number * WEEK - WEEKDAY) * DAY_S;
    return clock_days(divide(number, 12), (int)(number % 12) + 1, 1) * DAY_S;
}

void
bucket_number_write(struct buffer *out, enum bucket bucket, int64_t number)
{
    bucket_write(out, bucket, bucket_number_start(bucket, number), NULL);
}

/* 2009-W10. */
static bool
parse_week(struct text text, int64_t *number)
{
    int64_t year, week;

    if (text.len != 8 || text.at[5] != 'W'
        || !text_integer((struct text){text.at, 4}, &year)
        || !text_integer(text_from(text, 6), &week) || year < 1 || week < 1)
        return false;
    /* The fourth of January lies in the first week. */
    *number = divide(clock_days(year, 1, 4) + WEEKDAY, WEEK) + week - 1;
    return true;
}

/* As a time, with what it leaves out filled in. */
static bool
parse_time(enum bucket bucket, struct text text, int64_t *number)
{
    static const char rest[] = "0000-01-01T00:00:00Z";
    static const size_t lens[] = {[BUCKET_MINUTE] = 16,
                                  [BUCKET_HOUR] = 16,
                                  [BUCKET_DAY] = 10,
                                  [BUCKET_MONTH] = 7};
    char whole[CLOCK_TEXT];
    int64_t s;

    if (text.len != lens[bucket])
        return false;
    memcpy(whole, rest, sizeof(whole));
    memcpy(whole, text.at, text.len);
    if (!clock_read((struct text){whole, sizeof(whole)}, &s))
        return false;
    *number = bucket_number(bucket, s, NULL);
    return true;
}

bool
bucket_number_parse(enum bucket bucket, struct text text, int64_t *number)
{
    struct buffer again = {0};
    bool is_one = bucket == BUCKET_WEEK ? parse_week(text, number)
                                        : parse_time(bucket, text, number);

    if (!is_one)
        return false;
    bucket_number_write(&again, bucket, *number);
    is_one = text_equal(buffer_text(&again), text);
    buffer_free(&again);
    return is_one;
}

size_t
bucket_number_period(enum bucket bucket)
{
    enum { HOURS = 24 * WEEK };

    return bucket == BUCKET_MINUTE ? (size_t)HOURS * 60
           : bucket == BUCKET_HOUR ? HOURS
           : bucket == BUCKET_DAY  ? WEEK
                                   : 1;
}
