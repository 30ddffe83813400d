#include "texts.h"

#include <stdio.h>

#include "base/buffer.h"
#include "ports/ical.h"

enum { DAY_S = 86400, HOUR_S = 3600 };

/* What is told: each occurrence as DAY+HOUR/HOURS with its zone, days since 2020-01-01. */
struct told {
    char words[2000];
    size_t len, most;
};

static bool
take(void *context, const struct ical_span *span)
{
    struct told *told = context;
    int64_t from_s = span->from_s - 1577836800;

    told->len += (size_t)snprintf(
        told->words + told->len, sizeof(told->words) - told->len,
        "%s%d+%d/%d%s", told->len > 0 ? " " : "", (int)(from_s / DAY_S),
        (int)(from_s % DAY_S / HOUR_S),
        (int)((span->to_s - span->from_s) / HOUR_S),
        span->is_days        ? "d"
        : span->zone == NULL ? ""
                             : span->zone);
    return --told->most > 0;
}

static const char *
read_calendar(struct told *told, const char *events)
{
    static struct buffer ics;

    buffer_clear(&ics);
    buffer_printf(&ics, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n%sEND:VCALENDAR\r\n",
                  events);
    told->len = 0;
    told->words[0] = '\0';
    return ical_read(buffer_text(&ics), 1577836800 + 20 * DAY_S, take, told);
}

#define EVENT(lines) "BEGIN:VEVENT\r\nUID:a\r\n" lines "END:VEVENT\r\n"

static void
assert_told(const char *events, const char *words)
{
    struct told told = {.most = 100};
    const char *why = read_calendar(&told, events);

    assert_null(why);
    assert_string_equal(told.words, words);
}

static void
assert_refused(const char *events, const char *words)
{
    struct told told = {.most = 100};
    const char *why = read_calendar(&told, events);

    if (why == NULL || strstr(why, words) == NULL)
        fail_msg("%s: %s", events, why == NULL ? told.words : why);
}

static void
an_event_is_told_with_its_zone_and_length(void **state)
{
    (void)state;
    assert_told("", "");
    assert_told(EVENT("DTSTART:20200102T090000\r\nDTEND:20200102T110000\r\n"),
                "1+9/2");
    assert_told(EVENT("DTSTART:20200102T090000Z\r\nDURATION:PT3H\r\n"),
                "1+9/3UTC");
    assert_told(EVENT("DTSTART;TZID=Europe/Berlin:20200102T090000\r\n"
                      "DTEND;TZID=Europe/Berlin:20200102T100000\r\n"),
                "1+9/1Europe/Berlin");
    assert_told(EVENT("DTSTART;TZID=Europe/Berlin:20200102T090000\r\n"
                      "DTEND:20200102T100000Z\r\n"),
                "1+9/2Europe/Berlin");
    assert_told(EVENT("DTSTART;VALUE=DATE:20200102\r\n"), "1+0/24d");
    assert_told(EVENT("DTSTART:20200102T090000\r\n"), "1+9/0");
}

static void
what_begins_too_late_or_was_cancelled_is_not_told(void **state)
{
    (void)state;
    assert_told(EVENT("DTSTART:20200201T090000\r\n"), "");
    assert_told(EVENT("STATUS:CANCELLED\r\nDTSTART:20200102T090000\r\n"), "");
    assert_told(EVENT("DTSTART:20200118T000000\r\nRRULE:FREQ=DAILY\r\n"),
                "17+0/0 18+0/0 19+0/0");
}

static void
it_repeats_until_it_is_over_by_the_clock_on_the_wall(void **state)
{
    (void)state;
    assert_told(
        EVENT("DTSTART:20200102T090000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"),
        "1+9/0 2+9/0 3+9/0");
    assert_told(EVENT("DTSTART:20200102T090000\r\n"
                      "RRULE:FREQ=DAILY;UNTIL=20200103T090000\r\n"),
                "1+9/0 2+9/0");
    assert_told(EVENT("DTSTART;TZID=Asia/Tokyo:20200102T090000\r\n"
                      "RRULE:FREQ=DAILY;UNTIL=20200104T000000Z\r\n"),
                "1+9/0Asia/Tokyo 2+9/0Asia/Tokyo 3+9/0Asia/Tokyo");
    assert_told(EVENT("DTSTART:20200102T090000\r\n"
                      "RRULE:FREQ=DAILY;UNTIL=20200103T090000Z\r\n"),
                "1+9/0 2+9/0");
}

static void
dates_are_added_and_taken_out(void **state)
{
    (void)state;
    assert_told(EVENT("DTSTART:20200102T090000\r\nRDATE:20200105T100000\r\n"
                      "RDATE:20200106T100000\r\n"),
                "1+9/0 4+10/0 5+10/0");
    assert_told(EVENT("DTSTART:20200102T090000\r\nRRULE:FREQ=DAILY;COUNT=4\r\n"
                      "EXDATE:20200103T090000\r\nEXDATE;VALUE=DATE:20200104\r\n"
                      "EXDATE:20200105T080000\r\n"),
                "1+9/0 4+9/0");
    assert_refused(
        EVENT("DTSTART:20200102T090000\r\nRDATE:20201305T100000\r\n"),
        "an RDATE that is no time");
}

static void
an_occurrence_that_was_moved_is_told_where_it_is_now(void **state)
{
    (void)state;
    assert_told(
        EVENT("DTSTART:20200102T090000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n")
            EVENT("RECURRENCE-ID:20200103T090000\r\nDTSTART:"
                  "20200103T120000\r\n") "BEGIN:VEVENT\r\nUID:b\r\nRECURRENCE-"
                                         "ID:20200104T090000\r\n"
                                         "DTSTART:20200110T090000\r\nEND:"
                                         "VEVENT\r\n"
                                         "BEGIN:VEVENT\r\nRECURRENCE-ID:"
                                         "20200104T090000\r\n"
                                         "DTSTART:20200111T090000\r\nEND:"
                                         "VEVENT\r\n",
        "1+9/0 3+9/0 2+12/0 9+9/0 10+9/0");
    assert_told("BEGIN:VEVENT\r\nDTSTART:20200102T090000\r\n"
                "RRULE:FREQ=DAILY;COUNT=2\r\nEND:VEVENT\r\n",
                "1+9/0 2+9/0");
}

static void
a_date_that_is_none_takes_no_occurrence_away(void **state)
{
    (void)state;
    assert_told(EVENT("DTSTART:20200102T090000\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"
                      "EXDATE:20201302T090000\r\n"),
                "1+9/0 2+9/0");
    assert_told(EVENT("DTSTART:20200102T090000\r\nRRULE:FREQ=DAILY;COUNT=2\r\n")
                    EVENT("RECURRENCE-ID:20201302T090000\r\n"
                          "DTSTART:20200105T090000\r\n"),
                "1+9/0 2+9/0 4+9/0");
}

static void
who_has_heard_enough_is_told_no_more(void **state)
{
    struct told told = {.most = 2};
    const char *events =
        EVENT("DTSTART:20200102T090000\r\nRRULE:FREQ=DAILY\r\n"
              "RDATE:20200105T100000\r\n") EVENT("DTSTART:20200102T090000\r\n");

    (void)state;
    assert_null(read_calendar(&told, events));
    assert_string_equal(told.words, "1+9/0 2+9/0");
    told.most = 2;
    assert_null(read_calendar(
        &told, EVENT("DTSTART:20200102T090000\r\nRDATE:20200105T100000\r\n"
                     "RDATE:20200106T100000\r\n")));
    assert_string_equal(told.words, "1+9/0 4+10/0");
}

static void
an_event_that_cannot_be_is_refused(void **state)
{
    (void)state;
    assert_refused(EVENT("SUMMARY:x\r\n"), "without a DTSTART");
    assert_refused(EVENT("DTSTART:20200230T090000\r\n"), "without a DTSTART");
    assert_refused(EVENT("DTSTART:20201302T090000\r\n"), "without a DTSTART");
    assert_refused(EVENT("DTSTART:20200002T090000\r\n"), "without a DTSTART");
    assert_refused(EVENT("DTSTART:20200100T090000\r\n"), "without a DTSTART");
    assert_refused(EVENT("DTSTART:00000101T090000\r\n"), "without a DTSTART");
    assert_refused(
        EVENT("DTSTART:20200102T090000\r\nDTEND:20200101T090000\r\n"),
        "ends before it begins");
    assert_refused(
        EVENT("DTSTART:20200102T090000\r\nDTEND:20201301T090000\r\n"),
        "ends before it begins");
    assert_refused(
        EVENT("DTSTART:20200102T090000\r\nDTEND;VALUE=DATE:20200103\r\n"),
        "ends before it begins");
    assert_refused(EVENT("DTSTART;TZID=Europe/Berlin:20200102T090000\r\n"
                         "DTEND;TZID=Asia/Tokyo:20200102T100000\r\n"),
                   "in another zone");
    assert_refused(EVENT("DTSTART:20200102T090000\r\n"
                         "DTEND;TZID=Asia/Tokyo:20200102T100000\r\n"),
                   "in another zone");
    assert_refused(EVENT("DTSTART;TZID=Asia/Tokyo:20200102T090000\r\n"
                         "DTEND:20200102T100000\r\n"),
                   "in another zone");
}

static void
assert_no_calendar(struct text ics)
{
    struct told told = {.most = 100};
    const char *why = ical_read(ics, INT64_MAX, take, &told);

    if (why == NULL || strstr(why, "no VCALENDAR, or not whole") == NULL)
        fail_msg("%.*s: %s", TEXT_ARGS(ics), why == NULL ? "read" : why);
}

static void
what_is_no_whole_calendar_is_refused(void **state)
{
    char deep[20 * 8 + 1] = "";

    (void)state;
    assert_no_calendar(TEXT_NONE);
    assert_no_calendar(TEXT("BEGIN:VCALENDAR\r\n"));
    assert_no_calendar(
        TEXT("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR"));
    assert_no_calendar(TEXT("END:VCALENDAR\r\n"));
    assert_no_calendar(TEXT("BEGIN;X=1:VCALENDAR\nEND:VCALENDAR\n"));
    assert_no_calendar(TEXT("BEGIN:VCALENDAR\nEND;X=1:VCALENDAR\n"));
    assert_no_calendar(TEXT("BEGIN:VCALENDAR\0\nEND:VCALENDAR\n"));
    assert_no_calendar(TEXT("BEGIN:VEVENT\nEND:VEVENT\n"));
    for (int i = 0; i < 20; i++)
        memcpy(deep + 8 * i, "BEGIN:A\n", 8);
    assert_no_calendar(text_of(deep));
    assert_refused("no colon\r\n", "a line that is no iCalendar");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_told_with_its_zone_and_length),
        cmocka_unit_test(what_begins_too_late_or_was_cancelled_is_not_told),
        cmocka_unit_test(it_repeats_until_it_is_over_by_the_clock_on_the_wall),
        cmocka_unit_test(dates_are_added_and_taken_out),
        cmocka_unit_test(an_occurrence_that_was_moved_is_told_where_it_is_now),
        cmocka_unit_test(a_date_that_is_none_takes_no_occurrence_away),
        cmocka_unit_test(who_has_heard_enough_is_told_no_more),
        cmocka_unit_test(an_event_that_cannot_be_is_refused),
        cmocka_unit_test(what_is_no_whole_calendar_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
