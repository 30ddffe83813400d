#include "sources/agent.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/recent.h"

/* In lower case, two bytes or more. Those of link previews: */
static const char *const previews[] = {
    "preview",    "externalhit",    "facebot",      "twitterbot",
    "slackbot",   "slack-imgproxy", "linkedinbot",  "telegrambot",
    "discordbot", "redditbot",      "pinterestbot", "bitlybot",
    "embedly",    "iframely",       "cardyb",       "whatsapp/",
    "vkshare",    "flipboardproxy", "disqus",       "imgproxy",
    "mastodon/",  "misskey/",       "pleroma ",     "kakaotalk-scrap",
    "tumblr/"};

/* Of what asks a server whether it is there: */
static const char *const checks[] = {"healthcheck", "health check",
                                     "kube-probe", "googlehc/"};

/* Of the rest: */
static const char *const words[] = {
    /* of an owner, crawlers */
    "+http", "bot", "crawl", "spider", "slurp", "archiver", "heritrix", "nutch",
    "teoma", "yeti/", "ezooms", "google-", "googleother", "google favicon",
    "mediapartners", "apis-google", "meta-external", "facebookcatalog",
    "anthropic-ai", "cohere-ai", "chatgpt-user", "claude-user",
    "perplexity-user", "netcraft", "censys", "zgrab", "masscan", "nmap",
    "nikto", "sqlmap", "scanner",
    /* readers of feeds */
    "feed", "rss", "livejournal", "netvibes", "newsblur", "bloglovin",
    "liferea", "oldreader",
    /* monitors */
    "monitor", "pingdom", "uptime", "nagios", "zabbix", "icinga", "check_http",
    "statuscake", "site24x7", "gtmetrix", "ptst/", "lighthouse", "validator",
    "checklink", "linkcheck", "link sleuth", "inspect", "portscout",
    /* programs */
    "headless", "phantomjs", "selenium", "puppeteer", "playwright", "scrapy",
    "wget", "curl/", "httrack", "fetch", "axios/", "undici", "postman",
    "python", "perl/", "ruby", "java/", "go-http", "httpclient", "okhttp",
    "lwp::", "winhttp", "guzzle", "faraday", "php/", "wordpress/",
    "indy library", "chef client"};

enum {
    PREVIEWS = sizeof(previews) / sizeof(*previews),
    CHECKS = PREVIEWS + sizeof(checks) / sizeof(*checks),
    WORDS = CHECKS + sizeof(words) / sizeof(*words), /* less than 255 */
    PAIRS = 32 * 32,
    KEPT = 4096,
    LONGEST = 512
};

/* Words by the two letters that they begin with: the number of the first, of the next; 0 is none. */
struct agents {
    uint8_t first[PAIRS];
    uint8_t next[WORDS + 1];
    struct text words[WORDS + 1];
    struct recent *recent;
};

static unsigned
pair_of(const char *at)
{
    return ((unsigned char)at[0] & 31U) << 5 | ((unsigned char)at[1] & 31U);
}

static const char *
word_of(size_t number)
{
    if (number <= PREVIEWS)
        return previews[number - 1];
    if (number <= CHECKS)
        return checks[number - 1 - PREVIEWS];
    return words[number - 1 - CHECKS];
}

struct agents *
agents_new(void)
{
    struct agents *agents = calloc(1, sizeof(*agents));

    if (agents == NULL)
        err(EX_OSERR, "agents");
    for (size_t i = 1; i <= WORDS; i++) {
        const char *word = word_of(i);
        uint8_t *first = &agents->first[pair_of(word)];

        agents->words[i] = text_of(word);
        agents->next[i] = *first;
        *first = (uint8_t)i;
    }
    agents->recent = recent_new(KEPT, LONGEST);
    return agents;
}

void
agents_free(struct agents *agents)
{
    if (agents == NULL)
        return;
    recent_free(agents->recent);
    free(agents);
}

struct agents *
agents_shared(void)
{
    static struct agents *shared;

    if (shared == NULL)
        shared = agents_new();
    return shared;
}

/* Phones of a maker whose name ends in a word of the list. */
static bool
is_exempt(struct text agent, size_t at)
{
    return at >= 2
           && text_starts_nocase(text_from(agent, at - 2), TEXT("cubot"));
}

/* A preview may call itself a bot too. */
static enum agent_kind
kind_of(const struct agents *agents, struct text agent)
{
    enum agent_kind kind = AGENT_PERSON;

    for (size_t at = 0; at + 1 < agent.len; at++)
        for (uint8_t i = agents->first[pair_of(agent.at + at)]; i > 0;
             i = agents->next[i]) {
            if (!text_starts_nocase(text_from(agent, at), agents->words[i])
                || is_exempt(agent, at))
                continue;
            if (i <= PREVIEWS)
                return AGENT_PREVIEW;
            if (kind != AGENT_CHECK)
                kind = i <= CHECKS ? AGENT_CHECK : AGENT_BOT;
        }
    return kind;
}

enum agent_kind
agents_kind(struct agents *agents, struct text agent)
{
    uint64_t *kept;
    bool is_known;

    if (agent.len == 0)
        return agent.at != NULL ? AGENT_BOT : AGENT_PERSON;
    kept = recent_find(agents->recent, agent, &is_known);
    if (kept == NULL)
        return kind_of(agents, agent);
    if (!is_known)
        *kept = kind_of(agents, agent);
    return (enum agent_kind) * kept;
}

void
agents_flag(struct agents *agents, struct text agent, struct draft *draft)
{
    enum agent_kind kind = agents_kind(agents, agent);

    if (kind != AGENT_PERSON)
        draft_flag(draft, "bot");
    if (kind == AGENT_PREVIEW)
        draft_flag(draft, "preview");
}
