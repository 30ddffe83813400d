#include "rules.h"

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
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
        cmocka_unit_test(raw_words_are_found_as_they_are_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
