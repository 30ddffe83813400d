/*
 * snowplow - events that Snowplow enriched: 131 columns between tabs, without header or quotes
 *
 * Page views and transactions are visits; other events are dropped. Times are UTC without a zone: the event's own where it was
 * told, else as the pipeline derived it, else the collector's.
 * Source:  Snowplow's canonical event model.
 */
#include "sources/agent.h"
#include "sources/campaign.h"
#include "sources/sale.h"
#include "sources/visitor.h"

/* From 0; Snowplow's own numbering begins at 1. */
enum {
    COLLECTED = 3,
    EVENT = 5,
    EVENT_ID = 6,
    USER = 12,
    ADDRESS = 13,
    DEVICE = 15,
    NETWORK_DEVICE = 17,
    COUNTRY = 18,
    URL = 29,
    TITLE = 30,
    REFERRER = 31,
    MEDIUM = 47,
    SOURCE_ = 48,
    TERM = 49,
    CONTENT = 50,
    CAMPAIGN = 51,
    ORDER = 59,
    AGENT = 77,
    CLICK_ID = 116,
    NETWORK = 117,
    DERIVED = 124,
    TRUE_TIME = 130,
    COLUMNS,
    ID_LEN = 36
};

static void *
open_agents(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return agents_shared();
}

/* 8-4-4-4-12 hexadecimal digits. */
static bool
is_uuid(struct text text)
{
    if (text.len != ID_LEN)
        return false;
    for (size_t i = 0; i < ID_LEN; i++) {
        bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (is_dash ? text.at[i] != '-' : text_hex(text.at[i]) < 0)
            return false;
    }
    return true;
}

static bool
cut(struct text line, struct text *cells)
{
    size_t count = 0;
    struct text cell;

    while (text_split(&line, '\t', &cell)) {
        if (count == COLUMNS)
            return false;
        cells[count++] = cell;
    }
    return count == COLUMNS && is_uuid(cells[EVENT_ID]);
}

static bool
matches(const struct raw *raw)
{
    struct text cells[COLUMNS];

    return raw->row->log_format == NULL && cut(raw->line, cells);
}

static bool
read_time(const struct text *cells, struct moment *moment)
{
    return clock_parse(cells[TRUE_TIME], moment)
           || clock_parse(cells[DERIVED], moment)
           || clock_parse(cells[COLLECTED], moment);
}

static void
set_person(struct draft *draft, const struct text *cells)
{
    static const struct visitor best = {.from = VISITOR_BEST};
    struct text log[LOG_FIELDS] = {[LOG_USER] = cells[USER],
                                   [LOG_ADDRESS] = cells[ADDRESS],
                                   [LOG_AGENT] = cells[AGENT]};
    struct text device =
        cells[DEVICE].len > 0 ? cells[DEVICE] : cells[NETWORK_DEVICE];

    if (device.len > 0) {
        draft_visitor(draft, "web", "cookie", device);
        draft_customer(draft, "web", cells[USER]);
    } else {
        visitor_set(&best, log, cells[URL], draft);
    }
}

/* The enrichment took them out of the page's address, and named the network whose click it was. */
static void
set_campaign(struct draft *draft, const struct raw *raw,
             const struct text *cells)
{
    static const struct {
        const char *network, *param;
    } networks[] = {{"Google", "gclid"},
                    {"Microsoft", "msclkid"},
                    {"DoubleClick", "dclid"}};
    const struct text utm[SALE_UTMS] = {cells[SOURCE_], cells[MEDIUM],
                                        cells[CAMPAIGN], cells[TERM],
                                        cells[CONTENT]};

    for (size_t i = 0; i < sizeof(utm) / sizeof(*utm); i++)
        draft_bytes(draft, (enum draft_key)(DRAFT_UTM_SOURCE + i), utm[i]);
    campaign_read(draft, raw->row, cells[URL]);
    for (size_t i = 0; i < sizeof(networks) / sizeof(*networks); i++) {
        if (cells[CLICK_ID].len == 0 || draft_has(draft, DRAFT_CLICK_ID)
            || !text_equal(cells[NETWORK], text_of(networks[i].network)))
            continue;
        draft_bytes(draft, DRAFT_CLICK_ID, cells[CLICK_ID]);
        draft_text(draft, DRAFT_CLICK_PARAM, text_of(networks[i].param));
    }
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct draft *draft = emitter_draft(emitter, DRAFT_VISIT, "web");
    struct text cells[COLUMNS];
    struct moment moment;

    if (!cut(raw->line, cells))
        return "bad_line: not 131 columns of which the seventh is a UUID";
    if (!text_equal(cells[EVENT], TEXT("page_view")) && cells[ORDER].len == 0)
        return SOURCE_DROP("other_event");
    if (cells[URL].len == 0)
        return SOURCE_DROP("no_page");
    if (!read_time(cells, &moment))
        return "bad_time: neither true, derived nor collector_tstamp is a time";
    draft_id(draft, DRAFT_ID, cells[EVENT_ID]);
    draft_moment_utc(draft, &moment);
    set_person(draft, cells);
    draft_bytes(draft, DRAFT_URL, cells[URL]);
    draft_bytes(draft, DRAFT_TITLE, cells[TITLE]);
    draft_bytes(draft, DRAFT_EVENT, cells[EVENT]);
    draft_bytes(draft, DRAFT_REFERRER, cells[REFERRER]);
    draft_bytes(draft, DRAFT_AGENT, cells[AGENT]);
    if (cells[AGENT].len > 0)
        agents_flag(raw->state, cells[AGENT], draft);
    draft_bytes(draft, DRAFT_ORDER_ID, cells[ORDER]);
    if (cells[COUNTRY].len == 2)
        draft_bytes(draft, DRAFT_COUNTRY, cells[COUNTRY]);
    set_campaign(draft, raw, cells);
    return emitter_add(emitter);
}

const struct source source_snowplow = {
    .name = "snowplow",
    .title = "Snowplow enriched events, TSV",
    .shape = SOURCE_TEXT,
    .open = open_agents,
    .matches = matches,
    .normalize = normalize,
};
