#include "domain/channel.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "ports/digest.h"

enum { KEPT = 4096 };

/* An answer that was given lately; each takes the place of an earlier one. */
struct kept {
    uint64_t facts; /* 0: none yet */
    size_t channel;
};

struct channels {
    struct arena arena; /* the table's content */
    struct channel_table *table;
    struct source_list *sources;
    struct kept kept[KEPT];
};

/*
 * What the vendors add to their links: most to paid ones alone. Facebook and Instagram mark all that leads
 * out of them, and Google's srsltid stands for free listings.
 */
static const struct {
    struct text parameter, source, medium;
} clicks[] = {
    {TEXT("gclid"), TEXT("google"), TEXT("cpc")},
    {TEXT("wbraid"), TEXT("google"), TEXT("cpc")},
    {TEXT("gbraid"), TEXT("google"), TEXT("cpc")},
    {TEXT("dclid"), TEXT("dfa"), TEXT("cpm")},
    {TEXT("srsltid"), TEXT("google"), TEXT("organic")},
    {TEXT("msclkid"), TEXT("bing"), TEXT("cpc")},
    {TEXT("yclid"), TEXT("yandex"), TEXT("cpc")},
    {TEXT("fbclid"), TEXT("facebook"), TEXT("referral")},
    {TEXT("igshid"), TEXT("instagram"), TEXT("referral")},
    {TEXT("twclid"), TEXT("twitter"), TEXT("cpc")},
    {TEXT("ttclid"), TEXT("tiktok"), TEXT("cpc")},
    {TEXT("li_fat_id"), TEXT("linkedin"), TEXT("cpc")},
    {TEXT("sccid"), TEXT("snapchat"), TEXT("cpc")},
    {TEXT("epik"), TEXT("pinterest"), TEXT("cpc")},
    {TEXT("rdt_cid"), TEXT("reddit"), TEXT("cpc")},
    {TEXT("ndclid"), TEXT("nextdoor"), TEXT("cpc")},
    {TEXT("irclickid"), TEXT("impact"), TEXT("affiliate")},
    {TEXT("mc_eid"), TEXT("mailchimp"), TEXT("email")},
};

struct channels *
channels_new(void)
{
    struct channels *channels = calloc(1, sizeof(*channels));
    struct rule_error wrong_table;
    struct listing_error wrong_list;
    bool is_good;

    if (channels == NULL)
        err(EX_OSERR, "channels");
    is_good =
        channels_set_table(channels, channel_default_table(), &wrong_table)
        && channels_set_sources(channels, channel_default_sources(),
                                &wrong_list);
    assert(is_good);
    (void)is_good;
    return channels;
}

void
channels_free(struct channels *channels)
{
    if (channels == NULL)
        return;
    channel_table_free(channels->table);
    source_list_free(channels->sources);
    arena_free(&channels->arena);
    free(channels);
}

bool
channels_set_table(struct channels *channels, struct text content,
                   struct rule_error *error)
{
    struct channel_table *table =
        channel_table_new(arena_copy(&channels->arena, content), error);

    if (table == NULL)
        return false;
    channel_table_free(channels->table);
    channels->table = table;
    memset(channels->kept, 0, sizeof(channels->kept));
    return true;
}

bool
channels_set_sources(struct channels *channels, struct text csv,
                     struct listing_error *error)
{
    struct source_list *sources = source_list_new();

    if (!source_list_add(sources, csv, error)) {
        source_list_free(sources);
        return false;
    }
    source_list_free(channels->sources);
    channels->sources = sources;
    memset(channels->kept, 0, sizeof(channels->kept));
    return true;
}

struct channel_table *
channels_table(struct channels *channels)
{
    return channels->table;
}

const struct source_list *
channels_sources(const struct channels *channels)
{
    return channels->sources;
}

struct text
channel_of(struct channels *channels, const struct channel_facts *facts)
{
    uint64_t digest = 0;
    struct kept *kept;

    for (size_t i = 0; i < CHANNEL_FIELDS; i++)
        digest = digest64_seeded(facts->at[i], digest);
    digest |= 1;
    kept = &channels->kept[digest >> 32 & (KEPT - 1)];
    if (kept->facts != digest)
        *kept =
            (struct kept){digest, channel_table_find(channels->table,
                                                     channels->sources, facts)};
    return channel_table_name(channels->table, kept->channel);
}

void
channel_of_click(struct text parameter, struct channel_facts *facts)
{
    facts->at[CHANNEL_SOURCE] = parameter;
    facts->at[CHANNEL_MEDIUM] = TEXT("(not set)");
    for (size_t i = 0; i < sizeof(clicks) / sizeof(*clicks); i++)
        if (text_equal_nocase(parameter, clicks[i].parameter)) {
            facts->at[CHANNEL_SOURCE] = clicks[i].source;
            facts->at[CHANNEL_MEDIUM] = clicks[i].medium;
        }
}

void
channel_of_referrer(const struct channels *channels, struct text host,
                    struct channel_facts *facts)
{
    const struct source *source = source_list_find(channels->sources, host);

    facts->at[CHANNEL_SOURCE] = source != NULL ? source->name : host;
    facts->at[CHANNEL_MEDIUM] = TEXT("referral");
    if (source == NULL)
        return;
    if (text_equal(source->category, TEXT("search")))
        facts->at[CHANNEL_MEDIUM] = TEXT("organic");
    else if (text_equal(source->category, TEXT("email")))
        facts->at[CHANNEL_MEDIUM] = TEXT("email");
}
