/*
 * bitly - the click log of a URL shortener, a JSON object a click ("decodes", 1.usa.gov)
 *
 * Heartbeats are dropped. A click without _id gets the hash of its line and of its ordinal among equal
 * ones of its archive.
 * Source:  bitly's description of the 1.usa.gov feed.
 */
#include "ports/digest.h"
#include "sources/agent.h"
#include "sources/campaign.h"
#include "sources/source.h"

enum {
    TIME,
    LONG_URL,
    USER_HASH,
    GLOBAL_HASH,
    SHORT_HOST,
    REFERRER,
    AGENT,
    COUNTRY,
    ID,
    HEARTBEAT,
    SLOTS
};

static const char *const paths[SLOTS] = {"t", "u", "h", "g",   "hh",
                                         "r", "a", "c", "_id", "_heartbeat_"};

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    if (slots[HEARTBEAT].type != JSON_ABSENT)
        return true;
    return slots[TIME].type != JSON_ABSENT
           && slots[LONG_URL].type == JSON_STRING
           && slots[GLOBAL_HASH].type == JSON_STRING
           && slots[USER_HASH].type == JSON_STRING;
}

/* "_id" is an object in dumps of a document store: {"$oid":"…"}. */
static void
set_id(struct draft *draft, const struct raw *raw, struct emitter *emitter)
{
    struct buffer what = {0};

    if (slot_text(&raw->slots[ID]).len > 0) {
        draft_id(draft, DRAFT_ID, slot_text(&raw->slots[ID]));
        return;
    }
    buffer_add(&what, raw->line);
    buffer_printf(
        &what, "%c%llu", 0,
        (unsigned long long)emitter_ordinal(emitter, digest64(raw->line)));
    draft_id_hashed(draft, DRAFT_ID, buffer_text(&what));
    buffer_free(&what);
}

static bool
has_scheme(struct text url)
{
    return text_find(url, TEXT("://")) != SIZE_MAX;
}

static void
set_short(struct draft *draft, const struct raw *raw)
{
    struct text host = slot_text(&raw->slots[SHORT_HOST]);
    struct text hash = slot_text(&raw->slots[USER_HASH]);
    struct buffer url = {0};

    if (host.len == 0)
        host = TEXT("bit.ly");
    buffer_add_string(&url, has_scheme(host) ? "" : "http://");
    buffer_add(&url, host);
    buffer_add_char(&url, '/');
    buffer_add(&url, hash);
    draft_text(draft, DRAFT_URL,
               arena_copy(draft_arena(draft), buffer_text(&url)));
    buffer_free(&url);
}

static bool
read_time(const struct json_slot *slot, int64_t *s)
{
    struct moment moment;

    if (slot->type == JSON_INTEGER) {
        *s = slot->integer;
        return true;
    }
    if (!clock_parse_epoch(slot_text(slot), &moment))
        return false;
    *s = moment.s;
    return true;
}

static void
set_rest(struct draft *draft, const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;
    struct text referrer = slot_text(&slots[REFERRER]);
    struct text country = slot_text(&slots[COUNTRY]);
    struct text agent = slot_text(&slots[AGENT]);

    if (!text_equal(referrer, TEXT("direct")))
        draft_text(draft, DRAFT_REFERRER, referrer);
    if (country.len == 2)
        draft_text(draft, DRAFT_COUNTRY, country);
    draft_text(draft, DRAFT_AGENT, agent);
    if (agent_is_bot(agent))
        draft_flag(draft, "bot");
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft;
    int64_t time_s;

    if (slots[HEARTBEAT].type != JSON_ABSENT)
        return SOURCE_DROP("heartbeat");
    if (!read_time(&slots[TIME], &time_s))
        return "bad_time: t is no time";
    draft = emitter_draft(emitter, DRAFT_CLICK, "shortener");
    set_id(draft, raw, emitter);
    draft_time(draft, DRAFT_TIME, time_s);
    set_short(draft, raw);
    draft_text(draft, DRAFT_DESTINATION, slot_text(&slots[LONG_URL]));
    set_rest(draft, raw);
    campaign_read(draft, raw->row, slot_text(&slots[LONG_URL]));
    return emitter_add(emitter);
}

const struct source source_bitly = {
    .name = "bitly",
    .title = "bitly and 1.usa.gov click logs",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .matches = matches,
    .normalize = normalize,
};
