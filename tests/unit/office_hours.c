#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "domain/office_hours.h"
#include "domain/opening.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

static struct office_hours *
read(const char *file)
{
    struct listing_error error = {0};
    struct office_hours *hours = office_hours_read(text_of(file), &error);

    if (hours == NULL)
        fail_msg("line %d: %s", (int)error.line, error.why);
    return hours;
}

static int64_t
at(const char *time)
{
    struct moment moment;

    assert_true(clock_parse(text_of(time), &moment));
    return moment.s;
}

static int64_t
between(const struct office_hours *hours, const char *from, const char *to)
{
    return office_hours_between(hours, at(from), at(to));
}

/* The same file's seconds between two moments. */
static int64_t
open_seconds(const char *file, const char *from, const char *to)
{
    struct office_hours *hours = read(file);
    int64_t s = between(hours, from, to);

    office_hours_free(hours);
    return s;
}

#define CALENDAR(events)                                                       \
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n" events          \
    "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:" lines "END:VEVENT\r\n"
#define BERLIN "TZID=Europe/Berlin:"

/* Weekdays from nine to noon and one to five, from the first Monday of March 2009 on; closed on 17 March, and at Christmas. */
static const char ics[] = CALENDAR(
    EVENT("1\r\nDTSTART;" BERLIN "20090302T090000\r\n"
          "DTEND;" BERLIN "20090302T120000\r\n"
          "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\n")
        EVENT("2\r\nDTSTART;" BERLIN "20090302T130000\r\n"
              "DURATION:PT4H\r\nRRULE:FREQ=DAILY;BYDAY=MO,TU,\r\n WE,TH,FR\r\n")
            EVENT("3\r\nDTSTART;VALUE=DATE:20090317\r\nSUMMARY:closed\r\n")
                EVENT("4\r\nDTSTART;VALUE=DATE:20081225\r\n"
                      "DTEND;VALUE=DATE:20081227\r\nRRULE:FREQ=YEARLY\r\n"));
static const char csv[] =
    "day,from,to,zone\nmon,09:00,12:00,Europe/Berlin\nmon,13:00,17:00,\n"
    "tue,09:00,12:00,\ntue,13:00,17:00,\nwed,09:00,12:00,\nwed,13:00,17:00,\n"
    "thu,09:00,12:00,\nthu,13:00,17:00,\nfri,09:00,12:00,\nfri,13:00,17:00,\n"
    "2009-03-17,,,\n2009-12-25,,,\n2009-12-26,,,\n2010-12-25,,,\n2010-12-26,,,"
    "\n"
    "2011-12-25,,,\n2011-12-26,,,\n2012-12-25,,,\n2012-12-26,,,\n";

static void
a_day_has_its_hours_and_a_break(void **state)
{
    struct office_hours *hours = read(ics);

    (void)state;
    /* Wednesday, 4 March: an hour behind UTC. */
    assert_int_equal(between(hours, "2009-03-04", "2009-03-05"), 7 * HOUR);
    assert_int_equal(
        between(hours, "2009-03-04T08:00:00Z", "2009-03-04T11:00:00Z"),
        3 * HOUR);
    assert_int_equal(
        between(hours, "2009-03-04T10:30:00Z", "2009-03-04T12:30:00Z"), HOUR);
    assert_int_equal(
        between(hours, "2009-03-04T16:00:00Z", "2009-03-05T08:00:00Z"), 0);
    assert_int_equal(
        between(hours, "2009-03-05T00:00:00Z", "2009-03-04T00:00:00Z"), 0);
    /* Before the first, and behind the last that is followed. */
    assert_int_equal(between(hours, "2009-02-01", "2009-03-02"), 0);
    assert_int_equal(between(hours, "2100-01-02", "2100-02-01"), 0);
    office_hours_free(hours);
}

static void
clocks_change_and_nine_is_nine(void **state)
{
    struct office_hours *hours = read(ics);

    (void)state;
    /* On Friday the 27th it opens at 8 UTC, on Monday the 30th at 7. */
    assert_int_equal(
        between(hours, "2009-03-27T07:00:00Z", "2009-03-27T09:00:00Z"), HOUR);
    assert_int_equal(
        between(hours, "2009-03-30T06:00:00Z", "2009-03-30T08:00:00Z"), HOUR);
    assert_int_equal(between(hours, "2009-03-27", "2009-03-31"), 14 * HOUR);
    office_hours_free(hours);
}

static void
holidays_close_it(void **state)
{
    struct office_hours *hours = read(ics);

    (void)state;
    assert_int_equal(between(hours, "2009-03-16", "2009-03-19"), 14 * HOUR);
    /* Monday 24 December 2012 is open, Tuesday and Wednesday are closed. */
    assert_int_equal(between(hours, "2012-12-24", "2012-12-27"), 7 * HOUR);
    office_hours_free(hours);
}

static uint64_t
next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static void
a_table_and_a_calendar_that_say_the_same_count_the_same(void **state)
{
    struct office_hours *table = read(csv), *calendar = read(ics);
    int64_t first = at("2009-03-02"), days = 1390;
    uint64_t seed = 1;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        int64_t from = first + (int64_t)(next(&seed) % (uint64_t)(days * DAY));
        int64_t to = from + (int64_t)(next(&seed) % (20 * DAY));

        assert_int_equal(office_hours_between(table, from, to),
                         office_hours_between(calendar, from, to));
    }
    office_hours_free(table);
    office_hours_free(calendar);
}

/* Hours of single events are counted over 2009. */
static int64_t
hours_of(const char *file)
{
    return open_seconds(file, "2009-01-01", "2010-01-01") / HOUR;
}

static void
rules_end_by_count_and_until_and_leave_out_exceptions(void **state)
{
    (void)state;
    /* Mondays of two hours: five of them; until 23 March, which its UTC form includes: four; every second: three until 31 March. */
    assert_int_equal(hours_of(CALENDAR(EVENT("1\r\nDTSTART:20090302T090000Z\r\n"
                                             "DTEND:20090302T110000Z\r\n"
                                             "RRULE:FREQ=WEEKLY;COUNT=5\r\n"))),
                     10);
    assert_int_equal(
        hours_of(CALENDAR(
            EVENT("1\r\nDTSTART;TZID=America/New_York:20090302T200000\r\n"
                  "DTEND;TZID=America/New_York:20090302T220000\r\n"
                  "RRULE:FREQ=WEEKLY;UNTIL=20090324T000000Z\r\n"))),
        8);
    assert_int_equal(
        hours_of(CALENDAR(
            EVENT("1\r\nDTSTART:20090302T090000Z\r\nDTEND:20090302T110000Z\r\n"
                  "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20090331T000000Z\r\n"))),
        6);
    /* Two of the five excepted, one date added. */
    assert_int_equal(
        hours_of(CALENDAR(
            EVENT("1\r\nDTSTART:20090302T090000Z\r\nDTEND:20090302T110000Z\r\n"
                  "RRULE:FREQ=WEEKLY;COUNT=5\r\nEXDATE:20090309T090000Z,"
                  "20090316T090000Z\r\nRDATE:20090310T090000Z\r\n"))),
        8);
    /* The first Monday of each month: twelve in 2009, from January on. */
    assert_int_equal(
        hours_of(CALENDAR(
            EVENT("1\r\nDTSTART:20090105T090000Z\r\nDTEND:20090105T110000Z\r\n"
                  "RRULE:FREQ=MONTHLY;BYDAY=1MO\r\n"))),
        24);
}

static void
an_occurrence_may_be_moved_or_cancelled(void **state)
{
    (void)state;
    /* Three Mondays of two hours; the second lasts five on Tuesday, the third is cancelled. */
    assert_int_equal(
        hours_of(
            CALENDAR(EVENT("1\r\nDTSTART:20090302T090000Z\r\n"
                           "DTEND:20090302T110000Z\r\n"
                           "RRULE:FREQ=WEEKLY;COUNT=3\r\n")
                         EVENT("1\r\nRECURRENCE-ID:20090309T090000Z\r\nDTSTART:"
                               "20090310T090000Z\r\n"
                               "DTEND:20090310T140000Z\r\n")
                             EVENT("1\r\nRECURRENCE-ID:"
                                   "20090316T090000Z\r\n"
                                   "STATUS:CANCELLED\r\nDTSTART:"
                                   "20090316T090000Z\r\n"))),
        7);
}

static void
events_may_overlap_and_go_over_midnight(void **state)
{
    (void)state;
    assert_int_equal(
        hours_of(CALENDAR(
            EVENT("1\r\nDTSTART:20090302T220000Z\r\nDTEND:20090303T020000Z\r\n")
                EVENT("2\r\nDTSTART:20090303T010000Z\r\nDTEND:"
                      "20090303T030000Z\r\n"))),
        5);
    /* A holiday takes what lies in it. */
    assert_int_equal(
        hours_of(CALENDAR(
            EVENT("1\r\nDTSTART:20090302T220000Z\r\nDTEND:20090305T020000Z\r\n")
                EVENT("2\r\nDTSTART;VALUE=DATE:20090303\r\n"))),
        28);
}

static void
refuses(const char *file, const char *why)
{
    struct listing_error error = {0};

    assert_null(office_hours_read(text_of(file), &error));
    assert_string_equal(error.why, why);
}

static void
what_is_no_calendar_is_refused(void **state)
{
    (void)state;
    refuses("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            "it is no VCALENDAR, or not whole");
    refuses(CALENDAR("END:VEVENT\r\n"), "it is no VCALENDAR, or not whole");
    refuses(CALENDAR("END;X=Y:VEVENT\r\n"), "it is no VCALENDAR, or not whole");
    refuses(CALENDAR("BEGIN:VEVENT\r\nEND:VTODO\r\n"),
            "it is no VCALENDAR, or not whole");
    refuses(CALENDAR(EVENT("1\r\nSUMMARY:x\r\n")),
            "an event without a DTSTART that is a time");
    refuses(CALENDAR(EVENT("1\r\nDTSTART;TZID=W. Europe Standard "
                           "Time:20090302T090000\r\nDURATION:PT1H\r\n")),
            "no such zone: W. Europe Standard Time");
    refuses(CALENDAR(EVENT("1\r\nDTSTART:20090302T090000Z\r\nDTEND:"
                           "20090302T080000Z\r\n")),
            "an event that ends before it begins, or in another zone");
    refuses(CALENDAR(EVENT("1\r\nDTSTART:20090302T090000Z\r\nDURATION:PT1S\r\n"
                           "RRULE:FREQ=SECONDLY\r\n")),
            "events happen more than a million times");
    refuses("day,from,to\nmon,09:00,08:00\n",
            "from and to are as 09:00 and 17:30, the later one last; or both "
            "empty: closed");
    refuses("day,from,to\nmon,09:00,12:00\nmon,11:00,13:00\n",
            "hours of one day overlap");
    refuses("day,from,to\nmonday,09:00,12:00\n",
            "day is mon … sun, or a date: 2009-12-25");
}

static void
a_date_stands_in_place_of_its_weekday(void **state)
{
    (void)state;
    /* Thursday 24 December 2009 until noon, Friday closed, Saturday open for once. */
    assert_int_equal(
        open_seconds("day,from,to\nthu,09:00,17:00\nfri,09:00,17:00\n"
                     "2009-12-24,09:00,12:00\n2009-12-25,,\n"
                     "2009-12-26,10:00,11:00\n",
                     "2009-12-21", "2009-12-28"),
        4 * HOUR);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_has_its_hours_and_a_break),
        cmocka_unit_test(clocks_change_and_nine_is_nine),
        cmocka_unit_test(holidays_close_it),
        cmocka_unit_test(
            a_table_and_a_calendar_that_say_the_same_count_the_same),
        cmocka_unit_test(rules_end_by_count_and_until_and_leave_out_exceptions),
        cmocka_unit_test(an_occurrence_may_be_moved_or_cancelled),
        cmocka_unit_test(events_may_overlap_and_go_over_midnight),
        cmocka_unit_test(what_is_no_calendar_is_refused),
        cmocka_unit_test(a_date_stands_in_place_of_its_weekday),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
