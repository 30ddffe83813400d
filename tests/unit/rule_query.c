#include "rules.h"

static void
terms_side_by_side_and_joined_by_and_are_all_needed(void **state)
{
    (void)state;
    YES("dell battery", "my battery is by Dell");
    NO("dell battery", "my battery");
    YES("dell AND battery", "Dell: battery");
    NO("dell AND battery", "Dell");
    YES("a AND b c AND d", "d c b a");
    NO("a AND b c AND d", "d c a");
}

static void
or_needs_one_of_its_terms(void **state)
{
    (void)state;
    YES("dell OR hp", "an HP");
    YES("dell OR hp OR acer", "acer");
    NO("dell OR hp", "lenovo");
}

static void
not_binds_closer_than_and_and_and_closer_than_or(void **state)
{
    (void)state;
    YES("a OR b AND c", "a");
    NO("(a OR b) AND c", "a");
    YES("a b OR c d", "c d");
    NO("a b OR c d", "a d");
    YES("NOT a OR b", "c");
    YES("NOT a OR b", "a b");
    NO("NOT (a OR b)", "b");
    NO("NOT a AND b", "a b");
    YES("NOT a AND b", "b");
    YES("a NOT b", "a");
    NO("a NOT b", "a b");
    YES("NOT NOT a", "a");
    NO("NOT NOT a", "b");
    YES("a AND NOT (b OR c) OR d", "d b");
    YES("NOT (a AND b)", "a");
    NO("NOT (a AND b)", "b a");
    YES("((((a))))", "a");
}

static void
a_query_of_negations_alone_matches_what_lacks_them(void **state)
{
    (void)state;
    YES("NOT spam", "");
    YES("NOT spam NOT eggs", "ham");
    NO("NOT spam NOT eggs", "eggs");
}

static void
operators_are_upper_case(void **state)
{
    (void)state;
    YES("this or that", "that or this");
    NO("this or that", "that");
    NO("this not that", "this");
}

static void
fields_are_compared_whole_and_folded(void **state)
{
    struct text links[] = {TEXT("http://a.example/"),
                           TEXT("http://www.Dell.example/Outlet?x=1")};
    struct rule_post post = {.text = TEXT("hello"),
                             .author = TEXT("twitter:12345"),
                             .fields = {[RULE_AUTHOR] = TEXT("DellOutlet"),
                                        [RULE_SOURCE] = TEXT("twitter"),
                                        [RULE_LANG] = TEXT("pt-BR"),
                                        [RULE_PLACE] = TEXT("Ideas for XPS"),
                                        [RULE_ROLE] = TEXT("offers")},
                             .links = {links, 2}};

    (void)state;
    assert_true(post_matches("author:delloutlet", post));
    assert_true(post_matches("author:@DellOutlet", post));
    assert_true(post_matches("author:twitter:12345", post));
    assert_true(post_matches("author:dell*", post));
    assert_false(post_matches("author:dell", post));
    assert_true(post_matches("source:Twitter hello", post));
    assert_true(post_matches("lang:pt", post));
    assert_true(post_matches("lang:pt-br", post));
    assert_false(post_matches("lang:p", post));
    assert_false(post_matches("lang:pt-PT", post));
    assert_true(post_matches("links:dell.example/outlet", post));
    assert_false(post_matches("links:hp.example", post));
    assert_true(post_matches("place:\"ideas for xps\"", post));
    assert_false(post_matches("country:us", post));
    assert_true(post_matches("NOT country:us", post));
    assert_false(post_matches("hello NOT role:offers", post));
    assert_false(post_matches("lang:pt AND goodbye", post));
}

static void
in_an_example_a_field_is_whatever_its_query_would_like(void **state)
{
    struct rule_post post = {.text = TEXT("hello"), .is_example = true};

    (void)state;
    assert_true(post_matches("hello author:dell", post));
    assert_true(post_matches("hello NOT author:dell", post));
    assert_true(post_matches("hello AND NOT (a OR author:dell)", post));
    assert_false(post_matches("goodbye author:dell", post));
    assert_false(post_matches("NOT (hello OR author:dell)", post));
}

static void
a_query_may_go_on_over_lines_with_comments_between(void **state)
{
    (void)state;
    YES("a OR\n  b OR\n# not c\n\tc", "c");
    NO("a OR\n  b OR\n# not c\n\tc", "not");
    YES("a\n #tag", "#tag a");
}

static void
why_shows_the_words_as_they_stand_in_the_post(void **state)
{
    struct rule_post post = {
        .title = TEXT("Help"),
        .text = TEXT("My Dell\xe2\x80\x99s BATTERY \xe2\x80\x93 life is bad"),
        .fields = {[RULE_LANG] = TEXT("en")}};

    (void)state;
    assert_why("dell AND batter*", post, "Dell\xe2\x80\x99s, BATTERY");
    assert_why("\"battery life\" OR nothing", post,
               "BATTERY \xe2\x80\x93 life");
    assert_why("lang:EN help NOT hp", post, "lang:en, Help");
    assert_why("(my OR bad) (batter* OR battery)", post, "My, bad, BATTERY");
    assert_why("NOT hp", post, "");
    assert_why("NOT (NOT bad OR hp)", post, "bad");
}

static void
what_is_wrong_in_a_query_is_told_with_its_column(void **state)
{
    (void)state;
    assert_wrong("label: x\nquery: a OR\n  b AND\n\tOR c\n", 4, 2,
                 "OR stands between two terms");
    assert_wrong_query("(a OR b", 1, "this group is never closed");
    assert_wrong_query("a OR b)", 7, "this ) closes nothing");
    assert_wrong_query(")", 1, "this ) closes nothing");
    assert_wrong_query("a AND ()", 8, "a term is missing before )");
    assert_wrong_query("a AND", 6, "a term is missing at the end of the query");
    assert_wrong_query("AND a", 1, "AND stands between two terms");
    assert_wrong_query("a AND OR b", 7, "OR stands between two terms");
    assert_wrong_query("a NOT", 6, "a term is missing at the end of the query");
    assert_wrong_query("\xc3\xa9 \"open", 3, "this quote is never closed");
    assert_wrong_query("a \"\"", 4, "there is no word in this");
    assert_wrong_query("a &", 3, "there is no word in this");
    assert_wrong_query("b*t", 2, "a * may only end a word");
    assert_wrong_query("*bat", 1, "a * may only end a word");
    assert_wrong_query("x b*", 3, "a wildcard needs two letters before its *");
    assert_wrong_query("#1", 1, "#1 is no tag");
    assert_wrong_query("#a-b", 1, "#a-b is no tag");
    assert_wrong_query("@", 1, "@ is no name");
    assert_wrong_query("a author:", 3, "author: needs a value");
    assert_wrong_query("links:\"\"", 8, "links: needs a value");
    assert_wrong_query("auhtor:x", 1,
                       "there is no field auhtor: (within quotes a : is fine)");
    assert_wrong_query("a -b", 3,
                       "-b: to leave a word out, write NOT before it");
    assert_wrong_query("+b", 1,
                       "+b: terms side by side are all needed, without a +");
    assert_wrong_query("\"see http://x.example\"", 6,
                       "links are searched with links:, not as words");
}

static void
near_counts_words_in_either_order_or_in_the_one_written(void **state)
{
    (void)state;
    YES("dell NEAR/1 battery", "dell battery");
    YES("dell NEAR/1 battery", "battery: dell");
    NO("dell NEAR/1 battery", "dell's new battery");
    YES("dell NEAR/2 battery", "dell's new battery");
    YES("dell NEAR/2f battery", "dell, new battery");
    NO("dell NEAR/2f battery", "battery of dell");
    NO("dell NEAR/5 dell", "dell");
    YES("dell NEAR/5 dell", "dell, oh dell");
    YES("(dell OR hp) NEAR/3 (batter* OR \"power supply\")",
        "power supply of an HP");
    NO("\"a b\" NEAR/1 \"b c\"", "a b c");
    YES("\"a b\" NEAR/1 \"b c\"", "a b c b c a b b c");
    YES("x NOT a NEAR/1 b", "x a c b");
    NO("x NOT a NEAR/1 b", "x a b");
    YES("#xps NEAR/2 @dell", "@dell my #xps");
    assert_false(
        post_matches("a NEAR/9 b", (struct rule_post){.title = TEXT("a"),
                                                      .text = TEXT("b")}));
}

static void
what_near_raw_and_expressions_cannot_take_is_refused(void **state)
{
    static const char *const pair =
        "NEAR joins two words or phrases, or groups of them with OR";
    static const char *const form =
        "NEAR is written NEAR/5, or NEAR/5f for `before`; from 1 to 100";

    (void)state;
    assert_wrong_query("a NEAR b", 3, form);
    assert_wrong_query("a NEAR/0 b", 3, form);
    assert_wrong_query("a NEAR/101 b", 3, form);
    assert_wrong_query("a NEAR/5g b", 3, form);
    assert_wrong_query("(a b) NEAR/5 c", 7, pair);
    assert_wrong_query("a NEAR/5 NOT c", 10, "a term is missing");
    assert_wrong_query("a NEAR/5 b NEAR/5 c", 12, pair);
    assert_wrong_query("NEAR/5 b", 1, "NEAR stands between two terms");
    assert_wrong_query("a raw:", 3, "raw: needs a word");
    assert_wrong_query("raw:a*b", 5, "raw: takes a * at its end alone: a*b");
    assert_wrong_query("a /x", 3,
                       "this regular expression is never closed: it ends in / "
                       "on the same line");
    assert_wrong_query("/x/y", 1,
                       "a space or ) follows a regular expression (within "
                       "one, / is written \\/)");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_side_by_side_and_joined_by_and_are_all_needed),
        cmocka_unit_test(or_needs_one_of_its_terms),
        cmocka_unit_test(not_binds_closer_than_and_and_and_closer_than_or),
        cmocka_unit_test(a_query_of_negations_alone_matches_what_lacks_them),
        cmocka_unit_test(operators_are_upper_case),
        cmocka_unit_test(fields_are_compared_whole_and_folded),
        cmocka_unit_test(
            in_an_example_a_field_is_whatever_its_query_would_like),
        cmocka_unit_test(a_query_may_go_on_over_lines_with_comments_between),
        cmocka_unit_test(why_shows_the_words_as_they_stand_in_the_post),
        cmocka_unit_test(what_is_wrong_in_a_query_is_told_with_its_column),
        cmocka_unit_test(
            near_counts_words_in_either_order_or_in_the_one_written),
        cmocka_unit_test(what_near_raw_and_expressions_cannot_take_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
