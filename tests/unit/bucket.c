#include "texts.h"

#include "base/clock.h"
#include "domain/bucket.h"

static void
assert_bucket(enum bucket bucket, const char *time, const struct zone *zone,
              const char *wanted)
{
    struct buffer out = {0};
    int64_t s;

    assert_true(clock_read(text_of(time), &s));
    bucket_write(&out, bucket, s, zone);
    assert_text(buffer_text(&out), wanted);
    buffer_free(&out);
}

static void
a_time_lies_in_one_bucket_of_each_kind(void **state)
{
    static const char time[] = "2009-08-31T23:59:59Z";

    (void)state;
    assert_bucket(BUCKET_MINUTE, time, NULL, "2009-08-31T23:59");
    assert_bucket(BUCKET_HOUR, time, NULL, "2009-08-31T23:00");
    assert_bucket(BUCKET_DAY, time, NULL, "2009-08-31");
    assert_bucket(BUCKET_WEEK, time, NULL, "2009-W36");
    assert_bucket(BUCKET_MONTH, time, NULL, "2009-08");
    assert_bucket(BUCKET_QUARTER, time, NULL, "2009-Q3");
    assert_bucket(BUCKET_YEAR, time, NULL, "2009");
}

/* As date -d … +%G-W%V prints them. */
static void
a_week_belongs_to_the_year_of_its_thursday(void **state)
{
    (void)state;
    assert_bucket(BUCKET_WEEK, "2005-01-01T12:00:00Z", NULL, "2004-W53");
    assert_bucket(BUCKET_WEEK, "2005-01-02T23:59:59Z", NULL, "2004-W53");
    assert_bucket(BUCKET_WEEK, "2005-01-03T00:00:00Z", NULL, "2005-W01");
    assert_bucket(BUCKET_WEEK, "2007-12-31T00:00:00Z", NULL, "2008-W01");
    assert_bucket(BUCKET_WEEK, "2008-12-28T12:00:00Z", NULL, "2008-W52");
    assert_bucket(BUCKET_WEEK, "2008-12-29T12:00:00Z", NULL, "2009-W01");
    assert_bucket(BUCKET_WEEK, "2009-12-31T12:00:00Z", NULL, "2009-W53");
    assert_bucket(BUCKET_WEEK, "2010-01-03T23:59:59Z", NULL, "2009-W53");
    assert_bucket(BUCKET_WEEK, "2010-01-04T00:00:00Z", NULL, "2010-W01");
    assert_bucket(BUCKET_WEEK, "1969-12-31T12:00:00Z", NULL, "1970-W01");
    assert_bucket(BUCKET_WEEK, "1960-01-03T12:00:00Z", NULL, "1959-W53");
}

static void
what_is_cut_from_the_text_is_what_the_calendar_says(void **state)
{
    uint64_t random = 7;
    struct buffer cut = {0}, written = {0};

    (void)state;
    for (int i = 0; i < 20000; i++) {
        int64_t s = (int64_t)(random_next(&random) % 253402300800);
        enum bucket bucket = (enum bucket)(BUCKET_MINUTE + i % 7);
        char time[CLOCK_TEXT];

        clock_format(time, s);
        buffer_clear(&cut);
        buffer_clear(&written);
        bucket_write(&written, bucket, s, NULL);
        if (bucket_cut(&cut, bucket, (struct text){time, CLOCK_TEXT}))
            assert_same(buffer_text(&cut), buffer_text(&written));
        else
            assert_true(bucket == BUCKET_WEEK || bucket == BUCKET_QUARTER);
    }
    buffer_free(&cut);
    buffer_free(&written);
}

static void
a_day_in_a_zone_begins_at_its_own_midnight(void **state)
{
    const struct zone *berlin = zone_find("Europe/Berlin");

    (void)state;
    if (berlin == NULL)
        skip();
    assert_bucket(BUCKET_DAY, "2009-03-28T22:59:59Z", berlin, "2009-03-28");
    assert_bucket(BUCKET_DAY, "2009-03-28T23:00:00Z", berlin, "2009-03-29");
    assert_bucket(BUCKET_DAY, "2009-03-29T21:59:59Z", berlin, "2009-03-29");
    assert_bucket(BUCKET_DAY, "2009-03-29T22:00:00Z", berlin, "2009-03-30");
    assert_bucket(BUCKET_YEAR, "2008-12-31T23:00:00Z", berlin, "2009");
}

static void
the_hour_that_comes_twice_is_two_buckets(void **state)
{
    const struct zone *berlin = zone_find("Europe/Berlin");

    (void)state;
    if (berlin == NULL)
        skip();
    assert_bucket(BUCKET_HOUR, "2009-10-25T00:30:00Z", berlin,
                  "2009-10-25T02:00+02:00");
    assert_bucket(BUCKET_HOUR, "2009-10-25T01:30:00Z", berlin,
                  "2009-10-25T02:00+01:00");
    assert_bucket(BUCKET_HOUR, "2009-03-29T00:59:59Z", berlin,
                  "2009-03-29T01:00+01:00");
    assert_bucket(BUCKET_HOUR, "2009-03-29T01:00:00Z", berlin,
                  "2009-03-29T03:00+02:00");
}

static void
a_zone_of_half_hours_has_its_own_minutes(void **state)
{
    const struct zone *kolkata = zone_find("Asia/Kolkata");

    (void)state;
    if (kolkata == NULL)
        skip();
    assert_bucket(BUCKET_MINUTE, "2009-03-01T12:00:59Z", kolkata,
                  "2009-03-01T17:30+05:30");
    assert_bucket(BUCKET_HOUR, "2009-03-01T12:00:59Z", kolkata,
                  "2009-03-01T17:00+05:30");
}

static void
a_name_that_is_no_bucket_is_none(void **state)
{
    (void)state;
    assert_int_equal(bucket_parse(TEXT("week")), BUCKET_WEEK);
    assert_int_equal(bucket_parse(TEXT("")), BUCKET_NONE);
    assert_int_equal(bucket_parse(TEXT("weeks")), BUCKET_NONE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_lies_in_one_bucket_of_each_kind),
        cmocka_unit_test(a_week_belongs_to_the_year_of_its_thursday),
        cmocka_unit_test(what_is_cut_from_the_text_is_what_the_calendar_says),
        cmocka_unit_test(a_day_in_a_zone_begins_at_its_own_midnight),
        cmocka_unit_test(the_hour_that_comes_twice_is_two_buckets),
        cmocka_unit_test(a_zone_of_half_hours_has_its_own_minutes),
        cmocka_unit_test(a_name_that_is_no_bucket_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
