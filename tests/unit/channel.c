#include "texts.h"

#include <stdio.h>

#include "domain/channel.h"

static struct channel_facts
facts_of(const char *source, const char *medium, const char *campaign)
{
    return (struct channel_facts){{[CHANNEL_SOURCE] = text_of(source),
                                   [CHANNEL_MEDIUM] = text_of(medium),
                                   [CHANNEL_CAMPAIGN] = text_of(campaign)}};
}

static void
assert_channel(struct channels *channels, const char *source,
               const char *medium, const char *campaign, const char *channel)
{
    struct channel_facts facts = facts_of(source, medium, campaign);

    assert_text(channel_of(channels, &facts), channel);
    assert_text(channel_of(channels, &facts), channel); /* from memory */
}

static void
every_row_of_the_default_has_cases_for_and_against_and_they_hold(void **state)
{
    struct channels *channels = channels_new();
    struct channel_table *table = channels_table(channels);
    size_t for_it[32] = {0}, against[32] = {0};

    (void)state;
    assert_int_equal(channel_table_count(table), 19);
    for (size_t i = 0; i < channel_table_example_count(table); i++) {
        const struct channel_example *example = channel_table_example(table, i);
        size_t found = channel_table_find(table, channels_sources(channels),
                                          &example->facts);

        if ((found == example->channel) != example->expected)
            fail_msg("ga4.channels:%u: %.*s", example->line,
                     TEXT_ARGS(example->text));
        (example->expected ? for_it : against)[example->channel]++;
    }
    for (size_t i = 0; i < channel_table_count(table); i++) {
        assert_true(for_it[i] > 0);
        assert_true(against[i] > 0);
    }
    channels_free(channels);
}

static void
the_first_row_that_fits_counts(void **state)
{
    struct channels *channels = channels_new();

    (void)state;
    assert_channel(channels, "google", "cpm", NULL, "Paid Search");
    assert_channel(channels, "partner.example", "cpm", NULL, "Display");
    assert_channel(channels, "partner.example", "xcpmx", NULL, "Paid Other");
    assert_channel(channels, "google", "cpc", "shop", "Paid Shopping");
    assert_channel(channels, "google", "cpc", "eshop", "Paid Shopping");
    assert_channel(channels, "google", "cpc", "ESHOP", "Paid Shopping");
    assert_channel(channels, "google", "cpc", "e-shop", "Paid Shopping");
    assert_channel(channels, "google", "cpc", "workshop", "Paid Search");
    assert_channel(channels, "google", "cpc", "bishop", "Paid Search");
    assert_channel(channels, "google", "cpc", "yourshopping", "Paid Shopping");
    assert_channel(channels, NULL, NULL, NULL, "Direct");
    assert_channel(channels, "(not set)", "(not set)", NULL, "Unassigned");
    channels_free(channels);
}

static struct channel_table *
table_of(const char *content)
{
    struct rule_error error;
    struct channel_table *table = channel_table_new(text_of(content), &error);

    if (table == NULL)
        fail_msg("%u:%u: %s", error.line, error.column, error.why);
    return table;
}

static void
assert_found(const char *content, const char *source, const char *medium,
             const char *channel)
{
    struct channel_table *table = table_of(content);
    struct source_list *none = source_list_new();
    struct channel_facts facts = facts_of(source, medium, NULL);

    assert_text(
        channel_table_name(table, channel_table_find(table, none, &facts)),
        channel);
    source_list_free(none);
    channel_table_free(table);
}

static void
a_condition_asks_what_its_words_say(void **state)
{
    static const struct {
        const char *condition, *medium;
        bool holds;
    } cases[] = {
        {"medium is cpc", "cpc", true},
        {"medium is cpc", "CPC", true},
        {"medium is cpc", "cpcs", false},
        {"medium is ppc, e mail", "e mail", true},
        {"medium is cpc", NULL, false},
        {"not medium is cpc", "cpc", false},
        {"not medium is cpc", NULL, true},
        {"medium starts paid", "paid-social", true},
        {"medium starts paid", "pai", false},
        {"medium starts paid", "unpaid", false},
        {"medium ends push", "web-push", true},
        {"medium ends push", "pushed", false},
        {"medium contains mobile, notif", "x-notif-x", true},
        {"medium contains mobile", "mob", false},
        {"medium matches c.c|x", "CPC", true},
        {"medium matches c.c|x", "cpcs", false},
        {"medium missing", NULL, true},
        {"medium missing", "x", false},
        {"not medium missing", "x", true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char content[200];

        snprintf(content, sizeof(content),
                 "channel: yes\nwhen: %s\n\nchannel: no\n", cases[i].condition);
        assert_found(content, NULL, cases[i].medium,
                     cases[i].holds ? "yes" : "no");
    }
}

static void
when_begins_another_way_and_and_narrows_it(void **state)
{
    static const char table[] =
        "case: matters\n\n"
        "channel: A\nwhen: source is x\nand: medium is y\n"
        "when: medium is z\n\n# else\nchannel: B\n";

    (void)state;
    assert_found(table, "x", "y", "A");
    assert_found(table, "x", "n", "B");
    assert_found(table, "n", "y", "B");
    assert_found(table, "n", "z", "A");
    assert_found(table, "n", "Z", "B");
}

static void
assert_wrong(const char *content, unsigned line, const char *why)
{
    struct rule_error error;

    assert_null(channel_table_new(text_of(content), &error));
    assert_string_equal(error.why, why);
    assert_int_equal(error.line, line);
}

static void
what_is_no_table_says_why(void **state)
{
    (void)state;
    assert_wrong("", 1, "the last channel takes what is left: it has no when:");
    assert_wrong("channel: A\nwhen: medium is x\n", 3,
                 "the last channel takes what is left: it has no when:");
    assert_wrong("channel: A\n\nchannel: B\n", 3,
                 "nothing gets here: A, which has no when:, takes it all");
    assert_wrong("when: medium is x\n", 1, "a block begins with channel:");
    assert_wrong("channel: A\nand: medium is x\n", 2, "and: comes after when:");
    assert_wrong("channel: A\nwhere: medium is x\n", 2,
                 "a channel has channel, when, and, expect and reject, no "
                 "where");
    assert_wrong("channel: A\nwhen: colour is x\n", 2,
                 "a condition begins with source, medium, campaign, touch or "
                 "account");
    assert_wrong("channel: A\nwhen: medium has x\n", 2,
                 "a medium is, in, starts, ends, contains, matches or is "
                 "missing");
    assert_wrong("channel: A\nwhen: medium is\n", 2, "is what?");
    assert_wrong("channel: A\nwhen: medium is a,,b\n", 2, "a value is empty");
    assert_wrong("channel: A\nwhen: medium in social\n", 2,
                 "only a source is in something");
    assert_wrong(
        "channel: A\nexpect: google\n", 2,
        "an example is `SOURCE / MEDIUM / CAMPAIGN / TOUCH / ACCOUNT`, "
        "two of them at least");
    assert_wrong("case: no\n\nchannel: A\n", 1, "case is ignored or matters");
    assert_wrong("channel: A\nwhen: medium matches (a\n\nchannel: B\n", 2,
                 "this is no expression: Unmatched ( or \\(");
}

static void
assert_origin(const struct channel_facts *facts, const char *source,
              const char *medium)
{
    assert_text(facts->at[CHANNEL_SOURCE], source);
    assert_text(facts->at[CHANNEL_MEDIUM], medium);
}

static void
a_click_id_tells_source_and_medium(void **state)
{
    static const char *const cases[][3] = {{"gclid", "google", "cpc"},
                                           {"msclkid", "bing", "cpc"},
                                           {"dclid", "dfa", "cpm"},
                                           {"ttclid", "tiktok", "cpc"},
                                           {"twclid", "twitter", "cpc"},
                                           {"li_fat_id", "linkedin", "cpc"},
                                           {"yclid", "yandex", "cpc"},
                                           {"ScCid", "snapchat", "cpc"},
                                           {"fbclid", "facebook", "referral"},
                                           {"irclickid", "impact", "affiliate"},
                                           {"srsltid", "google", "organic"},
                                           {"xyzid", "xyzid", "(not set)"}};
    struct channel_facts facts;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        channel_of_click(text_of(cases[i][0]), &facts);
        assert_origin(&facts, cases[i][1], cases[i][2]);
    }
}

static void
a_referrer_tells_source_and_medium_by_the_list(void **state)
{
    static const char *const cases[][3] = {
        {"google.com", "google", "organic"},
        {"google.co.uk", "google", "organic"},
        {"news.google.com", "google-news", "referral"},
        {"mail.google.com", "gmail", "email"},
        {"plus.google.com", "google-plus", "referral"},
        {"search.yahoo.com", "yahoo", "organic"},
        {"de.search.yahoo.com", "yahoo", "organic"},
        {"t.co", "twitter", "referral"},
        {"l.facebook.com", "facebook", "referral"},
        {"com.google.android.gm", "gmail", "email"},
        {"blog.example", "blog.example", "referral"},
        {"notgoogle.example", "notgoogle.example", "referral"},
        {"google.example.com", "google.example.com", "referral"}};
    struct channels *channels = channels_new();
    struct channel_facts facts;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        channel_of_referrer(channels, text_of(cases[i][0]), &facts);
        assert_origin(&facts, cases[i][1], cases[i][2]);
    }
    channels_free(channels);
}

static const char *
category_of(const struct source_list *list, const char *source)
{
    const struct source *found = source_list_find(list, text_of(source));

    return found == NULL ? "" : found->category.at; /* a NUL behind it */
}

static void
a_source_is_a_host_with_its_subdomains_or_a_name(void **state)
{
    struct source_list *list = source_list_new();
    struct listing_error error;
    char long_host[300];

    (void)state;
    assert_true(source_list_add(
        list,
        TEXT("source,category,name\ngoogle.*,search,google\n"
             "mail.google.com,email,gmail\nTwitter.com,social,Twitter\n"
             "ig,social,instagram\n"),
        &error));
    assert_string_equal(category_of(list, "google.com"), "search");
    assert_string_equal(category_of(list, "images.google.com.br"), "search");
    assert_string_equal(category_of(list, "Google"), "search");
    assert_string_equal(category_of(list, "google."), "");
    assert_string_equal(category_of(list, ".google"), "search");
    assert_string_equal(category_of(list, "google..com"), "");
    assert_string_equal(category_of(list, "my.mail.google.com"), "email");
    assert_string_equal(category_of(list, "MOBILE.twitter.com"), "social");
    assert_string_equal(category_of(list, "nottwitter.com"), "");
    assert_string_equal(category_of(list, "twitter"), "social");
    assert_string_equal(category_of(list, "IG"), "social");
    assert_string_equal(category_of(list, "ig.example"), "");
    assert_string_equal(category_of(list, ""), "");
    memset(long_host, 'a', sizeof(long_host) - 1);
    long_host[sizeof(long_host) - 1] = '\0';
    assert_string_equal(category_of(list, long_host), "");
    source_list_free(list);
}

static void
a_source_that_stands_twice_is_an_error(void **state)
{
    struct source_list *list = source_list_new();
    struct listing_error error;

    (void)state;
    assert_false(source_list_add(
        list, TEXT("source,category,name\nx.example,social,\nX.example,a,\n"),
        &error));
    assert_string_equal(error.why, "X.example stands twice");
    assert_int_equal(error.line, 3);
    source_list_free(list);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_row_of_the_default_has_cases_for_and_against_and_they_hold),
        cmocka_unit_test(the_first_row_that_fits_counts),
        cmocka_unit_test(a_condition_asks_what_its_words_say),
        cmocka_unit_test(when_begins_another_way_and_and_narrows_it),
        cmocka_unit_test(what_is_no_table_says_why),
        cmocka_unit_test(a_click_id_tells_source_and_medium),
        cmocka_unit_test(a_referrer_tells_source_and_medium_by_the_list),
        cmocka_unit_test(a_source_is_a_host_with_its_subdomains_or_a_name),
        cmocka_unit_test(a_source_that_stands_twice_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
