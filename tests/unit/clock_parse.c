#include "clocks.h"

static void
assert_refused(parse *function, const char *string)
{
    struct moment moment = {42, 42, 42};

    if (parse_alone(function, string, strlen(string), &moment))
        fail_msg("%s is taken", string);
    assert_int_equal(moment.s, 42);
}

static void
times_of_archives_are_read_in_all_their_shapes(void **state)
{
    static const struct {
        const char *text;
        int64_t s;
        int ms;
        int tz_min;
    } cases[] = {
        {"2009-03-01T12:00:00Z", 1235908800, -1, 0},
        {"2009-03-01t12:00:00z", 1235908800, -1, 0},
        {"2009-03-01 12:00:00Z", 1235908800, -1, 0},
        {"2009-03-01T12:00:00", 1235908800, -1, CLOCK_NO_TZ},
        {"2009-03-01 12:00:00", 1235908800, -1, CLOCK_NO_TZ},
        {"2009-03-01 12:00:00 UTC", 1235908800, -1, 0},
        {"2009-03-01", 1235865600, -1, CLOCK_NO_TZ},
        {"2011-01-01 08:26", 1293870360, -1, CLOCK_NO_TZ},
        {"2011-01-01T08:26Z", 1293870360, -1, 0},
        {"2011-01-01T08:26+01:00", 1293866760, -1, 60},
        {"2013-11-13T11:42:20+0000", 1384342940, -1, 0},
        {"2013-11-13T11:42:20+00:00", 1384342940, -1, 0},
        {"2013-11-13T11:42:20+00", 1384342940, -1, 0},
        {"2013-11-13T11:42:20-00:00", 1384342940, -1, 0},
        {"2013-11-13T11:42:20-05:00", 1384360940, -1, -300},
        {"2013-11-13T11:42:20+05:30", 1384323140, -1, 330},
        {"2013-11-13 11:42:20 -0500", 1384360940, -1, -300},
        {"2013-11-13 11:42:20 -05:00", 1384360940, -1, -300},
        {"2013-11-13T11:42:20+23:59", 1384256600, -1, 1439},
        {"2013-11-13T11:42:20.5Z", 1384342940, 500, 0},
        {"2013-11-13T11:42:20.05Z", 1384342940, 50, 0},
        {"2013-11-13T11:42:20.123Z", 1384342940, 123, 0},
        {"2013-11-13T11:42:20.000+0000", 1384342940, 0, 0},
        {"2013-11-13T11:42:20.1239999Z", 1384342940, 123, 0},
        {"2013-11-13T11:42:20.99999999Z", 1384342940, 999, 0},
        {"2013-11-13T11:42:20.000999999Z", 1384342940, 0, 0},
        {"2013-11-13T11:42:20.123456789012345678901234567890-01:00", 1384346540,
         123, -60},
        {"2013-11-13 11:42:20.123", 1384342940, 123, CLOCK_NO_TZ},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_moment(clock_parse, cases[i].text, cases[i].s, cases[i].ms,
                      cases[i].tz_min);
}

static void
a_leap_second_counts_as_the_one_before_it(void **state)
{
    int64_t s;

    (void)state;
    assert_moment(clock_parse, "2008-12-31T23:59:60Z", 1230767999, -1, 0);
    assert_moment(clock_parse, "2008-12-31T23:59:60.5+00:00", 1230767999, 500,
                  0);
    assert_true(clock_read(TEXT("2008-12-31T23:59:60Z"), &s));
    assert_int_equal(s, 1230767999);
}

static void
what_is_no_time_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "2009",
        "2009-03",
        "2009-3-1",
        "2009-03-01T",
        "2009-03-01 ",
        "2009-03-01Z",
        "2009-03-01T12",
        "2009-03-01T12Z",
        "2009-03-01T12:0",
        "2009-03-01T12:00:",
        "2009-03-01T12:00:0",
        "2009-03-01T12:00:00.",
        "2009-03-01T12:00:00.Z",
        "2009-03-01T12:00:00,5Z",
        "2009-03-01T12:00:00.5.5Z",
        "2009-03-01T12:00.5Z",
        "2009-03-01T12:00:00ZZ",
        "2009-03-01T12:00:00Z ",
        "2009-03-01T12:00:00 ",
        "2009-03-01T12:00:00  Z",
        " 2009-03-01T12:00:00Z",
        "2009-03-01  12:00:00",
        "2009-03-01T12:00:00+",
        "2009-03-01T12:00:00+1",
        "2009-03-01T12:00:00+01:",
        "2009-03-01T12:00:00+01:0",
        "2009-03-01T12:00:00+010",
        "2009-03-01T12:00:00+01:00x",
        "2009-03-01T12:00:00+24:00",
        "2009-03-01T12:00:00+00:60",
        "2009-03-01T12:00:00+-1:00",
        "2009-03-01T12:00:00 PST",
        "2009/03/01 12:00:00",
        "2009-00-01T12:00:00Z",
        "2009-13-01T12:00:00Z",
        "2009-03-00T12:00:00Z",
        "2009-03-32T12:00:00Z",
        "2009-04-31T12:00:00Z",
        "2009-02-29T12:00:00Z",
        "1900-02-29T12:00:00Z",
        "2100-02-29",
        "2009-03-01T24:00:00Z",
        "2009-03-01T24:00",
        "2009-03-01T12:60:00Z",
        "2009-03-01T12:00:61Z",
        "2009-03-01T-1:00:00Z",
        "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "-2009-03-01T12:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "1235908800",
        "2009-03-01T12:00:00\303\227",
    };
    struct moment moment;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_refused(clock_parse, bad[i]);
    assert_false(clock_parse(TEXT_NONE, &moment));
    assert_false(clock_parse(TEXT("2009-03-01T12:00:00Z\0"), &moment));
}

/* Each text with each byte replaced by each other, and each of its beginnings. */
static void
assert_any_change_is_seen(parse *function, const char *string)
{
    struct moment moment;
    char text[64];
    size_t len = strlen(string);

    for (size_t i = 0; i < len; i++) {
        parse_alone(function, string, i, &moment);
        memcpy(text, string, len);
        for (int byte = 0; byte < 256; byte++) {
            text[i] = (char)byte;
            if (!parse_alone(function, text, len, &moment))
                continue;
            assert_in_range(moment.s - earliest_s, 0, latest_s - earliest_s);
            assert_true(moment.ms >= -1 && moment.ms <= 999);
        }
    }
}

static void
damaged_times_give_no_nonsense(void **state)
{
    (void)state;
    assert_any_change_is_seen(clock_parse, "2009-03-01T12:00:00.123+01:00");
    assert_any_change_is_seen(clock_parse_twitter,
                              "Wed Oct 10 20:19:24 +0000 2018");
    assert_any_change_is_seen(clock_parse_clf, "18/Sep/2011:19:18:28 -0400");
    assert_any_change_is_seen(clock_parse_epoch, "1331923247.25");
}

static void
times_of_twitter_are_read(void **state)
{
    static const char *const bad[] = {
        "",
        "Wed Oct 10 20:19:24 +0000 201",
        "Wed Oct 10 20:19:24 +0000 20188",
        "Xed Oct 10 20:19:24 +0000 2018",
        "wed Oct 10 20:19:24 +0000 2018",
        "Wed Okt 10 20:19:24 +0000 2018",
        "Wed Oct 32 20:19:24 +0000 2018",
        "Wed Oct 1  20:19:24 +0000 2018",
        "Wed Oct 10 24:19:24 +0000 2018",
        "Wed Oct 10 20:19:24  0000 2018",
        "Wed Oct 10 20:19:24 +00 x 2018",
        "Wed Feb 29 20:19:24 +0000 2018",
        "Wed,Oct 10 20:19:24 +0000 2018",
        "Wed Oct 10 20:19:24 UTC   2018",
    };

    (void)state;
    assert_moment(clock_parse_twitter, "Wed Oct 10 20:19:24 +0000 2018",
                  1539202764, -1, 0);
    assert_moment(clock_parse_twitter, "Tue Oct 31 22:10:47 +0000 2017",
                  1509487847, -1, 0);
    assert_moment(clock_parse_twitter, "Fri Feb 29 00:00:00 +0130 2008",
                  1204237800, -1, 90);
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_refused(clock_parse_twitter, bad[i]);
}

static void
every_month_has_its_name(void **state)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr",
                                        "May", "Jun", "Jul", "Aug",
                                        "Sep", "Oct", "Nov", "Dec"};
    char text[64];

    (void)state;
    for (int month = 1; month <= 12; month++) {
        int64_t s = clock_days(2011, month, 7) * DAY_S;

        snprintf(text, sizeof(text), "07/%s/2011:00:00:00 +0000",
                 names[month - 1]);
        assert_moment(clock_parse_clf, text, s, -1, 0);
        snprintf(text, sizeof(text), "Mon %s 07 00:00:00 +0000 2011",
                 names[month - 1]);
        assert_moment(clock_parse_twitter, text, s, -1, 0);
    }
}

static void
times_of_logs_are_read(void **state)
{
    static const char *const bad[] = {
        "",
        "[18/Sep/2011:19:18:28 -0400]",
        "18/Sep/2011:19:18:28",
        "18/Sep/2011:19:18:28 -040",
        "18/Sep/2011:19:18:28 -04000",
        "18/Sep/2011 19:18:28 -0400",
        "18/09/2011:19:18:28 -04000",
        "31/Sep/2011:19:18:28 -0400",
        "18/Sep/2011:19:18:28 -0460",
        "18/Sep/2011:19:18:28  0400",
        "18/Sep/2011:19:18:61 -0400",
        "8/Sep/2011:19:18:28 -04:00",
    };

    (void)state;
    assert_moment(clock_parse_clf, "18/Sep/2011:19:18:28 -0400", 1316387908, -1,
                  -240);
    assert_moment(clock_parse_clf, "01/Jan/1970:00:00:00 +0000", 0, -1, 0);
    assert_moment(clock_parse_clf, "17/May/2015:10:05:03 +0545", 1431836403, -1,
                  345);
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_refused(clock_parse_clf, bad[i]);
}

static void
seconds_since_1970_are_read(void **state)
{
    static const char *const bad[] = {"",
                                      "-",
                                      ".5",
                                      "1.",
                                      "1.x",
                                      "1.5x",
                                      "+1",
                                      "1e9",
                                      " 1",
                                      "1 ",
                                      "1.-5",
                                      "--1",
                                      "1331923247000",
                                      "1.5.5",
                                      "0x10",
                                      "-.5",
                                      "1,5",
                                      "-1.",
                                      "- 1",
                                      "253402300800",
                                      "-62135596801",
                                      "-62135596800.5",
                                      "99999999999999999999"};

    (void)state;
    assert_moment(clock_parse_epoch, "1331923247", 1331923247, -1, CLOCK_NO_TZ);
    assert_moment(clock_parse_epoch, "1331923247.25", 1331923247, 250,
                  CLOCK_NO_TZ);
    assert_moment(clock_parse_epoch, "1331923247.0", 1331923247, 0,
                  CLOCK_NO_TZ);
    assert_moment(clock_parse_epoch, "1420070400.9999999", 1420070400, 999,
                  CLOCK_NO_TZ);
    assert_moment(clock_parse_epoch, "0", 0, -1, CLOCK_NO_TZ);
    assert_moment(clock_parse_epoch, "-1", -1, -1, CLOCK_NO_TZ);
    assert_moment(clock_parse_epoch, "-1.0", -1, 0, CLOCK_NO_TZ);
    assert_moment(clock_parse_epoch, "-1.25", -2, 750, CLOCK_NO_TZ);
    assert_moment(clock_parse_epoch, "-0.25", -1, 750, CLOCK_NO_TZ);
    assert_moment(clock_parse_epoch, "253402300799", latest_s, -1, CLOCK_NO_TZ);
    assert_moment(clock_parse_epoch, "-62135596800", earliest_s, -1,
                  CLOCK_NO_TZ);
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_refused(clock_parse_epoch, bad[i]);
}

static void
what_looks_like_twitters_is_read_to_its_end(void **state)
{
    struct moment moment;

    (void)state;
    assert_true(
        clock_parse_twitter(TEXT("Wed Oct 10 20:19:24 +0000 2018"), &moment));
    assert_false(
        clock_parse_twitter(TEXT("Wed Oct 10 20:19:24 +00:00 201"), &moment));
    assert_false(
        clock_parse_twitter(TEXT("Wed Oct 10 20:19:24 +0000 0000"), &moment));
    assert_false(
        clock_parse_twitter(TEXT("Wed Oct 10 20:19:24 +0000 201x"), &moment));
    assert_false(clock_parse_clf(TEXT("10/Oc"), &moment));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_of_archives_are_read_in_all_their_shapes),
        cmocka_unit_test(a_leap_second_counts_as_the_one_before_it),
        cmocka_unit_test(what_is_no_time_is_refused),
        cmocka_unit_test(damaged_times_give_no_nonsense),
        cmocka_unit_test(times_of_twitter_are_read),
        cmocka_unit_test(every_month_has_its_name),
        cmocka_unit_test(times_of_logs_are_read),
        cmocka_unit_test(seconds_since_1970_are_read),
        cmocka_unit_test(what_looks_like_twitters_is_read_to_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
