#include "sources/agent.h"

/* In lower case; the first letters are looked for first, so that a browser's agent costs little. */
static const struct text words[] = {
    {"bot", 3},          {"crawl", 5},
    {"spider", 6},       {"slurp", 5},
    {"externalhit", 11}, {"facebookcatalog", 15},
    {"preview", 7},      {"embedly", 7},
    {"whatsapp", 8},     {"mediapartners", 13},
    {"feedfetcher", 11}, {"feedburner", 10},
    {"feedparser", 10},  {"feedly", 6},
    {"feedbin", 7},      {"rss", 3},
    {"livejournal", 11}, {"archiver", 8},
    {"monitor", 7},      {"pingdom", 7},
    {"uptime", 6},       {"nagios", 6},
    {"lighthouse", 10},  {"validator", 9},
    {"headless", 8},     {"phantomjs", 9},
    {"selenium", 8},     {"scrapy", 6},
    {"wget", 4},         {"curl/", 5},
    {"python", 6},       {"perl", 4},
    {"ruby", 4},         {"java/", 5},
    {"go-http", 7},      {"httpclient", 10},
    {"okhttp", 6},       {"libwww", 6},
    {"libfetch", 8},     {"nutch", 5},
    {"teoma", 5},        {"chef client", 11},
    {"link sleuth", 11},
};

enum { WORDS = sizeof(words) / sizeof(*words) };

/* Phones of a maker whose name ends in a word of the list. */
static bool
is_exempt(struct text agent, size_t at)
{
    static const struct text maker = {"cubot", 5};

    return at >= 2 && text_starts_nocase(text_from(agent, at - 2), maker);
}

static uint64_t
first_letters(void)
{
    uint64_t set = 0;

    for (size_t i = 0; i < WORDS; i++)
        set |= (uint64_t)1 << (words[i].at[0] - 'a');
    return set;
}

bool
agent_is_bot(struct text agent)
{
    uint64_t firsts = first_letters();

    if (agent.len == 0)
        return true;
    for (size_t at = 0; at < agent.len; at++) {
        unsigned letter = ((unsigned)(unsigned char)agent.at[at] | 0x20U) - 'a';

        if (letter >= 26 || (firsts & (uint64_t)1 << letter) == 0)
            continue;
        for (size_t i = 0; i < WORDS; i++)
            if (text_starts_nocase(text_from(agent, at), words[i])
                && !is_exempt(agent, at))
                return true;
    }
    return false;
}
