#include "texts.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/zone.h"

static int64_t
seconds(const char *wall)
{
    struct moment moment;

    assert_true(clock_parse(text_of(wall), &moment));
    return moment.s;
}

static void
assert_utc(const char *zone, const char *wall, const char *utc)
{
    char text[CLOCK_TEXT];

    assert_non_null(zone_find(zone));
    clock_format(text, zone_to_utc(zone_find(zone), seconds(wall)));
    assert_text(((struct text){text, CLOCK_TEXT}), utc);
}

static void
wall_clocks_become_utc(void **state)
{
    (void)state;
    assert_utc("UTC", "2010-06-15 12:00:00", "2010-06-15T12:00:00Z");
    assert_utc("+05:30", "2010-06-15 12:00:00", "2010-06-15T06:30:00Z");
    assert_utc("-0800", "2010-06-15 12:00:00", "2010-06-15T20:00:00Z");
    assert_utc("+02", "2010-06-15 12:00:00", "2010-06-15T10:00:00Z");
    assert_utc("America/New_York", "2010-06-15 12:00:00",
               "2010-06-15T16:00:00Z");
    assert_utc("America/New_York", "2010-01-15 12:00:00",
               "2010-01-15T17:00:00Z");
    assert_utc("Asia/Kathmandu", "2010-01-15 12:00:00", "2010-01-15T06:15:00Z");
}

static void
of_a_doubled_hour_the_first_is_meant_whatever_was_asked_before(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_utc("Europe/Berlin", "2010-10-31 02:30:00",
                   "2010-10-31T00:30:00Z");
        assert_utc("Europe/Berlin", "2010-10-31 03:00:00",
                   "2010-10-31T02:00:00Z");
        assert_utc("Europe/Berlin", "2010-12-31 02:30:00",
                   "2010-12-31T01:30:00Z");
        assert_utc("Australia/Sydney", "2010-04-04 02:30:00",
                   "2010-04-03T15:30:00Z");
    }
}

static void
an_hour_that_never_was_counts_by_the_clock_before_it(void **state)
{
    (void)state;
    assert_utc("Europe/Berlin", "2010-03-28 02:30:00", "2010-03-28T01:30:00Z");
    assert_utc("Europe/Berlin", "2010-03-28 01:59:59", "2010-03-28T00:59:59Z");
    assert_utc("Europe/Berlin", "2010-03-28 03:00:00", "2010-03-28T01:00:00Z");
    /* Samoa had no 30th of December 2011 at all. */
    assert_utc("Pacific/Apia", "2011-12-31 00:00:00", "2011-12-30T10:00:00Z");
}

static void
zones_take_turns(void **state)
{
    const struct zone *berlin = zone_find("Europe/Berlin");
    const struct zone *tokyo = zone_find("Asia/Tokyo");
    int64_t summer = seconds("2010-06-15");

    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(zone_offset(berlin, summer), 7200);
        assert_int_equal(zone_offset(tokyo, summer), 32400);
    }
    assert_ptr_equal(berlin, zone_find("Europe/Berlin"));
}

static void
what_is_no_zone_is_none(void **state)
{
    static const char *const names[] = {
        "",        "Mars/Olympus", "../../etc/passwd", "/etc/localtime",
        "+5:30",   "+05:3",        "+05:60",           "05:30",
        "+05:300", "Europe",       "zone.tab",         "+24:00"};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        if (zone_find(names[i]) != NULL)
            fail_msg("%s", names[i]);
    }
}

static void
a_fixed_offset_is_four_digits_or_two(void **state)
{
    static const char *const none[] = {"+",     "+1",     "+012",   "+01234",
                                       "+0a",   "+01/00", "+01:60", "+2400",
                                       "-2400", "01:00",  "+9900"};

    (void)state;
    for (size_t i = 0; i < COUNT(none); i++)
        if (zone_find(none[i]) != NULL)
            fail_msg("%s", none[i]);
    assert_int_equal(zone_offset(zone_find("+23:59"), 0), 86340);
    assert_int_equal(zone_offset(zone_find("-0030"), 0), -1800);
    assert_int_equal(zone_offset(zone_find("Z"), 0), 0);
}

static void
a_name_is_no_longer_than_names_are(void **state)
{
    char name[100];

    (void)state;
    memset(name, 'a', sizeof(name));
    name[99] = '\0';
    assert_null(zone_find(name));
}

static void
before_1970_and_beyond_all_years_there_are_offsets_too(void **state)
{
    const struct zone *zone = zone_find("America/New_York");

    (void)state;
    assert_int_equal(zone_offset(zone, -1), -18000);
    assert_int_equal(zone_offset(zone, -86400), -18000);
    assert_int_equal(zone_offset(zone, INT64_MAX / 2), 0);
}

static void
rules_are_read_where_the_environment_says(void **state)
{
    (void)state;
    setenv("TZDIR", "/nonexistent", 1);
    assert_null(zone_find("Europe/Lisbon"));
    assert_string_equal(zone_hold(), "/nonexistent");
    unsetenv("TZDIR");
    assert_non_null(zone_find("Europe/Lisbon"));
    assert_string_equal(zone_hold(), "/usr/share/zoneinfo");
}

/* In a child: zones are a setting of the process. */
static void
a_file_that_goes_away_is_no_utc(void **state)
{
    pid_t child = fork();
    int status = 0;

    (void)state;
    if (child == 0) {
        const struct zone *zone = zone_find("Europe/Oslo");

        assert_non_null(freopen("/dev/null", "w", stderr));
        setenv("TZDIR", "/nonexistent", 1);
        _exit(zone_offset(zone, 0) == 3600 ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 74);
}

static void
one_zone_is_held_without_its_folder(void **state)
{
    (void)state;
    assert_null(zone_hold());
    zone_find("UTC");
    assert_null(zone_hold());
    zone_find("Europe/Rome");
    assert_null(zone_hold());
    assert_int_equal(zone_offset(zone_find("Europe/Rome"), 0), 3600);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_zone_is_held_without_its_folder),
        cmocka_unit_test(wall_clocks_become_utc),
        cmocka_unit_test(
            of_a_doubled_hour_the_first_is_meant_whatever_was_asked_before),
        cmocka_unit_test(an_hour_that_never_was_counts_by_the_clock_before_it),
        cmocka_unit_test(zones_take_turns),
        cmocka_unit_test(what_is_no_zone_is_none),
        cmocka_unit_test(a_fixed_offset_is_four_digits_or_two),
        cmocka_unit_test(a_name_is_no_longer_than_names_are),
        cmocka_unit_test(
            before_1970_and_beyond_all_years_there_are_offsets_too),
        cmocka_unit_test(rules_are_read_where_the_environment_says),
        cmocka_unit_test(a_file_that_goes_away_is_no_utc),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
