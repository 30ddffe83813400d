#include "clocks.h"

#include <time.h>

static void
known_times_are_known(void **state)
{
    static const struct {
        const char *text;
        int64_t s;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1969-12-31T23:59:59Z", -1},
        {"1901-12-13T20:45:52Z", INT64_C(-2147483648)},
        {"2038-01-19T03:14:08Z", INT64_C(2147483648)},
        {"2001-09-09T01:46:40Z", 1000000000},
        {"2009-02-13T23:31:30Z", 1234567890},
        {"1900-02-28T23:59:59Z", INT64_C(-2203891201)},
        {"1900-03-01T00:00:00Z", INT64_C(-2203891200)},
        {"2000-02-29T12:00:00Z", 951825600},
        {"2004-02-29T00:00:00Z", 1078012800},
        {"2100-02-28T00:00:00Z", INT64_C(4107456000)},
        {"2100-03-01T00:00:00Z", INT64_C(4107542400)},
        {"0001-01-01T00:00:00Z", INT64_C(-62135596800)},
        {"9999-12-31T23:59:59Z", INT64_C(253402300799)},
    };
    char text[CLOCK_TEXT];
    int64_t s;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_moment(clock_parse, cases[i].text, cases[i].s, -1, 0);
        assert_true(clock_read(text_of(cases[i].text), &s));
        assert_int_equal(s, cases[i].s);
        clock_format(text, s);
        assert_memory_equal(text, cases[i].text, CLOCK_TEXT);
    }
}

static int
month_days(int year, int month)
{
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 ? 28 + is_leap
           : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                   : 31;
}

static void
every_day_of_ten_thousand_years_is_counted_and_named(void **state)
{
    int64_t days = clock_days(1, 1, 1);
    char text[CLOCK_TEXT];
    char wanted[64];
    int64_t s;

    (void)state;
    assert_int_equal(days, -719162);
    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= month_days(year, month); day++, days++) {
                int64_t y;
                int m;
                int d;

                clock_civil(days, &y, &m, &d);
                if (y != year || m != month || d != day
                    || clock_days(year, month, day) != days)
                    fail_msg("%d-%d-%d", year, month, day);
                clock_format(text, days * DAY_S + 86399);
                if (!clock_read((struct text){text, CLOCK_TEXT}, &s)
                    || s != days * DAY_S + 86399)
                    fail_msg("%.20s", text);
                snprintf(wanted, sizeof(wanted), "%04d-%02d-%02dT23:59:59Z",
                         year, month, day);
                assert_memory_equal(text, wanted, CLOCK_TEXT);
            }
    assert_int_equal(days * DAY_S, latest_s + 1);
}

static void
days_are_counted_far_beyond_too(void **state)
{
    static const int64_t years[] = {-1000000, -401,  -400,  -399,  -1,
                                    0,        10000, 12345, 99999, 400000000};

    (void)state;
    assert_int_equal(clock_days(0, 3, 1), -719468);
    assert_int_equal(clock_days(0, 12, 31), -719163);
    assert_int_equal(clock_days(-1, 12, 31), -719529);
    for (size_t i = 0; i < COUNT(years); i++)
        for (int month = 1; month <= 12; month++) {
            int64_t year;
            int m;
            int day;

            clock_civil(clock_days(years[i], month, 28), &year, &m, &day);
            assert_int_equal(year, years[i]);
            assert_int_equal(m, month);
            assert_int_equal(day, 28);
        }
}

static void
times_agree_with_the_c_library(void **state)
{
    uint64_t seed = 2;
    char wanted[64];
    char text[CLOCK_TEXT];
    int64_t got;

    (void)state;
    for (int i = 0; i < 300000; i++) {
        uint64_t span = (uint64_t)(latest_s - earliest_s) + 1;
        time_t s = (time_t)(earliest_s + (int64_t)(random_next(&seed) % span));
        struct tm tm;

        gmtime_r(&s, &tm);
        snprintf(wanted, sizeof(wanted), "%04d-%02d-%02dT%02d:%02d:%02dZ",
                 tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                 tm.tm_min, tm.tm_sec);
        clock_format(text, s);
        assert_memory_equal(text, wanted, CLOCK_TEXT);
        assert_true(clock_read(text_of(wanted), &got));
        assert_int_equal(got, s);
    }
}

static bool
has_shape(const char *text)
{
    for (int i = 0; i < CLOCK_TEXT; i++) {
        char want = "0000-00-00T00:00:00Z"[i];

        if (want == '0' ? text[i] < '0' || text[i] > '9' : text[i] != want)
            return false;
    }
    return true;
}

static void
a_records_own_time_is_checked_byte_by_byte(void **state)
{
    char text[CLOCK_TEXT];
    struct moment moment;
    int64_t s;

    (void)state;
    for (int i = 0; i < CLOCK_TEXT; i++) {
        for (int byte = 0; byte < 256; byte++) {
            struct text alone;
            bool is_good;

            memcpy(text, "2012-02-29T23:59:59Z", CLOCK_TEXT);
            text[i] = (char)byte;
            alone = text_alone((struct text){text, CLOCK_TEXT});
            is_good = clock_read(alone, &s);
            if (is_good && !has_shape(text))
                fail_msg("%.20s", text);
            if (is_good != (has_shape(text) && clock_parse(alone, &moment)))
                fail_msg("%.20s", text);
            free((char *)alone.at);
        }
    }
    assert_false(clock_read(TEXT_NONE, &s));
    assert_false(clock_read(TEXT("2012-02-29T23:59:59"), &s));
    assert_false(clock_read(TEXT("2012-02-29T23:59:59ZZ"), &s));
    assert_false(clock_read(TEXT("2012-02-29t23:59:59z"), &s));
    assert_false(clock_read(TEXT("2012-02-29 23:59:59Z"), &s));
    assert_false(clock_read(TEXT("2011-02-29T23:59:59Z"), &s));
    assert_false(clock_read(TEXT("0000-01-01T00:00:00Z"), &s));
    assert_false(clock_read(TEXT("2012-02-29T24:00:00Z"), &s));
    assert_false(clock_read(TEXT("2012-00-29T23:00:00Z"), &s));
    assert_false(clock_read(TEXT("2012-13-29T23:00:00Z"), &s));
    assert_false(clock_read(TEXT("2012-99-99T99:99:99Z"), &s));
}

static void
a_time_is_appended(void **state)
{
    struct buffer buffer = {0};

    (void)state;
    buffer_add_string(&buffer, "at ");
    clock_write(&buffer, 1235908800);
    clock_write(&buffer, -1);
    assert_text(buffer_text(&buffer),
                "at 2009-03-01T12:00:00Z1969-12-31T23:59:59Z");
    buffer_free(&buffer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_times_are_known),
        cmocka_unit_test(every_day_of_ten_thousand_years_is_counted_and_named),
        cmocka_unit_test(days_are_counted_far_beyond_too),
        cmocka_unit_test(times_agree_with_the_c_library),
        cmocka_unit_test(a_records_own_time_is_checked_byte_by_byte),
        cmocka_unit_test(a_time_is_appended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
