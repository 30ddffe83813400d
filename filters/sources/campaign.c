#include "sources/campaign.h"

#include "base/url.h"

/* Names before the campaign parameters of each vendor, the preferred first. */
static const struct text prefixes[] = {
    {"utm_", 4}, {"mtm_", 4}, {"matomo_", 7}, {"pk_", 3}, {"piwik_", 6}};

static const struct {
    struct text name;
    enum draft_key key;
} parts[] = {
    {{"source", 6}, DRAFT_UTM_SOURCE},
    {{"medium", 6}, DRAFT_UTM_MEDIUM},
    {{"campaign", 8}, DRAFT_UTM_CAMPAIGN},
    {{"term", 4}, DRAFT_UTM_TERM},
    {{"kwd", 3}, DRAFT_UTM_TERM},
    {{"keyword", 7}, DRAFT_UTM_TERM},
    {{"content", 7}, DRAFT_UTM_CONTENT},
    {{"id", 2}, DRAFT_UTM_ID},
    {{"cid", 3}, DRAFT_UTM_ID},
};

/* One click is named once: of several the first in this order is meant. */
static const struct text click_ids[] = {
    {"gclid", 5},   {"wbraid", 6},    {"gbraid", 6},    {"dclid", 5},
    {"msclkid", 7}, {"fbclid", 6},    {"twclid", 6},    {"ttclid", 6},
    {"ScCid", 5},   {"epik", 4},      {"li_fat_id", 9}, {"yclid", 5},
    {"ndclid", 6},  {"irclickid", 9}, {"srsltid", 7},   {"igshid", 6},
};

enum {
    PREFIXES = sizeof(prefixes) / sizeof(*prefixes),
    PARTS = sizeof(parts) / sizeof(*parts),
    CLICK_IDS = sizeof(click_ids) / sizeof(*click_ids),
    CID = PREFIXES, /* the rank of a bare cid */
    NO_RANK,
    UTMS = DRAFT_UTM_ID - DRAFT_UTM_SOURCE + 1
};

struct campaign {
    struct draft *draft;
    /* By the key from utm_source on: of what was found so far; smaller wins. What the source itself set stays. */
    size_t rank[UTMS];
    size_t click_rank;
};

static struct text
decoded(struct draft *draft, struct text value)
{
    struct buffer built = {.cap = value.len};

    if (!url_is_encoded(value))
        return value;
    built.at = arena_get(draft_arena(draft), value.len);
    url_decode(&built, value); /* which never makes it longer */
    return buffer_text(&built);
}

static void
offer(struct campaign *campaign, enum draft_key key, size_t rank,
      struct text value)
{
    size_t *best = &campaign->rank[key - DRAFT_UTM_SOURCE];

    if (rank >= *best)
        return;
    *best = rank;
    draft_bytes(campaign->draft, key, decoded(campaign->draft, value));
}

/* Most parameters are none of these: what their first bytes rule out is not compared. */
static bool
is_name(struct text name, struct text wanted)
{
    return name.len == wanted.len && ((name.at[0] ^ wanted.at[0]) & 0xdf) == 0
           && text_equal_nocase(name, wanted);
}

static bool
has_prefix(struct text name, struct text prefix)
{
    return ((name.at[0] ^ prefix.at[0]) & 0xdf) == 0
           && text_starts_nocase(name, prefix);
}

/* utm_source, pk_kwd … False where it is none of a campaign's. */
static bool
offer_campaign(struct campaign *campaign, struct text name, struct text value)
{
    for (size_t rank = 0; rank < PREFIXES; rank++) {
        if (!has_prefix(name, prefixes[rank]))
            continue;
        name = text_from(name, prefixes[rank].len);
        for (size_t i = 0; i < PARTS; i++) {
            if (is_name(name, parts[i].name)) {
                offer(campaign, parts[i].key, rank, value);
                break;
            }
        }
        return true;
    }
    if (!is_name(name, TEXT("cid")))
        return false;
    offer(campaign, DRAFT_UTM_CAMPAIGN, CID, value);
    return true;
}

static void
offer_click(struct campaign *campaign, struct text name, struct text value)
{
    size_t rank = 0;

    while (rank < campaign->click_rank && !is_name(name, click_ids[rank]))
        rank++;
    if (rank >= campaign->click_rank)
        return;
    campaign->click_rank = rank;
    draft_bytes(campaign->draft, DRAFT_CLICK_ID,
                decoded(campaign->draft, value));
    draft_text(campaign->draft, DRAFT_CLICK_PARAM, click_ids[rank]);
}

static void
read_parameters(struct campaign *campaign, struct text parameters)
{
    struct text name, value;

    while (url_next(&parameters, &name, &value)) {
        if (value.len > 0 && !offer_campaign(campaign, name, value))
            offer_click(campaign, name, value);
    }
}

void
campaign_read(struct draft *draft, const struct row *row, struct text address)
{
    struct campaign campaign = {.draft = draft, .click_rank = CLICK_IDS};
    struct url url = url_split(address);

    for (unsigned i = 0; i < UTMS; i++)
        campaign.rank[i] = draft_has(draft, DRAFT_UTM_SOURCE + i) ? 0 : NO_RANK;
    if (draft_has(draft, DRAFT_CLICK_ID))
        campaign.click_rank = 0;
    read_parameters(&campaign, url.query);
    read_parameters(&campaign, url_fragment_query(url.fragment));
    if (!draft_has(draft, DRAFT_ORDER_ID))
        draft_bytes(draft, DRAFT_ORDER_ID,
                    row_order(row, address, draft_arena(draft)));
}
