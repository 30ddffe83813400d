#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "domain/idea.h"

enum { DAY = 86400 };

static int64_t
at(const char *time)
{
    struct moment moment;

    assert_true(clock_parse(text_of(time), &moment));
    return moment.s;
}

static void
six_months_end_on_a_day_that_is_there(void **state)
{
    static const char *const pairs[][2] = {
        {"2008-08-31T10:00:00Z", "2009-02-28T10:00:00Z"},
        {"2007-08-31T10:00:00Z", "2008-02-29T10:00:00Z"},
        {"2009-03-15T23:59:59Z", "2009-09-15T23:59:59Z"},
        {"2009-07-01T00:00:00Z", "2010-01-01T00:00:00Z"},
        {"2009-12-31T00:00:00Z", "2010-06-30T00:00:00Z"}};

    (void)state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        assert_int_equal(idea_of(at(pairs[i][0]), 6).old_s, at(pairs[i][1]));
    assert_int_equal(idea_of(0, 0).old_s, INT64_MAX);
    assert_int_equal(idea_of(0, 25).old_s, at("1972-02-01"));
}

static void
the_rule_waits_for_age_and_for_what_was_not_planned(void **state)
{
    struct idea idea = idea_of(0, 6); /* old after 181 days */

    (void)state;
    idea_end(&idea, 181 * DAY - 1);
    assert_int_equal(idea.status, IDEA_SUBMITTED);
    idea_end(&idea, 300 * DAY);
    assert_int_equal(idea.status, IDEA_ARCHIVED);
    assert_true(idea.is_archived_by_rule);
    assert_int_equal(idea.reached_s[IDEA_ARCHIVED], 181 * DAY);
    idea = idea_of(0, 6);
    idea_take(&idea, IDEA_NOT_PLANNED, 5 * DAY);
    idea_take(&idea, IDEA_UNDER_REVIEW, 6 * DAY);
    idea_take(&idea, IDEA_NOT_PLANNED, 200 * DAY);
    idea_end(&idea, 300 * DAY);
    assert_int_equal(idea.reached_s[IDEA_NOT_PLANNED], 5 * DAY);
    assert_int_equal(idea.reached_s[IDEA_ARCHIVED], 200 * DAY);
}

static void
a_clock_that_is_behind_reaches_nothing_before_it_was_posted(void **state)
{
    struct idea idea = idea_of(1000, 6);

    (void)state;
    assert_int_equal(idea_take(&idea, IDEA_IMPLEMENTED, 10), IDEA_MOVES);
    assert_int_equal(idea.reached_s[IDEA_IMPLEMENTED], 1000);
}

static void
the_same_again_is_no_move(void **state)
{
    struct idea idea = idea_of(0, 6);

    (void)state;
    assert_int_equal(idea_take(&idea, IDEA_SUBMITTED, 1), IDEA_STAYS);
    assert_int_equal(idea_take(&idea, IDEA_UNDER_REVIEW, 2), IDEA_MOVES);
    assert_int_equal(idea_take(&idea, IDEA_UNDER_REVIEW, 3), IDEA_STAYS);
    assert_int_equal(idea.since_s, 2);
    assert_int_equal(idea_take(&idea, IDEA_ARCHIVED, 4), IDEA_LEAPS);
    assert_int_equal(idea_take(&idea, IDEA_UNDER_REVIEW, 5), IDEA_MOVES);
    idea = idea_of(0, 6);
    assert_int_equal(idea_take(&idea, IDEA_ARCHIVED, 180 * DAY), IDEA_HURRIES);
    idea = idea_of(0, 6);
    assert_int_equal(idea_take(&idea, IDEA_ARCHIVED, 181 * DAY), IDEA_MOVES);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_months_end_on_a_day_that_is_there),
        cmocka_unit_test(the_rule_waits_for_age_and_for_what_was_not_planned),
        cmocka_unit_test(
            a_clock_that_is_behind_reaches_nothing_before_it_was_posted),
        cmocka_unit_test(the_same_again_is_no_move),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
