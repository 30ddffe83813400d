#include "texts.h"

#include "domain/coupons.h"
#include "domain/link_list.h"

enum { DAY = 86400 };

static const char listed[] = "coupon,account,post,campaign,from,until\n"
                             "TEN,radio,,a,1970-01-02,1970-01-03\n"
                             "ten,leaflet,,,1970-01-03,\n"
                             "Five,radio,,a,,\n"
                             "X,twitter:a,twitter:1,,,\n";

static struct link_table *
table_of(const char *csv)
{
    struct link_table *table = link_table_new(NULL, 0);
    struct listing_error error;

    assert_true(link_list_add(table, NULL, text_of(csv), &error));
    link_table_build(table);
    return table;
}

static void
find(struct coupons *found, const struct link_table *links, const char *codes,
     int64_t time_s)
{
    const struct order_row row = {.coupon = text_of(codes),
                                  .order_stamp = touch_stamp(time_s, -1)};

    coupons_find(found, links, &row);
}

static struct text
account(const struct link_table *links, const struct touch *touch)
{
    return link_table_owner(links, touch_owner(touch))->account;
}

static void
a_code_is_its_accounts_while_it_says_in_any_case(void **state)
{
    struct link_table *links = table_of(listed);
    struct coupons found;

    (void)state;
    find(&found, links, "tEN", DAY - 1);
    assert_int_equal(found.count, 0);
    find(&found, links, "tEN", DAY);
    assert_int_equal(found.count, 1);
    assert_text(account(links, &found.touches[0]), "radio");
    assert_int_equal(touch_stamp_s(found.touches[0].stamp), DAY);
    find(&found, links, "tEN", 2 * DAY);
    assert_int_equal(found.count, 1);
    assert_text(account(links, &found.touches[0]), "leaflet");
    assert_int_equal(link_table_ambiguous(links), 0);
    assert_int_equal(link_table_count(links), 0);
    link_table_free(links);
}

static void
codes_of_one_owner_are_one_touch(void **state)
{
    struct link_table *links = table_of(listed);
    struct coupons found;

    (void)state;
    find(&found, links, " ,ten, five,,x ,x,none", DAY);
    assert_int_equal(found.count, 2);
    assert_text(account(links, &found.touches[0]), "radio");
    assert_text(account(links, &found.touches[1]), "twitter:a");
    assert_true(found.touches[0].visit != found.touches[1].visit);
    link_table_free(links);
}

static void
a_code_gives_way_to_its_posts_link_in_the_same_session(void **state)
{
    struct link_table *links = table_of(listed);
    struct coupons found;
    struct touch touches[2 + COUPONS_MOST] = {{.kind = TOUCH_POST}};

    (void)state;
    find(&found, links, "x", DAY);
    touches[0].source = touches[1].source = found.touches[0].source;
    touches[1].kind = TOUCH_REFERRAL;
    assert_int_equal(coupons_join(&found, touches, 2, 2), 2);
    assert_int_equal(coupons_join(&found, touches, 2, 1), 3);
    assert_int_equal(touches[2].kind, TOUCH_COUPON);
    assert_int_equal(coupons_join(&found, touches, 0, 0), 1);
    link_table_free(links);
}

static void
a_direct_touch_of_the_session_gives_way_to_a_code(void **state)
{
    struct link_table *links = table_of(listed);
    struct coupons found;
    struct touch touches[1 + COUPONS_MOST] = {{.kind = TOUCH_DIRECT}};

    (void)state;
    find(&found, links, "x", DAY);
    assert_int_equal(coupons_join(&found, touches, 1, 0), 2);
    assert_int_equal(touches[0].is_passing, 0);
    assert_int_equal(coupons_join(&found, touches, 1, 1), 2);
    assert_int_equal(touches[0].is_passing, 1);
    link_table_free(links);
}

static void
a_list_of_codes_that_is_none_is_refused(void **state)
{
    static const char *const lists[] = {
        "coupon,account\n\"A,B\",x\n", "coupon,account\nA,\n",
        "coupon,account,from,until\nA,x,2009-01-02,2009-01-02\n"};
    struct listing_error error;

    (void)state;
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        struct link_table *table = link_table_new(NULL, 0);

        assert_false(link_list_add(table, NULL, text_of(lists[i]), &error));
        assert_int_equal(error.line, 2);
        link_table_free(table);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_its_accounts_while_it_says_in_any_case),
        cmocka_unit_test(codes_of_one_owner_are_one_touch),
        cmocka_unit_test(
            a_code_gives_way_to_its_posts_link_in_the_same_session),
        cmocka_unit_test(a_direct_touch_of_the_session_gives_way_to_a_code),
        cmocka_unit_test(a_list_of_codes_that_is_none_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
