#include "drafts.h"

#include "sources/links.h"
#include "sources/plain.h"
#include "sources/words.h"

static void
links_in_a_text_end_before_its_punctuation(void **state)
{
    static const char text[] =
        "See (http://a.example/x_(y)), https://b.example/?q=1. "
        "http://c.example/\xe3\x81\x82 http://localhost http://t.co/Ab1's";
    static const char *const wanted[] = {
        "http://a.example/x_(y)", "https://b.example/?q=1", "http://c.example/",
        "http://t.co/Ab1"};
    struct text rest = TEXT(text);
    struct text link;

    (void)state;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_true(links_next(&rest, &link));
        assert_text(link, wanted[i]);
    }
    assert_false(links_next(&rest, &link));
}

static void
short_links_are_told_by_host_and_shape(void **state)
{
    static const char *const shorts[] = {
        "http://bit.ly/mini9", "http://del.ly/60a1", "https://t.co/x",
        "http://amzn.to/abc", "http://www.tinyurl.com/a"};
    static const char *const longs[] = {
        "http://acme.example/x", "http://cnn.com/video",
        "http://bit.ly/",        "http://del.ly/",
        "http://is.gd",          "http://bbc.uk/news/uk",
        "http://ab.de/x?y=1"};

    (void)state;
    for (size_t i = 0; i < COUNT(shorts); i++)
        assert_true(links_is_short(text_of(shorts[i])));
    for (size_t i = 0; i < COUNT(longs); i++) {
        if (links_is_short(text_of(longs[i])))
            fail_msg("%s", longs[i]);
    }
}

static void
mentions_and_tags_stand_apart_from_words(void **state)
{
    static const char text[] =
        "@acme RT@pat me@mail.example #Deal x#no &#39; #2009 #n1 "
        "\xef\xbc\xa0wide @too@many http://x.example/#frag";
    struct draft *draft = start(DRAFT_POST);

    (void)state;
    words_mentions(draft, TEXT(text));
    words_tags(draft, TEXT(text));
    assert_line(draft, ",\"tags\":[\"deal\",\"n1\"],"
                       "\"mentions\":[\"acme\",\"pat\",\"wide\"]");
}

static void
entities_are_decoded_once(void **state)
{
    struct arena arena = {0};
    struct text same = TEXT("no entity");

    (void)state;
    assert_ptr_equal(plain_basic(&arena, same).at, same.at);
    assert_text(plain_basic(&arena, TEXT("&amp;lt; &lt;&gt; &amp &nbsp;&")),
                "&lt; <> &amp &nbsp;&");
    arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_in_a_text_end_before_its_punctuation),
        cmocka_unit_test(short_links_are_told_by_host_and_shape),
        cmocka_unit_test(mentions_and_tags_stand_apart_from_words),
        cmocka_unit_test(entities_are_decoded_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
