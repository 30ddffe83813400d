#include "texts.h"

#include "domain/session.h"
#include "domain/window.h"

/* Visits of one person: when, what they show. */
struct given {
    int64_t time_s;
    enum touch_kind kind;
    uint64_t source;
};

static struct session *
session_of(const struct given *visits, size_t count, bool only_tracked)
{
    struct session *session = session_new(1800, only_tracked);

    for (size_t i = 0; i < count; i++) {
        struct touch visit = {.stamp = touch_stamp(visits[i].time_s, -1),
                              .kind = visits[i].kind,
                              .source = visits[i].source,
                              .visit = i};

        session_add(session, &visit);
    }
    return session;
}

/* Which visits are touches, as a string of their numbers. */
static void
assert_touches(const struct given *visits, size_t count, bool only_tracked,
               const char *wanted)
{
    struct session *session = session_of(visits, count, only_tracked);
    size_t found;
    const struct touch *touches = session_touches(session, &found);
    char numbers[64] = "";

    for (size_t i = 0; i < found; i++)
        numbers[i] = (char)('0' + touches[i].visit);
    assert_string_equal(numbers, wanted);
    session_free(session);
}

static void
a_reload_and_a_redirect_are_no_second_touch(void **state)
{
    const struct given visits[] = {
        {0, TOUCH_POST, touch_post_source(7, 1)},
        {1, TOUCH_POST, touch_post_source(7, 2)}, /* another link of the post */
        {9, TOUCH_POST, touch_post_source(7, 1)},
        {20, TOUCH_DIRECT, 0},
    };

    (void)state;
    assert_touches(visits, COUNT(visits), false, "0");
}

static void
each_source_of_a_session_is_one_touch_at_its_first_visit(void **state)
{
    const struct given visits[] = {
        {0, TOUCH_REFERRAL, 1},  {60, TOUCH_CAMPAIGN, 1},
        {90, TOUCH_REFERRAL, 1}, {95, TOUCH_REFERRAL, 2},
        {99, TOUCH_CAMPAIGN, 1},
    };

    (void)state;
    assert_touches(visits, COUNT(visits), false, "013");
    assert_touches(visits, COUNT(visits), true, "1");
}

static void
a_gap_of_exactly_the_limit_is_still_one_session(void **state)
{
    const struct given one[] = {{0, TOUCH_REFERRAL, 1},
                                {1800, TOUCH_REFERRAL, 1}};
    const struct given two[] = {{0, TOUCH_REFERRAL, 1},
                                {1801, TOUCH_REFERRAL, 1}};

    (void)state;
    assert_touches(one, 2, false, "0");
    assert_touches(two, 2, false, "01");
}

static void
a_session_without_a_source_is_one_direct_touch(void **state)
{
    const struct given visits[] = {{0, TOUCH_DIRECT, 0},
                                   {9, TOUCH_DIRECT, 0},
                                   {5000, TOUCH_DIRECT, 0},
                                   {5001, TOUCH_CLICK_ID, 4},
                                   {9000, TOUCH_DIRECT, 0}};

    (void)state;
    assert_touches(visits, COUNT(visits), false, "0234");
    assert_touches(visits, COUNT(visits), true, "");
}

static size_t
path_of(const struct touch *touches, size_t count, struct touch *path)
{
    memcpy(path, touches, count * sizeof(*path));
    return session_path(path, count);
}

static void
a_direct_touch_counts_until_its_session_shows_a_source(void **state)
{
    const struct given visits[] = {
        {0, TOUCH_DIRECT, 0}, {60, TOUCH_REFERRAL, 1}, {90, TOUCH_REFERRAL, 2}};
    struct session *session = session_of(visits, 3, false);
    size_t count;
    const struct touch *touches = session_touches(session, &count);
    struct touch path[3];

    (void)state;
    assert_int_equal(count, 3);
    assert_int_equal(path_of(touches, 1, path), 1);
    assert_int_equal(path[0].kind, TOUCH_DIRECT);
    assert_int_equal(path_of(touches, 2, path), 1);
    assert_int_equal(path[0].kind, TOUCH_REFERRAL);
    assert_int_equal(path_of(touches, 3, path), 2);
    session_free(session);
}

static void
a_moment_is_of_a_session_until_the_idle_gap_has_passed(void **state)
{
    const struct given visits[] = {
        {0, TOUCH_REFERRAL, 1},    {10, TOUCH_REFERRAL, 2},
        {1500, TOUCH_DIRECT, 0},   {5000, TOUCH_REFERRAL, 1},
        {9000, TOUCH_CAMPAIGN, 1}, {9001, TOUCH_REFERRAL, 3},
    };
    struct session *session = session_of(visits, COUNT(visits), false);

    (void)state;
    assert_int_equal(session_holds(session, 0, 0), 0);
    assert_int_equal(session_holds(session, 1, 5), 1);
    assert_int_equal(session_holds(session, 2, 3300), 2);
    assert_int_equal(session_holds(session, 2, 3301), 0);
    assert_int_equal(session_holds(session, 3, 6800), 1);
    assert_int_equal(session_holds(session, 3, 8999), 0);
    assert_int_equal(session_holds(session, 5, 10801), 2);
    session_free(session);
}

static void
a_session_of_very_many_sources_has_each_once(void **state)
{
    struct session *session = session_new(1800, false);
    size_t count;

    (void)state;
    for (int person = 0; person < 3; person++) {
        session_clear(session);
        for (uint64_t i = 0; i < 30000; i++) {
            struct touch visit = {.stamp = touch_stamp((int64_t)i, -1),
                                  .kind = TOUCH_REFERRAL,
                                  .source = i * 7919 % 5000};

            session_add(session, &visit);
        }
        (void)session_touches(session, &count);
        assert_int_equal(count, 5000);
    }
    assert_int_equal(session_count(session), 3);
    session_free(session);
}

static void
times_sort_and_one_without_ms_is_the_first_of_its_second(void **state)
{
    (void)state;
    assert_true(touch_stamp(5, -1) < touch_stamp(5, 0));
    assert_true(touch_stamp(5, 999) < touch_stamp(6, -1));
    assert_true(touch_stamp(-5, 999) < touch_stamp(-4, -1));
    assert_int_equal(touch_stamp_s(touch_stamp(-5, 999)), -5);
    assert_int_equal(touch_stamp_ms(touch_stamp(-5, 999)), 999);
    assert_int_equal(touch_stamp_ms(touch_stamp(7, -1)), -1);
    assert_true(touch_stamp_last(touch_stamp(5, -1)) >= touch_stamp(5, 999));
    assert_int_equal(touch_stamp_last(touch_stamp(5, 3)), touch_stamp(5, 3));
}

static void
a_window_is_a_number_and_a_unit_or_none(void **state)
{
    struct window window;
    static const char *const wrong[] = {"",   "d",    "30",   "-1d",      "0d",
                                        "1x", "None", "1.5d", "99999999y"};

    (void)state;
    assert_true(window_parse(TEXT("30d"), &window));
    assert_int_equal(window.length_s, 30 * 86400);
    assert_true(window_holds(&window, 0, 30 * 86400));
    assert_false(window_holds(&window, 0, 30 * 86400 + 1));
    assert_true(window_parse(TEXT("none"), &window));
    assert_true(window_holds(&window, INT64_C(-62135596800), 253402300799));
    assert_true(window_parse(TEXT("90m"), &window));
    assert_int_equal(window.length_s, 5400);
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(window_parse(text_of(wrong[i]), &window));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reload_and_a_redirect_are_no_second_touch),
        cmocka_unit_test(
            each_source_of_a_session_is_one_touch_at_its_first_visit),
        cmocka_unit_test(a_gap_of_exactly_the_limit_is_still_one_session),
        cmocka_unit_test(a_session_without_a_source_is_one_direct_touch),
        cmocka_unit_test(
            a_direct_touch_counts_until_its_session_shows_a_source),
        cmocka_unit_test(
            a_moment_is_of_a_session_until_the_idle_gap_has_passed),
        cmocka_unit_test(a_session_of_very_many_sources_has_each_once),
        cmocka_unit_test(
            times_sort_and_one_without_ms_is_the_first_of_its_second),
        cmocka_unit_test(a_window_is_a_number_and_a_unit_or_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
