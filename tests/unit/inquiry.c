#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/inquiry.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

static const struct inquiry_rules rules = {7 * DAY, 14 * DAY};

static struct inquiry_step
take(struct inquiry *inquiry, int64_t time_s, unsigned signs)
{
    static uint64_t number;
    struct inquiry_post post = {
        .time_s = time_s, .signs = signs, .number = ++number};

    return inquiry_take(inquiry, &rules, &post);
}

static void
a_first_and_a_next_response_are_told_apart(void **state)
{
    struct inquiry inquiry = {0};
    struct inquiry_step step;

    (void)state;
    take(&inquiry, 0, INQUIRY_WORTHY);
    step = take(&inquiry, HOUR, INQUIRY_OURS | INQUIRY_AUTOMATIC);
    assert_int_equal(step.response, INQUIRY_NO_RESPONSE);
    step = take(&inquiry, 2 * HOUR, INQUIRY_OURS);
    assert_int_equal(step.response, INQUIRY_FIRST);
    assert_int_equal(step.waited_since_s, 0);
    step = take(&inquiry, 3 * HOUR, INQUIRY_OURS);
    assert_int_equal(step.response, INQUIRY_NO_RESPONSE);
    take(&inquiry, 4 * HOUR, 0);
    take(&inquiry, 5 * HOUR, 0);
    step = take(&inquiry, 6 * HOUR, INQUIRY_OURS);
    assert_int_equal(step.response, INQUIRY_NEXT);
    assert_int_equal(step.waited_since_s, 4 * HOUR);
    assert_int_equal(inquiry.current.next_count, 1);
    assert_int_equal(inquiry.current.next_s, 2 * HOUR);
    assert_int_equal(inquiry.current.answers, 3);
    assert_int_equal(inquiry.current.asked, 3);
}

static void
who_asks_without_a_case_waits_all_the_same(void **state)
{
    struct inquiry inquiry = {0};
    struct inquiry_step step;

    (void)state;
    take(&inquiry, 0, 0);
    step = take(&inquiry, HOUR, INQUIRY_OURS);
    assert_int_equal(step.response, INQUIRY_OUTSIDE);
    assert_false(step.is_in_case);
    assert_false(inquiry_end(&inquiry, &rules, 99 * DAY));
}

static void
seven_days_to_the_second_close_what_was_answered(void **state)
{
    struct inquiry inquiry = {0};

    (void)state;
    take(&inquiry, 0, INQUIRY_WORTHY);
    take(&inquiry, HOUR, INQUIRY_OURS);
    assert_true(inquiry_end(&inquiry, &rules, HOUR + 7 * DAY - 1));
    assert_int_equal(inquiry.current.closed_s, INQUIRY_NEVER);
    assert_string_equal(
        inquiry_outcome(&inquiry.current, &rules, HOUR + 7 * DAY - 1), "open");
    assert_true(inquiry_end(&inquiry, &rules, HOUR + 7 * DAY));
    assert_int_equal(inquiry.current.closed_s, HOUR + 7 * DAY);
    assert_string_equal(
        inquiry_outcome(&inquiry.current, &rules, HOUR + 7 * DAY), "answered");
}

static void
what_nobody_answers_never_closes(void **state)
{
    struct inquiry inquiry = {0};

    (void)state;
    take(&inquiry, 0, INQUIRY_WORTHY);
    assert_true(inquiry_end(&inquiry, &rules, 999 * DAY));
    assert_int_equal(inquiry.current.closed_s, INQUIRY_NEVER);
    assert_string_equal(inquiry_outcome(&inquiry.current, &rules, 7 * DAY - 1),
                        "open");
    assert_string_equal(inquiry_outcome(&inquiry.current, &rules, 7 * DAY),
                        "unanswered");
}

static void
fourteen_days_to_the_second_reopen(void **state)
{
    struct inquiry inquiry = {0};
    struct inquiry_step step;

    (void)state;
    take(&inquiry, 0, INQUIRY_WORTHY);
    take(&inquiry, HOUR, INQUIRY_SOLVED);
    assert_int_equal(inquiry.current.closed_s, HOUR);
    step = take(&inquiry, HOUR + 14 * DAY, 0);
    assert_false(step.has_ended);
    assert_int_equal(inquiry.current.reopened, 1);
    assert_int_equal(inquiry.current.closed_s, INQUIRY_NEVER);
    take(&inquiry, 15 * DAY, INQUIRY_SOLVED);
    step = take(&inquiry, 29 * DAY + 1, INQUIRY_WORTHY);
    assert_true(step.has_ended);
    assert_true(step.ended.is_resolved);
    assert_int_equal(step.ended.closed_s, 15 * DAY);
    assert_int_equal(inquiry.current.opened_s, 29 * DAY + 1);
    assert_int_equal(inquiry.current.reopened, 0);
}

static void
thanks_resolve_an_answer_and_nothing_else(void **state)
{
    struct inquiry inquiry = {0};

    (void)state;
    take(&inquiry, 0, INQUIRY_WORTHY | INQUIRY_THANKS);
    take(&inquiry, HOUR, INQUIRY_THANKS);
    assert_int_equal(inquiry.current.closed_s, INQUIRY_NEVER);
    take(&inquiry, 2 * HOUR, INQUIRY_OURS);
    take(&inquiry, 3 * HOUR, INQUIRY_THANKS);
    assert_int_equal(inquiry.current.closed_s, 3 * HOUR);
    /* More thanks change nothing. */
    take(&inquiry, 4 * HOUR, INQUIRY_THANKS);
    assert_int_equal(inquiry.current.closed_s, 3 * HOUR);
    assert_true(inquiry.current.is_resolved);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_and_a_next_response_are_told_apart),
        cmocka_unit_test(who_asks_without_a_case_waits_all_the_same),
        cmocka_unit_test(seven_days_to_the_second_close_what_was_answered),
        cmocka_unit_test(what_nobody_answers_never_closes),
        cmocka_unit_test(fourteen_days_to_the_second_reopen),
        cmocka_unit_test(thanks_resolve_an_answer_and_nothing_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
