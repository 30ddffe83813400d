#include "domain/bucket.h"

#include "base/clock.h"

enum { HOUR_S = 3600, DAY_S = 86400 };

static const char *const names[] = {"",     "minute", "hour",    "day",
                                    "week", "month",  "quarter", "year"};

enum bucket
bucket_parse(struct text name)
{
    for (int i = BUCKET_MINUTE; i <= BUCKET_YEAR; i++) {
        if (text_equal(name, text_of(names[i])))
            return (enum bucket)i;
    }
    return BUCKET_NONE;
}

const char *
bucket_name(enum bucket bucket)
{
    return names[bucket];
}

static void
put_digits(struct buffer *out, int64_t value, int digits)
{
    char *at = buffer_reserve(out, (size_t)digits);

    out->len += (size_t)digits;
    while (digits-- > 0) {
        at[digits] = (char)('0' + value % 10);
        value /= 10;
    }
}

static void
put_part(struct buffer *out, char before, int64_t value)
{
    buffer_add_char(out, before);
    put_digits(out, value, 2);
}

static void
put_week(struct buffer *out, int64_t days)
{
    /* 1970-01-01 was a Thursday. */
    int64_t weekday = ((days + 3) % 7 + 7) % 7;
    int64_t thursday = days - weekday + 3;
    int64_t year;
    int month, day;

    clock_civil(thursday, &year, &month, &day);
    put_digits(out, year, 4);
    buffer_add(out, TEXT("-W"));
    put_digits(out, (thursday - clock_days(year, 1, 1)) / 7 + 1, 2);
}

static void
put_offset(struct buffer *out, int offset_s)
{
    int minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;

    put_part(out, offset_s < 0 ? '-' : '+', minutes / 60);
    put_part(out, ':', minutes % 60);
}

static void
put_date(struct buffer *out, enum bucket bucket, int64_t days)
{
    int64_t year;
    int month, day;

    clock_civil(days, &year, &month, &day);
    put_digits(out, year, 4);
    if (bucket == BUCKET_YEAR)
        return;
    if (bucket == BUCKET_QUARTER) {
        buffer_add(out, TEXT("-Q"));
        put_digits(out, (month + 2) / 3, 1);
        return;
    }
    put_part(out, '-', month);
    if (bucket != BUCKET_MONTH)
        put_part(out, '-', day);
}

void
bucket_write(struct buffer *out, enum bucket bucket, int64_t s,
             const struct zone *zone)
{
    int offset_s = zone == NULL ? 0 : zone_offset(zone, s);
    int64_t local = s + offset_s;
    int64_t days = (local >= 0 ? local : local - DAY_S + 1) / DAY_S;
    int64_t second = local - days * DAY_S;

    if (bucket == BUCKET_WEEK) {
        put_week(out, days);
        return;
    }
    put_date(out, bucket, days);
    if (bucket != BUCKET_HOUR && bucket != BUCKET_MINUTE)
        return;
    put_part(out, 'T', second / HOUR_S);
    put_part(out, ':', bucket == BUCKET_HOUR ? 0 : second % HOUR_S / 60);
    if (zone != NULL)
        put_offset(out, offset_s);
}

bool
bucket_cut(struct buffer *out, enum bucket bucket, struct text time)
{
    static const unsigned char prefix[] = {[BUCKET_MINUTE] = 16,
                                           [BUCKET_HOUR] = 14,
                                           [BUCKET_DAY] = 10,
                                           [BUCKET_MONTH] = 7,
                                           [BUCKET_YEAR] = 4};

    if (prefix[bucket] == 0)
        return false;
    buffer_add(out, (struct text){time.at, prefix[bucket]});
    if (bucket == BUCKET_HOUR)
        buffer_add(out, TEXT("00"));
    return true;
}
