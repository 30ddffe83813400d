#include "sources/agent.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/digest.h"

/* In lower case, two bytes or more. */
static const char *const words[] = {
    /* of an owner, crawlers */
    "+http", "bot", "crawl", "spider", "slurp", "archiver", "heritrix", "nutch",
    "teoma", "yeti/", "ezooms", "google-", "googleother", "google favicon",
    "mediapartners", "apis-google", "meta-external", "facebookcatalog",
    "anthropic-ai", "cohere-ai", "chatgpt-user", "claude-user",
    "perplexity-user", "netcraft", "censys", "zgrab", "masscan", "nmap",
    "nikto", "sqlmap", "scanner",
    /* link previews */
    "preview", "externalhit", "embedly", "iframely", "cardyb", "whatsapp/",
    "vkshare", "flipboardproxy", "disqus", "imgproxy",
    /* readers of feeds */
    "feed", "rss", "livejournal", "netvibes", "newsblur", "bloglovin",
    "liferea", "oldreader",
    /* monitors */
    "monitor", "pingdom", "uptime", "nagios", "zabbix", "icinga", "check_http",
    "statuscake", "site24x7", "gtmetrix", "ptst/", "lighthouse", "healthcheck",
    "health check", "kube-probe", "validator", "checklink", "linkcheck",
    "link sleuth", "inspect", "portscout",
    /* programs */
    "headless", "phantomjs", "selenium", "puppeteer", "playwright", "scrapy",
    "wget", "curl/", "httrack", "fetch", "axios/", "undici", "postman",
    "python", "perl/", "ruby", "java/", "go-http", "httpclient", "okhttp",
    "lwp::", "winhttp", "guzzle", "faraday", "php/", "wordpress/",
    "indy library", "chef client"};

enum {
    WORDS = sizeof(words) / sizeof(*words),
    PAIRS = 32 * 32,
    SLOTS = 4096, /* a power of two */
    KEPT = 512    /* bytes of an agent */
};

struct slot {
    char *agent;
    uint16_t len, cap;
    bool is_bot;
};

struct agents {
    uint64_t pairs[PAIRS / 64]; /* which two letters a word begins with */
    struct slot slots[SLOTS];
};

static unsigned
pair_of(const char *at)
{
    return ((unsigned char)at[0] & 31U) << 5 | ((unsigned char)at[1] & 31U);
}

struct agents *
agents_new(void)
{
    struct agents *agents = calloc(1, sizeof(*agents));

    if (agents == NULL)
        err(EX_OSERR, "agents");
    for (size_t i = 0; i < WORDS; i++) {
        unsigned pair = pair_of(words[i]);

        agents->pairs[pair / 64] |= UINT64_C(1) << pair % 64;
    }
    return agents;
}

void
agents_free(struct agents *agents)
{
    if (agents == NULL)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        free(agents->slots[i].agent);
    free(agents);
}

/* Phones of a maker whose name ends in a word of the list. */
static bool
is_exempt(struct text agent, size_t at)
{
    return at >= 2
           && text_starts_nocase(text_from(agent, at - 2), TEXT("cubot"));
}

static bool
has_word(const struct agents *agents, struct text agent)
{
    for (size_t at = 0; at + 1 < agent.len; at++) {
        unsigned pair = pair_of(agent.at + at);

        if ((agents->pairs[pair / 64] & UINT64_C(1) << pair % 64) == 0)
            continue;
        for (size_t i = 0; i < WORDS; i++)
            if (pair_of(words[i]) == pair
                && text_starts_nocase(text_from(agent, at), text_of(words[i]))
                && !is_exempt(agent, at))
                return true;
    }
    return false;
}

static void
keep(struct slot *slot, struct text agent)
{
    if (slot->cap < agent.len) {
        slot->cap = agent.len <= KEPT / 2 ? KEPT / 2 : KEPT;
        slot->agent = realloc(slot->agent, slot->cap);
        if (slot->agent == NULL)
            err(EX_OSERR, "agents");
    }
    memcpy(slot->agent, agent.at, agent.len);
    slot->len = (uint16_t)agent.len;
}

bool
agents_is_bot(struct agents *agents, struct text agent)
{
    struct slot *slot;

    if (agent.len == 0)
        return agent.at != NULL;
    if (agent.len > KEPT)
        return has_word(agents, agent);
    slot = &agents->slots[digest64(agent) % SLOTS];
    if (!text_equal((struct text){slot->agent, slot->len}, agent)) {
        keep(slot, agent);
        slot->is_bot = has_word(agents, agent);
    }
    return slot->is_bot;
}
