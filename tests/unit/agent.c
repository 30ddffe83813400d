#include "texts.h"

#include <stdio.h>

#include "sources/agent.h"

static bool
ask(struct agents *agents, const char *agent)
{
    return agents_kind(agents, text_of(agent)) != AGENT_PERSON;
}

static void
a_word_tells_a_bot_wherever_it_stands_and_in_either_case(void **state)
{
    struct agents *agents = agents_new();

    (void)state;
    assert_true(ask(agents, "bot"));
    assert_true(ask(agents, "Googlebot/2.1"));
    assert_true(ask(agents, "GOOGLEBOT"));
    assert_true(ask(agents, "Mozilla/5.0 (compatible; x; +HTTPS://x.example)"));
    assert_true(ask(agents, "x FacebookExternalHit"));
    assert_true(ask(agents, "WhatsApp/2.0"));
    assert_false(ask(agents, "b"));
    assert_false(ask(agents, "bo"));
    assert_false(ask(agents, "WhatsApp"));
    assert_false(ask(agents, "Mozilla/5.0 (X11; Linux) Firefox/4.0"));
    agents_free(agents);
}

static void
what_fetches_a_link_to_show_it_is_a_preview(void **state)
{
    static const char *const previews[] = {
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext"
        ".php)",
        "Twitterbot/1.0",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient)",
        "TelegramBot (like TwitterBot)",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "Mozilla/5.0 (Windows NT 6.1) SkypeUriPreview Preview/0.5",
        "http.rb/5.1.1 (Mastodon/4.0.2; +https://mastodon.example/)",
        "WhatsApp/2.21.12.21 A"};
    struct agents *agents = agents_new();

    (void)state;
    for (size_t i = 0; i < COUNT(previews); i++)
        for (int again = 0; again < 2; again++)
            assert_int_equal(agents_kind(agents, text_of(previews[i])),
                             AGENT_PREVIEW);
    assert_int_equal(agents_kind(agents, TEXT("Googlebot/2.1")), AGENT_BOT);
    assert_int_equal(agents_kind(agents, TEXT("curl/7.88")), AGENT_BOT);
    assert_int_equal(agents_kind(agents, TEXT("ELB-HealthChecker/2.0")),
                     AGENT_CHECK);
    assert_int_equal(agents_kind(agents, TEXT("kube-probe/1.27")), AGENT_CHECK);
    agents_free(agents);
}

static void
a_name_that_ends_in_a_word_of_the_list_is_exempt_there_alone(void **state)
{
    struct agents *agents = agents_new();

    (void)state;
    assert_false(ask(agents, "Mozilla/5.0 (Android 9; Cubot X19)"));
    assert_false(ask(agents, "CUBOT"));
    assert_true(ask(agents, "ubot"));
    assert_true(ask(agents, "CUBOT X19 (Googlebot)"));
    agents_free(agents);
}

static void
nothing_logged_is_a_bot_and_nothing_known_is_none(void **state)
{
    struct agents *agents = agents_new();

    (void)state;
    assert_int_equal(agents_kind(agents, TEXT("")), AGENT_BOT);
    assert_int_equal(agents_kind(agents, TEXT_NONE), AGENT_PERSON);
    agents_free(agents);
    agents_free(NULL);
}

/* Of 20,000 agents, more than are kept, in an order that makes each be kept, forgotten and asked again. */
static void
an_answer_is_the_same_at_first_and_again(void **state)
{
    struct agents *agents = agents_new();
    uint64_t random = 7;
    char agent[1200];

    (void)state;
    for (int i = 0; i < 200000; i++) {
        unsigned number = (unsigned)(random_next(&random) % 20000);
        bool is_bot = number % 3 == 0;
        int len = (int)(number % 1100);

        snprintf(agent, sizeof(agent), "%*s%u %s", len, "", number,
                 is_bot ? "spider" : "person");
        assert_int_equal(ask(agents, agent), is_bot);
    }
    agents_free(agents);
}

static void
an_agent_is_not_read_past_its_end(void **state)
{
    struct agents *agents = agents_new();

    (void)state;
    for (size_t len = 1; len < sizeof("Googlebot") - 1; len++) {
        struct text cut = text_alone((struct text){"Googlebot", len});

        assert_int_equal(agents_kind(agents, cut), AGENT_PERSON);
        free((char *)cut.at);
    }
    agents_free(agents);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_word_tells_a_bot_wherever_it_stands_and_in_either_case),
        cmocka_unit_test(what_fetches_a_link_to_show_it_is_a_preview),
        cmocka_unit_test(
            a_name_that_ends_in_a_word_of_the_list_is_exempt_there_alone),
        cmocka_unit_test(nothing_logged_is_a_bot_and_nothing_known_is_none),
        cmocka_unit_test(an_answer_is_the_same_at_first_and_again),
        cmocka_unit_test(an_agent_is_not_read_past_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
