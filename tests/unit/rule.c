#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "domain/rule_match.h"

/* A set of one file, ready to match. */
struct bench {
    struct rule_set *set;
    struct rule_match *match;
};

static struct bench
bench_of(const char *content)
{
    struct bench bench = {rule_set_new(), NULL};
    struct rule_error error;

    if (!rule_set_add(bench.set, TEXT("x.rules"), text_of(content), &error))
        fail_msg("%u:%u: %s", error.line, error.column, error.why);
    rule_set_seal(bench.set);
    bench.match = rule_match_new(bench.set);
    return bench;
}

static void
bench_free(struct bench bench)
{
    rule_match_free(bench.match);
    rule_set_free(bench.set);
}

static bool
post_matches(const char *query, struct rule_post post)
{
    char content[4096];
    struct bench bench;
    bool found;

    snprintf(content, sizeof(content), "label: x\nquery: %s\n", query);
    bench = bench_of(content);
    found = rule_match(bench.match, &post)->rule_count == 1;
    bench_free(bench);
    return found;
}

static bool
matches(const char *query, const char *text)
{
    return post_matches(query, (struct rule_post){.text = text_of(text)});
}

#define YES(query, text) assert_true(matches(query, text))
#define NO(query, text) assert_false(matches(query, text))

static void
assert_wrong(const char *content, unsigned line, unsigned column,
             const char *why)
{
    struct rule_set *set = rule_set_new();
    struct rule_error error;

    assert_false(rule_set_add(set, TEXT("x"), text_of(content), &error));
    assert_string_equal(error.why, why);
    assert_int_equal(error.line, line);
    assert_int_equal(error.column, column);
    rule_set_free(set);
}

static void
assert_wrong_query(const char *query, unsigned column, const char *why)
{
    char content[4096];

    snprintf(content, sizeof(content), "label: x\nquery: %s\n", query);
    assert_wrong(content, 2, column + 7, why);
}

static void
assert_why(const char *query, struct rule_post post, const char *expected)
{
    struct buffer content = {0};
    struct buffer said = {0};
    struct bench bench;
    const struct rule_span *spans;
    size_t count;

    buffer_printf(&content, "label: x\nquery: %s\n", query);
    bench = bench_of(buffer_string(&content));
    assert_int_equal(rule_match(bench.match, &post)->rule_count, 1);
    spans = rule_match_why(bench.match, 0, &count);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&said, "%s%s%.*s", i == 0 ? "" : ", ", spans[i].before,
                      TEXT_ARGS(spans[i].found));
    assert_string_equal(buffer_string(&said), expected);
    buffer_free(&content);
    buffer_free(&said);
    bench_free(bench);
}

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
a_phrase_needs_its_words_side_by_side_whatever_is_between(void **state)
{
    (void)state;
    YES("\"battery life\"", "Battery... life!");
    YES("\"battery life\"", "battery\n\"life\"");
    NO("\"battery life\"", "battery my life");
    NO("\"battery life\"", "life battery");
    YES("\"a b a c\"", "a b a b a c");
    YES("\"a a b\"", "a a a b");
    YES("\"the #dell outlet\"", "the Dell Outlet");
    NO("\"battery life\"", "battery http://t.co/x life");
    YES("\"batter* life\"", "batteries' life");
    YES("\"one\"", "one");
}

static void
punctuation_within_a_word_makes_it_a_phrase(void **state)
{
    (void)state;
    YES("wi-fi", "Wi-Fi");
    YES("wi-fi", "wi fi");
    NO("wi-fi", "fi wi");
    NO("wi-fi", "wifi");
    YES("3.5", "a 3.5 inch disk");
    YES("xps-13*", "an XPS 13");
}

static void
a_phrase_never_spans_title_and_text(void **state)
{
    struct rule_post post = {.title = TEXT("battery"), .text = TEXT("life")};

    (void)state;
    assert_true(post_matches("battery life", post));
    assert_false(post_matches("\"battery life\"", post));
    post.title = TEXT("my battery life");
    assert_true(post_matches("\"battery life\"", post));
}

static void
a_star_stands_for_any_end_of_a_word(void **state)
{
    (void)state;
    YES("batter*", "Batteries");
    YES("batter*", "batter");
    NO("batter*", "batte");
    NO("batter*", "flatbattery");
    YES("caf*", "CAF\xc3\x89S");
    YES("#dell*", "#DellXPS");
    YES("@dell*", "@DellCares");
    NO("#dell*", "@DellCares dellxps");
    YES("ba* AND bat* AND batt*", "batt");
    NO("ba* AND bat* AND batt*", "bat");
}

static void
a_word_is_found_in_tags_and_names_but_they_not_in_words(void **state)
{
    (void)state;
    YES("dell", "#Dell");
    YES("dell", "@dell_cares");
    YES("#dell", "so: #DELL!");
    NO("#dell", "dell @dell #delloutlet");
    YES("@dellcares", "hi @DellCares's people");
    NO("@dellcares", "dellcares #dellcares john@dellcares.example");
    YES("@dell_cares", "@Dell_Cares");
    YES("@dell", "@dell@mastodon.example");
    YES("@dell.bsky.example", "@Dell.bsky.example.");
    YES("#\xe9\x9b\xbb\xe6\xb1\xa0", "\xe9\x9b\xbb #\xe9\x9b\xbb\xe6\xb1\xa0");
}

static void
tags_and_mentions_of_the_record_count_like_those_of_the_text(void **state)
{
    const struct text tag = TEXT("XPS");
    const struct text name = TEXT("Dell");
    struct rule_post post = {
        .text = TEXT("look"), .tags = {&tag, 1}, .mentions = {&name, 1}};

    (void)state;
    assert_true(post_matches("#xps", post));
    assert_true(post_matches("@dell", post));
    assert_false(post_matches("xps", post));
    assert_false(post_matches("@xps OR #dell", post));
    assert_why("#xps @dell", post, "#XPS, @Dell");
}

static void
case_and_composition_do_not_matter(void **state)
{
    (void)state;
    YES("CAF\xc3\x89", "caf\xc3\xa9");
    YES("caf\xc3\xa9", "CAFE\xcc\x81");
    YES("cafe\xcc\x81", "Caf\xc3\xa9");
    NO("cafe", "caf\xc3\xa9");
    YES("stra\xc3\x9f"
        "e",
        "STRASSE");
    YES("\xce\x9f\xce\x94\xce\x9f\xce\xa3", "\xce\xbf\xce\xb4\xce\xbf\xcf\x82");
    YES("\xd0\x94\xd0\x95\xd0\x9b\xd0\x9b", "\xd0\xb4\xd0\xb5\xd0\xbb\xd0\xbb");
    YES("dell", "\xef\xbc\xa4\xef\xbc\xa5\xef\xbc\xac\xef\xbc\xac");
    YES("\xe3\x83\x90", "\xe3\x83\x8f\xe3\x82\x99");
    YES("\xea\xb0\x80\xeb\x82\x98",
        "\xe1\x84\x80\xe1\x85\xa1\xe1\x84\x82\xe1\x85\xa1");
}

static void
a_dotted_capital_i_keeps_its_dot_as_full_folding_has_it(void **state)
{
    (void)state;
    YES("\xc4\xb0stanbul", "i\xcc\x87stanbul");
    NO("istanbul", "\xc4\xb0stanbul");
    NO("i", "\xc4\xb1");
    YES("i", "I");
}

static void
apostrophes_are_one_and_part_of_a_word_only_within_it(void **state)
{
    (void)state;
    YES("don't", "DON\xe2\x80\x99T");
    YES("don\xe2\x80\x99t", "don't");
    NO("don", "don't");
    NO("can", "can't");
    YES("dell", "Dell's");
    YES("dell's", "Dell\xe2\x80\x99s");
    YES("\"dell support\"", "Dell's support");
    YES("dell", "the 'Dell'");
    YES("ordinateur", "l\xe2\x80\x99ordinateur");
    YES("il", "qu'il");
    NO("m", "I'm");
}

static void
each_character_of_scripts_without_spaces_is_a_word(void **state)
{
    (void)state;
    YES("\xe9\x9b\xbb\xe6\xb1\xa0",
        "\xe3\x81\x93\xe3\x81\xae\xe9\x9b\xbb\xe6\xb1\xa0\xe3\x81\x8c");
    NO("\xe9\x9b\xbb\xe6\xb1\xa0", "\xe6\xb1\xa0\xe9\x9b\xbb");
    YES("dell", "dell\xe3\x81\xae\xe9\x9b\xbb\xe6\xb1\xa0");
    YES("\xe9\x9b\xbb\xe6\xb1\xa0", "http://t.co/x\xe9\x9b\xbb\xe6\xb1\xa0");
}

static void
each_emoji_is_a_word(void **state)
{
    (void)state;
    YES("\xf0\x9f\x94\x8b", "my\xf0\x9f\x94\x8b!");
    YES("\xe2\x9d\xa4", "\xe2\x9d\xa4\xef\xb8\x8f");
    YES("\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4");
    YES("\xf0\x9f\x91\x8d", "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd");
    NO("\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", "\xf0\x9f\x91\x8d");
    YES("\xf0\x9f\x91\xa9", "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9");
    YES("dell", "\xf0\x9f\x91\x8d"
                "dell");
}

static void
a_link_has_no_words(void **state)
{
    (void)state;
    NO("hp OR http OR co", "http://t.co/hp");
    NO("dell OR www", "www.dell.example/outlet");
    YES("www", "the www");
    YES("http", "http is a protocol");
    YES("after", "https://dell.example/a?b=c after");
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

static const char several[] = "\xef\xbb\xbf# the first\r\n"
                              "label: late\r\n"
                              "query: late OR slow\r\n"
                              "urgency: low\r\n"
                              "route: shipping\r\n"
                              "\r\n"
                              "label: broken\r\n"
                              "query: broken\r\n"
                              "expect: it is\r\n"
                              "  broken\r\n"
                              "reject: fine\r\n"
                              "\r\n"
                              "  \r\n"
                              "label: late\r\n"
                              "query: \"not here\"\r\n"
                              "urgency: high\r\n"
                              "\r\n"
                              "label: fire\r\n"
                              "query: fire\r\n"
                              "urgency: high\r\n"
                              "route: safety";

static void
labels_come_once_in_the_order_of_the_files(void **state)
{
    struct bench bench = bench_of(several);
    struct rule_post post = {.text = TEXT("broken, not here, and slow")};
    const struct rule_found *found = rule_match(bench.match, &post);

    (void)state;
    assert_int_equal(found->rule_count, 3);
    assert_int_equal(found->label_count, 2);
    assert_true(
        text_equal(rule_set_label(bench.set, found->labels[0]), TEXT("late")));
    assert_true(text_equal(rule_set_label(bench.set, found->labels[1]),
                           TEXT("broken")));
    post.text = TEXT("nothing of this");
    assert_int_equal(rule_match(bench.match, &post)->label_count, 0);
    bench_free(bench);
}

static void
the_most_urgent_rule_that_names_a_route_routes(void **state)
{
    struct bench bench = bench_of(several);
    struct rule_post post = {.text = TEXT("slow, broken, not here")};
    const struct rule_found *found = rule_match(bench.match, &post);

    (void)state;
    assert_true(text_equal(found->route, TEXT("shipping")));
    assert_int_equal(found->urgency, RULE_HIGH);
    post.text = TEXT("slow fire");
    found = rule_match(bench.match, &post);
    assert_true(text_equal(found->route, TEXT("safety")));
    assert_int_equal(found->urgency, RULE_HIGH);
    post.text = TEXT("broken");
    found = rule_match(bench.match, &post);
    assert_null(found->route.at);
    assert_int_equal(found->urgency, RULE_UNSAID);
    post.text = TEXT("slow");
    assert_int_equal(rule_match(bench.match, &post)->urgency, RULE_LOW);
    bench_free(bench);
}

static void
rules_and_examples_know_their_lines(void **state)
{
    struct bench bench = bench_of(several);
    const struct rule_example *example = rule_set_example(bench.set, 0);

    (void)state;
    assert_int_equal(rule_set_count(bench.set), 4);
    assert_int_equal(rule_set_rule(bench.set, 0)->line, 2);
    assert_int_equal(rule_set_rule(bench.set, 1)->line, 7);
    assert_int_equal(rule_set_rule(bench.set, 3)->line, 18);
    assert_int_equal(rule_set_example_count(bench.set), 2);
    assert_int_equal(example->rule, 1);
    assert_int_equal(example->line, 9);
    assert_true(example->expected);
    assert_true(text_equal(example->text, TEXT("it is\r\n  broken")));
    assert_false(rule_set_example(bench.set, 1)->expected);
    bench_free(bench);
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
raw_words_are_found_as_they_are_written(void **state)
{
    (void)state;
    YES("raw:US", "made in the US!");
    NO("raw:US", "tell us");
    YES("raw:\"C++\"", "I write C++ here");
    NO("raw:\"C++\"", "I write C here");
    NO("raw:\"C++\"", "I write c++ here");
    YES("raw:App*", "an Apple");
    NO("raw:App*", "an apple");
    NO("raw:Dell", "Dell's");
    YES("raw:it's OR raw:\"Dell Inc.\"", "Dell Inc. says");
    NO("raw:\"Dell Inc.\"", "Dell  Inc. says");
    YES("raw:US NEAR/2 made", "made in US");
}

static void
a_defined_query_stands_wherever_it_is_named(void **state)
{
    struct bench bench =
        bench_of("define: product\nquery: mini OR \"studio laptop\"\n\n"
                 "define: ours\nquery: $product OR NOT hp\n\n"
                 "label: a\nquery: $product NEAR/3 batter*\n\n"
                 "label: b\nquery: hp NOT $ours\n");
    struct rule_post post = {.text = TEXT("battery of my mini, no hp")};

    (void)state;
    assert_int_equal(rule_match(bench.match, &post)->rule_count, 1);
    post.text = TEXT("hp battery");
    assert_int_equal(rule_match(bench.match, &post)->rules[0], 1);
    bench_free(bench);
    YES("$5", "it costs $5");
    assert_wrong_query("x $y", 3, "no define: of this name stands before it");
    assert_wrong("define: a\nquery: x\n\ndefine: a\nquery: y\n", 4, 9,
                 "a is defined before");
    assert_wrong("define: a\nlabel: b\nquery: x\n", 1, 9,
                 "beside define: stands query: alone");
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

static void
what_is_wrong_in_a_file_is_told_with_its_line(void **state)
{
    (void)state;
    assert_wrong("label: x\n", 1, 1, "this rule has no query:");
    assert_wrong("\n# c\nquery: x\n\nlabel: y\n", 3, 1,
                 "this rule has no label:");
    assert_wrong("label: x\nquery: a\nlabel: y\n", 3, 1,
                 "label: twice in one rule");
    assert_wrong("label: x\nquery: a\nurgency: soon\n", 3, 10,
                 "urgency is low, normal or high");
    assert_wrong("label: x\nquery:\n", 2, 1, "query: is empty");
    assert_wrong(
        "label: x\nqery: a\n", 2, 1,
        "a rule has label (or define), query, route, urgency, expect and "
        "reject, "
        "no qery");
    assert_wrong("label: x\nno colon\n", 2, 1, "a line is `key: value`");
    assert_wrong("  label: x\n", 1, 1, "this line goes on with nothing");
    assert_wrong("label: x\n  y\nquery: z\n", 1, 8, "a label takes one line");
    assert_wrong("label: \xff\nquery: z\n", 1, 1, "this rule is no UTF-8");
}

static void
hostile_queries_are_refused_or_linear(void **state)
{
    struct buffer content = {0};
    struct rule_set *set = rule_set_new();
    struct rule_error error;

    (void)state;
    buffer_add_string(&content, "label: x\nquery: ");
    for (int i = 0; i < 10000000; i++)
        buffer_add_char(&content, '(');
    assert_false(rule_set_add(set, TEXT("x"), buffer_text(&content), &error));
    assert_string_equal(error.why, "groups are nested too deep");
    buffer_clear(&content);
    buffer_add_string(&content, "label: x\nquery: ");
    for (int i = 0; i < 100000; i++)
        buffer_printf(&content, "NOT NOT word%d OR ", i);
    buffer_add_string(&content, "z");
    assert_true(rule_set_add(set, TEXT("x"), buffer_text(&content), &error));
    rule_set_seal(set);
    assert_int_equal(rule_set_count(set), 1);
    rule_set_free(set);
    buffer_free(&content);
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
        cmocka_unit_test(
            a_phrase_needs_its_words_side_by_side_whatever_is_between),
        cmocka_unit_test(punctuation_within_a_word_makes_it_a_phrase),
        cmocka_unit_test(a_phrase_never_spans_title_and_text),
        cmocka_unit_test(a_star_stands_for_any_end_of_a_word),
        cmocka_unit_test(
            a_word_is_found_in_tags_and_names_but_they_not_in_words),
        cmocka_unit_test(
            tags_and_mentions_of_the_record_count_like_those_of_the_text),
        cmocka_unit_test(case_and_composition_do_not_matter),
        cmocka_unit_test(
            a_dotted_capital_i_keeps_its_dot_as_full_folding_has_it),
        cmocka_unit_test(apostrophes_are_one_and_part_of_a_word_only_within_it),
        cmocka_unit_test(each_character_of_scripts_without_spaces_is_a_word),
        cmocka_unit_test(each_emoji_is_a_word),
        cmocka_unit_test(a_link_has_no_words),
        cmocka_unit_test(fields_are_compared_whole_and_folded),
        cmocka_unit_test(
            in_an_example_a_field_is_whatever_its_query_would_like),
        cmocka_unit_test(a_query_may_go_on_over_lines_with_comments_between),
        cmocka_unit_test(labels_come_once_in_the_order_of_the_files),
        cmocka_unit_test(the_most_urgent_rule_that_names_a_route_routes),
        cmocka_unit_test(rules_and_examples_know_their_lines),
        cmocka_unit_test(why_shows_the_words_as_they_stand_in_the_post),
        cmocka_unit_test(what_is_wrong_in_a_query_is_told_with_its_column),
        cmocka_unit_test(
            near_counts_words_in_either_order_or_in_the_one_written),
        cmocka_unit_test(raw_words_are_found_as_they_are_written),
        cmocka_unit_test(a_defined_query_stands_wherever_it_is_named),
        cmocka_unit_test(what_near_raw_and_expressions_cannot_take_is_refused),
        cmocka_unit_test(what_is_wrong_in_a_file_is_told_with_its_line),
        cmocka_unit_test(hostile_queries_are_refused_or_linear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
