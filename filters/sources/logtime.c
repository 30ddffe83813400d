#include "sources/logtime.h"

#include "base/buffer.h"
#include "base/zone.h"

enum {
    TIME_MOST = 64,
    DATE = sizeof("18/Sep/2011") - 1,
    NAIVE = sizeof("18/Sep/2011:19:18:28") - 1
};

/* A time without a zone as Apache writes it: 18/Sep/2011:19:18:28. `all` has room for one. */
static bool
read_naive(struct buffer *all, const struct row *row, struct moment *moment)
{
    if (all->len != NAIVE)
        return false;
    buffer_add(all, TEXT(" +0000"));
    if (!clock_parse_clf(buffer_text(all), moment))
        return false;
    moment->tz_min = CLOCK_NO_TZ;
    if (row->times != NULL)
        moment->s = zone_to_utc(row->times, moment->s);
    return true;
}

/* Date, clock and zone in one, as the first two are written. */
static bool
read_parts(const struct text *cells, const struct row *row,
           struct moment *moment)
{
    struct text zone = cells[LOG_ZONE], time = cells[LOG_TIME];
    struct text date = time.len > 0 ? time : cells[LOG_DATE];
    struct text clock = time.len > 0 ? TEXT_NONE : cells[LOG_CLOCK];
    bool has_slash = text_find_char(date, '/') != SIZE_MAX;
    char at[TIME_MOST];
    struct buffer all = {at, 0, TIME_MOST};

    if (date.len + clock.len + zone.len + 2 > TIME_MOST || date.len == 0)
        return false;
    buffer_add(&all, date);
    if (clock.len > 0) {
        buffer_add_char(&all, has_slash ? ':' : 'T');
        buffer_add(&all, clock);
    }
    if (zone.len > 0) {
        if (has_slash)
            buffer_add_char(&all, ' ');
        buffer_add(&all, zone);
    }
    if (has_slash && all.len >= NAIVE && at[DATE] == ' ')
        at[DATE] = ':'; /* some write it so */
    return row_time(row, buffer_text(&all), moment)
           || read_naive(&all, row, moment);
}

/* Thousandths or millionths of a second since 1970. */
static bool
read_epoch(struct text digits, int64_t unit, struct moment *moment)
{
    int64_t value;

    if (!text_integer(digits, &value) || value < 0)
        return false;
    *moment = (struct moment){.s = value / unit,
                              .ms = (int16_t)(value % unit * 1000 / unit),
                              .tz_min = CLOCK_NO_TZ};
    return true;
}

static void
add_fraction(struct text digits, struct moment *moment)
{
    int ms = 0;

    if (moment->ms >= 0 || digits.len == 0)
        return;
    for (size_t i = 0; i < 3; i++) {
        int digit = i < digits.len ? digits.at[i] - '0' : 0;

        if (digit < 0 || digit > 9)
            return;
        ms = ms * 10 + digit;
    }
    moment->ms = (int16_t)ms;
}

bool
logtime_read(const struct text *cells, const struct row *row,
             struct moment *moment)
{
    bool is_read = clock_parse_clf(cells[LOG_TIME], moment)
                   || read_parts(cells, row, moment)
                   || read_epoch(cells[LOG_TIME_MS], 1000, moment)
                   || read_epoch(cells[LOG_TIME_US], 1000000, moment);

    if (is_read)
        add_fraction(cells[LOG_FRACTION], moment);
    return is_read;
}
