#include "texts.h"

#include "base/clock.h"
#include "sources/seen.h"

static void
assert_seen(const char *pattern, const char *name, const char *wanted)
{
    struct text alone = text_alone(text_of(name));
    char text[CLOCK_TEXT];
    int64_t seen_s;
    bool found = seen_find(pattern, alone, &seen_s);

    assert_null(seen_check(pattern));
    assert_int_equal(found, wanted != NULL);
    if (found) {
        clock_format(text, seen_s);
        assert_text(((struct text){text, CLOCK_TEXT}), wanted);
    }
    free((char *)alone.at);
}

static void
a_date_means_the_end_of_its_period(void **state)
{
    (void)state;
    assert_seen("%Y/%m/%d", "2009/03/06.json.gz!", "2009-03-07T00:00:00Z");
    assert_seen("%Y-%m-%d", "x-2008-02-28.gz!", "2008-02-29T00:00:00Z");
    assert_seen("%Y%m%d%H", "log.2009123123!", "2010-01-01T00:00:00Z");
    assert_seen("%Y-%m", "2009-12.tar!", "2010-01-01T00:00:00Z");
    assert_seen("%Y", "tweets2009.gz!", "2010-01-01T00:00:00Z");
    assert_seen("%Y-%m-%dT%H:%M", "2009-03-06T23:59!", "2009-03-07T00:00:00Z");
    assert_seen("%Y%m%d-%H%M%S", "20090306-235959!", "2009-03-06T23:59:59Z");
    assert_seen("%%%Y", "%2009!", "2010-01-01T00:00:00Z");
}

static void
the_last_place_counts(void **state)
{
    (void)state;
    assert_seen("%Y", "backup2015/tweets-2009.tar!2010/x",
                "2011-01-01T00:00:00Z");
}

static void
what_is_no_date_is_passed_over(void **state)
{
    (void)state;
    assert_seen("%Y-%m-%d", "2009-13-01!", NULL);
    assert_seen("%Y-%m-%d", "2009-01-32!", NULL);
    assert_seen("%Y-%m", "2009-1!", NULL);
    assert_seen("%Y/%m", "", NULL);
    assert_seen("x%Y", "y2009!", NULL);
}

static void
patterns_are_checked(void **state)
{
    (void)state;
    assert_non_null(seen_check("%q"));
    assert_non_null(seen_check("%Y%"));
    assert_non_null(seen_check("%m-%d"));
    assert_non_null(seen_check(""));
    assert_null(seen_check("a%%b%Y"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_means_the_end_of_its_period),
        cmocka_unit_test(the_last_place_counts),
        cmocka_unit_test(what_is_no_date_is_passed_over),
        cmocka_unit_test(patterns_are_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
