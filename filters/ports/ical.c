#include "ports/ical.h"

#include <err.h>
#include <libical/ical.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/calendar.h"
#include "base/zone.h"

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60, NESTED_MOST = 16 };

struct reading {
    icalcomponent *calendar;
    int64_t before_s;
    bool (*take)(void *context, const struct ical_span *span);
    void *context;
    size_t count;
    const char *why;
    bool is_stopped;
};

static int64_t
seconds_of(struct icaltimetype time)
{
    int64_t s = (int64_t)calendar_days((uint32_t)time.year,
                                       (uint32_t)time.month, (uint32_t)time.day)
                * DAY_S;

    return time.is_date
               ? s
               : s + time.hour * HOUR_S + time.minute * MINUTE_S + time.second;
}

static bool
is_sound(struct icaltimetype time)
{
    return !icaltime_is_null_time(time) && time.year >= 1 && time.year <= 9999
           && time.month >= 1 && time.month <= 12 && time.day >= 1
           && time.day <= (int)calendar_month_days((uint32_t)time.year,
                                                   (uint32_t)time.month);
}

static const char *
zone_of(icalproperty *property, struct icaltimetype time)
{
    icalparameter *tzid =
        icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);

    if (tzid != NULL)
        return icalparameter_get_tzid(tzid);
    return icaltime_is_utc(time) ? "UTC" : NULL;
}

/* The wall-clock time of another time of the same event, which may be given in UTC. */
static int64_t
wall_of(struct icaltimetype time, const char *zone)
{
    int64_t s = seconds_of(time);
    const struct zone *found = NULL;

    if (icaltime_is_utc(time) && zone != NULL)
        found = zone_find(zone);
    return found == NULL ? s : s + zone_offset(found, s);
}

static bool
same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Whether another component says what becomes of this occurrence. */
static bool
is_replaced(const struct reading *reading, icalcomponent *event,
            const char *zone, int64_t from_s)
{
    const char *uid = icalcomponent_get_uid(event);
    icalcomponent *other = icalcomponent_get_first_component(
        reading->calendar, ICAL_VEVENT_COMPONENT);

    for (; uid != NULL && other != NULL;
         other = icalcomponent_get_next_component(reading->calendar,
                                                  ICAL_VEVENT_COMPONENT)) {
        icalproperty *id =
            icalcomponent_get_first_property(other, ICAL_RECURRENCEID_PROPERTY);

        if (id != NULL && same_text(uid, icalcomponent_get_uid(other))
            && is_sound(icalproperty_get_recurrenceid(id))
            && wall_of(icalproperty_get_recurrenceid(id), zone) == from_s)
            return true;
    }
    return false;
}

static bool
is_excepted(icalcomponent *event, const char *zone, int64_t from_s)
{
    icalproperty *date =
        icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);

    for (; date != NULL;
         date = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
        struct icaltimetype time = icalproperty_get_exdate(date);
        int64_t s = is_sound(time) ? wall_of(time, zone) : INT64_MIN;

        if (s == from_s || (time.is_date && s == from_s - from_s % DAY_S))
            return true;
    }
    return false;
}

/* An occurrence of an event; false where no more are wanted. */
static bool
tell(struct reading *reading, icalcomponent *event, struct ical_span span)
{
    bool is_single =
        icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY)
        != NULL;

    if (span.from_s >= reading->before_s)
        return true;
    if (++reading->count > ICAL_MOST) {
        reading->why = "events happen more than a million times";
        return false;
    }
    if (!is_single
        && (is_excepted(event, span.zone, span.from_s)
            || is_replaced(reading, event, span.zone, span.from_s)))
        return true;
    reading->is_stopped = !reading->take(reading->context, &span);
    return !reading->is_stopped;
}

/* UNTIL in UTC means a moment; the occurrences are counted by the clock on the wall. */
static void
settle_until(struct icalrecurrencetype *rule, const char *zone)
{
    int64_t s;
    uint32_t year, month, day;

    if (icaltime_is_null_time(rule->until) || !icaltime_is_utc(rule->until)
        || !is_sound(rule->until))
        return;
    s = wall_of(rule->until, zone);
    calendar_date((int32_t)(s / DAY_S), &year, &month, &day);
    rule->until = icaltime_null_time();
    rule->until.year = (int)year;
    rule->until.month = (int)month;
    rule->until.day = (int)day;
    rule->until.hour = (int)(s % DAY_S / HOUR_S);
    rule->until.minute = (int)(s % HOUR_S / MINUTE_S);
    rule->until.second = (int)(s % MINUTE_S);
}

static void
repeat(struct reading *reading, icalcomponent *event, icalproperty *property,
       struct icaltimetype start, struct ical_span first)
{
    struct icalrecurrencetype rule = icalproperty_get_rrule(property);
    icalrecur_iterator *iterator;
    struct icaltimetype next;

    settle_until(&rule, first.zone);
    start.zone = NULL;
    iterator = icalrecur_iterator_new(rule, start);
    if (iterator == NULL) {
        reading->why = "an RRULE that cannot be read";
        return;
    }
    for (next = icalrecur_iterator_next(iterator); is_sound(next);
         next = icalrecur_iterator_next(iterator)) {
        struct ical_span span = first;

        span.from_s = seconds_of(next);
        span.to_s = span.from_s + (first.to_s - first.from_s);
        if (span.from_s >= reading->before_s || !tell(reading, event, span))
            break;
    }
    icalrecur_iterator_free(iterator);
}

/* All of them first: whether one is excepted is asked with the walk that libical keeps in the event. */
static int64_t *
extra_starts(struct reading *reading, icalcomponent *event, const char *zone,
             size_t *count)
{
    icalproperty *date =
        icalcomponent_get_first_property(event, ICAL_RDATE_PROPERTY);
    int64_t *starts = NULL;
    size_t cap = 0;

    for (*count = 0; date != NULL;
         date = icalcomponent_get_next_property(event, ICAL_RDATE_PROPERTY)) {
        struct icaltimetype time = icalproperty_get_rdate(date).time;

        if (!is_sound(time)) {
            reading->why = "an RDATE that is no time";
            break;
        }
        starts = array_room(starts, *count, &cap, sizeof(*starts), "RDATE");
        starts[(*count)++] = wall_of(time, zone);
    }
    return starts;
}

static void
add_dates(struct reading *reading, icalcomponent *event, struct ical_span first)
{
    size_t count;
    int64_t *starts = extra_starts(reading, event, first.zone, &count);

    for (size_t i = 0;
         i < count && reading->why == NULL && !reading->is_stopped; i++) {
        struct ical_span span = first;

        span.from_s = starts[i];
        span.to_s = span.from_s + (first.to_s - first.from_s);
        tell(reading, event, span);
    }
    free(starts);
}

/* Where it ends: DTEND, DURATION, or a day or no time at all. False where that is no time. */
static bool
find_end(icalcomponent *event, struct icaltimetype start,
         struct ical_span *span)
{
    icalproperty *end =
        icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
    icalproperty *duration =
        icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);

    span->to_s = start.is_date ? span->from_s + DAY_S : span->from_s;
    if (end != NULL) {
        struct icaltimetype time = icalproperty_get_dtend(end);
        const char *zone = zone_of(end, time);

        if (!is_sound(time) || time.is_date != start.is_date
            || (zone != span->zone && !icaltime_is_utc(time)
                && !same_text(zone, span->zone)))
            return false;
        span->to_s = wall_of(time, span->zone);
    } else if (duration != NULL) {
        span->to_s =
            span->from_s
            + icaldurationtype_as_int(icalproperty_get_duration(duration));
    }
    return span->to_s >= span->from_s;
}

static void
read_event(struct reading *reading, icalcomponent *event)
{
    icalproperty *property =
        icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    icalproperty *rule =
        icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    struct icaltimetype start;
    struct ical_span span;

    if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED)
        return;
    if (property == NULL
        || !is_sound(start = icalproperty_get_dtstart(property))) {
        reading->why = "an event without a DTSTART that is a time";
        return;
    }
    span = (struct ical_span){.zone = zone_of(property, start),
                              .is_days = start.is_date,
                              .from_s = seconds_of(start)};
    if (!find_end(event, start, &span)) {
        reading->why =
            "an event that ends before it begins, or in another zone";
        return;
    }
    if (rule != NULL)
        repeat(reading, event, rule, start, span);
    else
        tell(reading, event, span);
    if (reading->why == NULL && !reading->is_stopped)
        add_dates(reading, event, span);
}

/* The components found anew for each event: is_replaced() walks over them too. */
static void
read_events(struct reading *reading)
{
    icalcompiter at =
        icalcomponent_begin_component(reading->calendar, ICAL_VEVENT_COMPONENT);
    icalcomponent *event;

    for (; (event = icalcompiter_deref(&at)) != NULL && reading->why == NULL
           && !reading->is_stopped;
         icalcompiter_next(&at))
        read_event(reading, event);
}

static icalcomponent *
parse(struct text ics)
{
    char *copy = strndup(ics.at == NULL ? "" : ics.at, ics.len);
    icalcomponent *calendar;

    if (copy == NULL)
        err(EX_OSERR, "calendar");
    icalerror_set_errors_are_fatal(0);
    calendar = icalparser_parse_string(copy);
    free(copy);
    return calendar;
}

/*
 * What libical passes over, or speaks of on standard error: a NUL ends a text for it, so does the end of a file that was
 * cut, and components need not be nested.
 */
static bool
is_whole(struct text ics)
{
    static const struct text begin = {"BEGIN:", 6}, end = {"END:", 4};
    struct text rest = text_trim(ics), line;
    struct text open[NESTED_MOST];
    size_t depth = 0;

    if (text_find_char(ics, '\0') != SIZE_MAX)
        return false;
    while (text_split(&rest, '\n', &line)) {
        if (text_ends(line, TEXT("\r")))
            line.len--;
        if (text_starts_nocase(line, TEXT("BEGIN;"))
            || text_starts_nocase(line, TEXT("END;")))
            return false;
        if (text_starts_nocase(line, begin)) {
            if (depth == NESTED_MOST)
                return false;
            open[depth++] = text_from(line, begin.len);
        } else if (text_starts_nocase(line, end)
                   && (depth == 0
                       || !text_equal_nocase(open[--depth],
                                             text_from(line, end.len)))) {
            return false;
        }
    }
    return depth == 0;
}

const char *
ical_read(struct text ics, int64_t before_s,
          bool (*take)(void *context, const struct ical_span *span),
          void *context)
{
    struct reading reading = {.calendar = is_whole(ics) ? parse(ics) : NULL,
                              .before_s = before_s,
                              .take = take,
                              .context = context};

    if (reading.calendar == NULL
        || icalcomponent_isa(reading.calendar) != ICAL_VCALENDAR_COMPONENT)
        reading.why = "it is no VCALENDAR, or not whole";
    else if (icalcomponent_count_errors(reading.calendar) > 0)
        reading.why = "a line that is no iCalendar";
    else
        read_events(&reading);
    if (reading.calendar != NULL)
        icalcomponent_free(reading.calendar);
    icalmemory_free_ring();
    return reading.why;
}
