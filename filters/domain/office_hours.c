#include "domain/office_hours.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/zone.h"
#include "domain/opening.h"

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60, WEEK = 7, THURSDAY = 3 };
enum { DAY, FROM, TO, ZONE, COLUMNS };

static const struct listing_column columns[COLUMNS] = {
    {TEXT("day"), true},
    {TEXT("from"), true},
    {TEXT("to"), true},
    {TEXT("zone"), false},
};

static const struct text weekdays[WEEK] = {
    TEXT("mon"), TEXT("tue"), TEXT("wed"), TEXT("thu"),
    TEXT("fri"), TEXT("sat"), TEXT("sun")};

/* Of a date its days since 1970; of a weekday its number, Monday 0, less WEEK. */
struct span {
    int64_t day;
    int32_t from_s, to_s; /* since midnight; equal: closed */
};

struct office_hours {
    struct span *spans; /* by day, then from */
    size_t count;
    struct buffer zone_name;
    const struct zone *zone; /* or NULL: UTC */
    struct opening *opening; /* or NULL: the file was no iCalendar */
};

static bool
read_day(struct text cell, int64_t *day)
{
    struct moment moment;

    for (int i = 0; i < WEEK; i++)
        if (text_equal_nocase(cell, weekdays[i])) {
            *day = i - WEEK;
            return true;
        }
    if (cell.len != sizeof("2009-12-25") - 1 || !clock_parse(cell, &moment)
        || moment.s < 0)
        return false;
    *day = moment.s / DAY_S;
    return true;
}

/* 00:00 to 24:00. */
static bool
read_time(struct text cell, int32_t *time_s)
{
    int64_t hour, minute;

    if (cell.len != sizeof("09:00") - 1 || cell.at[2] != ':'
        || !text_integer((struct text){cell.at, 2}, &hour)
        || !text_integer(text_from(cell, 3), &minute) || hour < 0 || minute < 0
        || minute > 59 || hour * HOUR_S + minute * MINUTE_S > DAY_S)
        return false;
    *time_s = (int32_t)(hour * HOUR_S + minute * MINUTE_S);
    return true;
}

static bool
take_zone(struct office_hours *hours, struct listing *row, struct text name)
{
    if (name.len == 0)
        return true;
    if (hours->zone_name.len > 0)
        return text_equal(name, buffer_text(&hours->zone_name))
               || listing_fail(row, "one calendar has one zone");
    buffer_add(&hours->zone_name, name);
    hours->zone = zone_find(buffer_string(&hours->zone_name));
    return hours->zone != NULL
           || listing_fail(row, "no such zone: %.*s", TEXT_ARGS(name));
}

static bool
take_row(void *context, struct listing *row)
{
    struct office_hours *hours = context;
    struct text from = listing_cell(row, FROM), to = listing_cell(row, TO);
    struct span span = {0};

    if (!read_day(listing_cell(row, DAY), &span.day))
        return listing_fail(row, "day is mon … sun, or a date: 2009-12-25");
    if ((from.len > 0 || to.len > 0)
        && (!read_time(from, &span.from_s) || !read_time(to, &span.to_s)
            || span.from_s >= span.to_s))
        return listing_fail(row, "from and to are as 09:00 and 17:30, the "
                                 "later one last; or both empty: closed");
    if (!take_zone(hours, row, listing_cell(row, ZONE)))
        return false;
    hours->spans = array_resize(hours->spans, hours->count + 1,
                                sizeof(*hours->spans), "spans of a calendar");
    hours->spans[hours->count++] = span;
    return true;
}

static int
compare(const void *left, const void *right)
{
    const struct span *a = left;
    const struct span *b = right;

    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->from_s > b->from_s) - (a->from_s < b->from_s);
}

static bool
overlap(const struct office_hours *hours)
{
    for (size_t i = 1; i < hours->count; i++)
        if (hours->spans[i].day == hours->spans[i - 1].day
            && hours->spans[i].from_s < hours->spans[i - 1].to_s)
            return true;
    return false;
}

struct office_hours *
office_hours_read(struct text file, struct listing_error *error)
{
    struct office_hours *hours = calloc(1, sizeof(*hours));
    bool is_good;

    if (hours == NULL)
        err(EX_OSERR, "calendar");
    if (opening_is(file)) {
        hours->opening = opening_read(file, error);
        is_good = hours->opening != NULL;
    } else {
        is_good = listing_read(file, columns, COLUMNS, take_row, hours, error);
    }
    if (is_good && hours->count > 0)
        qsort(hours->spans, hours->count, sizeof(*hours->spans), compare);
    if (is_good && overlap(hours)) {
        *error = (struct listing_error){.why = "hours of one day overlap"};
        is_good = false;
    }
    if (is_good)
        return hours;
    office_hours_free(hours);
    return NULL;
}

void
office_hours_free(struct office_hours *hours)
{
    if (hours == NULL)
        return;
    opening_free(hours->opening);
    free(hours->spans);
    buffer_free(&hours->zone_name);
    free(hours);
}

/* The first span of a day; count where it has none. */
static size_t
find_day(const struct office_hours *hours, int64_t day)
{
    size_t low = 0, high = hours->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (hours->spans[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low < hours->count && hours->spans[low].day == day ? low
                                                              : hours->count;
}

static int64_t
to_utc(const struct office_hours *hours, int64_t wall_s)
{
    return hours->zone == NULL ? wall_s : zone_to_utc(hours->zone, wall_s);
}

static int64_t
wall_day(const struct office_hours *hours, int64_t utc_s)
{
    int64_t wall_s =
        hours->zone == NULL ? utc_s : utc_s + zone_offset(hours->zone, utc_s);

    return (wall_s - ((wall_s % DAY_S) + DAY_S) % DAY_S) / DAY_S;
}

/* Of one day what lies between the two. */
static int64_t
within_day(const struct office_hours *hours, int64_t day, int64_t from_s,
           int64_t to_s)
{
    int64_t weekday = ((day + THURSDAY) % WEEK + WEEK) % WEEK;
    size_t at = find_day(hours, day);
    int64_t sum_s = 0;

    if (at == hours->count)
        at = find_day(hours, weekday - WEEK);
    for (size_t i = at;
         i < hours->count && hours->spans[i].day == hours->spans[at].day; i++) {
        int64_t opens_s = to_utc(hours, day * DAY_S + hours->spans[i].from_s);
        int64_t closes_s = to_utc(hours, day * DAY_S + hours->spans[i].to_s);

        if (opens_s < from_s)
            opens_s = from_s;
        if (closes_s > to_s)
            closes_s = to_s;
        if (closes_s > opens_s)
            sum_s += closes_s - opens_s;
    }
    return sum_s;
}

int64_t
office_hours_between(const struct office_hours *hours, int64_t from_s,
                     int64_t to_s)
{
    int64_t last, sum_s = 0;

    if (hours->opening != NULL)
        return opening_between(hours->opening, from_s, to_s);
    last = wall_day(hours, to_s);
    for (int64_t day = wall_day(hours, from_s); day <= last; day++)
        sum_s += within_day(hours, day, from_s, to_s);
    return sum_s;
}
