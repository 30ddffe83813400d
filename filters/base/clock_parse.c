#include "base/clock_parts.h"

static bool
fields_moment(const struct clock_fields *f, struct moment *moment)
{
    int64_t s;

    if (!clock_fields_are_good(f))
        return false;
    s = clock_fields_s(f);
    if (f->tz_min != CLOCK_NO_TZ)
        s -= (int64_t)f->tz_min * CLOCK_MINUTE_S;
    if (s < CLOCK_EARLIEST_S || s > CLOCK_LATEST_S)
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
take_date(struct text *rest, struct clock_fields *f)
{
    return take_digits(rest, 4, &f->year) && take_char(rest, '-')
           && take_digits(rest, 2, &f->month) && take_char(rest, '-')
           && take_digits(rest, 2, &f->day);
}

static bool
take_minutes(struct text *rest, struct clock_fields *f)
{
    return take_digits(rest, 2, &f->hour) && take_char(rest, ':')
           && take_digits(rest, 2, &f->minute);
}

static bool
take_time(struct text *rest, struct clock_fields *f)
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
    struct clock_fields f = {.ms = -1, .tz_min = CLOCK_NO_TZ};
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
    struct clock_fields f = {.ms = -1, .tz_min = CLOCK_NO_TZ};
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
    struct clock_fields f = {.ms = -1, .tz_min = CLOCK_NO_TZ};

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
    if (s < CLOCK_EARLIEST_S || s > CLOCK_LATEST_S)
        return false;
    *moment = (struct moment){s, (int16_t)ms, CLOCK_NO_TZ};
    return true;
}
