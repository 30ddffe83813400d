#include "texts.h"

#include "domain/link_list.h"

static const char mini[] = "http://www.a.example/mini?cid=tw-1";

static void
add(struct link_table *table, const char *account, const char *post,
    int64_t from_s, const char *address, const char *shortened)
{
    struct link_owner owner = {.account = text_of(account),
                               .post = text_of(post),
                               .from_s = from_s,
                               .until_s = INT64_MAX};

    link_table_add(table, &owner, text_of(address), text_of(shortened));
}

static const struct link_owner *
find(const struct link_table *table, enum link_form form, const char *address,
     int64_t time_s)
{
    struct buffer scratch = {0};
    uint64_t digest = link_digest(&scratch, text_of(address));
    uint32_t owner;

    if (form == LINK_SHORT || form == LINK_LISTED_SHORT)
        assert_true(link_short_digest(&scratch, text_of(address), &digest));
    owner = link_table_find(table, form, digest, time_s);
    buffer_free(&scratch);
    return owner == LINK_NOBODY ? NULL : link_table_owner(table, owner);
}

static void
a_post_owns_its_links_from_its_time_on(void **state)
{
    struct link_table *table = link_table_new(NULL, 0);
    const struct link_owner *owner;

    (void)state;
    add(table, "twitter:outlet", "twitter:1", 100, mini, "http://bit.ly/m9");
    link_table_build(table);
    assert_null(find(table, LINK_LONG, mini, 99));
    owner = find(table, LINK_LONG, "https://a.example/mini/?cid=tw-1", 100);
    assert_non_null(owner);
    assert_text(owner->account, "twitter:outlet");
    assert_text(owner->post, "twitter:1");
    assert_text(owner->campaign, "tw-1");
    assert_ptr_not_equal(find(table, LINK_SHORT, "https://bit.ly/m9", 100),
                         NULL);
    assert_null(find(table, LINK_SHORT, "https://bit.ly/M9", 100));
    assert_null(find(table, LINK_LISTED_LONG, mini, 100));
    assert_int_equal(link_table_count(table), 2);
    link_table_free(table);
}

static void
a_long_link_without_a_tag_is_not_ours_but_its_short_form_is(void **state)
{
    static const char plain[] = "http://www.a.example/mini?promo=1";
    const char *const names[] = {"promo"};
    struct link_table *table = link_table_new(NULL, 0);
    struct link_table *named = link_table_new(names, 1);

    (void)state;
    add(table, "a", "p", 1, plain, "http://t.co/x");
    add(named, "a", "p", 1, plain, NULL);
    link_table_build(table);
    link_table_build(named);
    assert_null(find(table, LINK_LONG, plain, 9));
    assert_non_null(find(table, LINK_SHORT, "http://t.co/x", 9));
    assert_non_null(find(named, LINK_LONG, plain, 9));
    link_table_free(table);
    link_table_free(named);
}

static void
of_several_posts_the_latest_at_or_before_the_visit_owns_it(void **state)
{
    struct link_table *table = link_table_new(NULL, 0);

    (void)state;
    add(table, "a", "third", 300, mini, NULL);
    add(table, "a", "first", 100, mini, NULL);
    add(table, "a", "second", 200, mini, NULL);
    link_table_build(table);
    assert_text(find(table, LINK_LONG, mini, 199)->post, "first");
    assert_text(find(table, LINK_LONG, mini, 200)->post, "second");
    assert_text(find(table, LINK_LONG, mini, 9999)->post, "third");
    assert_int_equal(link_table_ambiguous(table), 0);
    link_table_free(table);
}

static void
a_link_of_two_accounts_is_ambiguous_from_the_second_on(void **state)
{
    struct link_table *table = link_table_new(NULL, 0);
    const struct link_owner *owner;

    (void)state;
    add(table, "b", "other", 200, mini, NULL);
    add(table, "a", "first", 100, mini, NULL);
    link_table_build(table);
    assert_text(find(table, LINK_LONG, mini, 199)->account, "a");
    owner = find(table, LINK_LONG, mini, 200);
    assert_text(owner->account, "ambiguous");
    assert_null(owner->post.at);
    assert_text(owner->campaign, "tw-1");
    assert_int_equal(link_table_ambiguous(table), 1);
    link_table_free(table);
}

static void
links_of_one_post_are_one_source(void **state)
{
    struct link_table *table = link_table_new(NULL, 0);

    (void)state;
    add(table, "a", "p", 1, mini, "http://t.co/x");
    add(table, "a", "p", 1, "http://a.example/b?cid=2", "http://t.co/y");
    add(table, "a", "q", 1, "http://a.example/c?cid=3", NULL);
    link_table_build(table);
    assert_int_equal(find(table, LINK_LONG, mini, 1)->identity,
                     find(table, LINK_SHORT, "http://t.co/y", 1)->identity);
    assert_int_not_equal(
        find(table, LINK_LONG, mini, 1)->identity,
        find(table, LINK_LONG, "http://a.example/c?cid=3", 1)->identity);
    link_table_free(table);
}

static void
an_empty_table_knows_nobody(void **state)
{
    struct link_table *table = link_table_new(NULL, 0);

    (void)state;
    link_table_build(table);
    assert_null(find(table, LINK_LONG, mini, 1));
    assert_null(find(table, LINK_SHORT, "http://t.co/x", 1));
    link_table_free(table);
}

static struct link_table *
list_of(const char *csv)
{
    struct link_table *table = link_table_new(NULL, 0);
    struct listing_error error = {0, ""};

    if (!link_list_add(table, NULL, text_of(csv), &error))
        fail_msg("line %d: %s", (int)error.line, error.why);
    link_table_build(table);
    return table;
}

static void
a_list_names_long_and_short_links_for_a_time(void **state)
{
    struct link_table *table =
        list_of("Account,link,from,until,campaign\r\n"
                "a,http://www.a.example/offer,2009-03-01,2009-04-01,spring\r\n"
                "b,http://www.a.example/offer,2009-04-01,,\r\n"
                "c,http://bit.ly/x,,,\r\n");
    static const char offer[] = "a.example/offer";

    (void)state;
    assert_null(find(table, LINK_LISTED_LONG, offer, 1235865599));
    assert_text(find(table, LINK_LISTED_LONG, offer, 1235865600)->account, "a");
    assert_text(find(table, LINK_LISTED_LONG, offer, 1238543999)->campaign,
                "spring");
    assert_text(find(table, LINK_LISTED_LONG, offer, 1238544000)->account, "b");
    assert_text(find(table, LINK_LISTED_SHORT, "https://bit.ly/x", 0)->account,
                "c");
    link_table_free(table);
}

static void
rows_of_two_accounts_at_one_time_are_ambiguous(void **state)
{
    struct link_table *table = list_of("link,account,from\n"
                                       "a.example/o,a,\n"
                                       "a.example/o,b,2009-04-01\n");

    (void)state;
    assert_text(find(table, LINK_LISTED_LONG, "a.example/o", 1)->account, "a");
    assert_text(
        find(table, LINK_LISTED_LONG, "a.example/o", 1238544000)->account,
        "ambiguous");
    link_table_free(table);
}

static void
assert_wrong(const char *csv, unsigned line, const char *why)
{
    struct link_table *table = link_table_new(NULL, 0);
    struct listing_error error = {0, ""};

    assert_false(link_list_add(table, NULL, text_of(csv), &error));
    assert_string_equal(error.why, why);
    assert_int_equal(error.line, line);
    link_table_free(table);
}

static void
what_is_no_list_of_links_says_why(void **state)
{
    (void)state;
    assert_wrong("", 1, "there is no header");
    assert_wrong("link,owner\nx,y\n", 2,
                 "a row needs an account, or of a link its destination");
    assert_wrong("link,account\nhttp://a.example/\n", 2,
                 "1 cells where the header has 2");
    assert_wrong("link,account\n,x\n", 2,
                 "a row needs a link or a coupon, and an account");
    assert_wrong("link,account,from\na.example,x,soon\n", 2,
                 "no date or time: soon");
    assert_wrong("link,account\na.example,\xff\n", 2, "this row is no UTF-8");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_owns_its_links_from_its_time_on),
        cmocka_unit_test(
            a_long_link_without_a_tag_is_not_ours_but_its_short_form_is),
        cmocka_unit_test(
            of_several_posts_the_latest_at_or_before_the_visit_owns_it),
        cmocka_unit_test(
            a_link_of_two_accounts_is_ambiguous_from_the_second_on),
        cmocka_unit_test(links_of_one_post_are_one_source),
        cmocka_unit_test(an_empty_table_knows_nobody),
        cmocka_unit_test(a_list_names_long_and_short_links_for_a_time),
        cmocka_unit_test(rows_of_two_accounts_at_one_time_are_ambiguous),
        cmocka_unit_test(what_is_no_list_of_links_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
