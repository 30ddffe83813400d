/*
 * bitly - the click log of a URL shortener, a JSON object a click ("decodes", 1.usa.gov)
 *
 * The short link is the custom keyword where one was clicked, else the user's hash, at its own host. A
 * heartbeat is dropped. A click without _id gets the hash of its line. Where in the world and in what language a
 * click was made is left out beside its country: nothing here needs it.
 * Source:  bitly's description of the 1.usa.gov feed.
 */
#include "base/url.h"
#include "sources/agent.h"
#include "sources/campaign.h"
#include "sources/epoch.h"
#include "sources/lineid.h"
#include "sources/source.h"

enum {
    TIME,
    LONG_URL,
    USER_HASH,
    GLOBAL_HASH,
    KEYWORD,
    SHORT_HOST,
    REFERRER,
    AGENT,
    COUNTRY,
    ID,
    OBJECT_ID, /* of dumps from a document store */
    HEARTBEAT,
    SLOTS
};

static const char *const paths[SLOTS] = {
    "t", "u", "h", "g",   "kw",       "hh",
    "r", "a", "c", "_id", "_id.$oid", "_heartbeat_"};

static void *
open_agents(const struct row *row, const char **why)
{
    (void)row;
    (void)why;
    return agents_shared();
}

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

/* Empty where it is the hash of its line. */
static struct text
own_id(const struct json_slot *slots)
{
    struct text id = slot_text(&slots[ID]);

    return id.len > 0 ? id : slot_text(&slots[OBJECT_ID]);
}

static void
set_short(struct draft *draft, const struct json_slot *slots)
{
    struct text host = slot_text(&slots[SHORT_HOST]);
    struct text code = slot_text(&slots[KEYWORD]);
    struct text scheme = TEXT("http://");

    if (host.len == 0)
        host = TEXT("bit.ly");
    if (code.len == 0)
        code = slot_text(&slots[USER_HASH]);
    if (code.len == 0)
        return;
    if (url_has_scheme(host))
        scheme = TEXT_NONE;
    draft_text(draft, DRAFT_URL,
               draft_join(draft, scheme, host, TEXT("/"), code));
}

/* Two capital letters; A1, A2 and O1 are no countries, AP and EU neither. */
static bool
is_country(struct text code)
{
    for (size_t i = 0; i < code.len; i++)
        if (code.at[i] < 'A' || code.at[i] > 'Z')
            return false;
    return code.len == 2 && !text_equal(code, TEXT("AP"))
           && !text_equal(code, TEXT("EU"));
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
    if (is_country(country))
        draft_text(draft, DRAFT_COUNTRY, country);
    draft_text(draft, DRAFT_AGENT, agent);
    agents_flag(raw->state, agent, draft);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct text id = own_id(slots);
    struct digest line = {0};
    struct draft *draft;
    struct moment moment;

    if (slots[HEARTBEAT].type != JSON_ABSENT)
        return SOURCE_DROP("heartbeat");
    if (!epoch_read(&slots[TIME], &moment))
        return "bad_time: t is no time";
    draft = emitter_draft(emitter, DRAFT_CLICK, "shortener");
    if (id.len == 0)
        line = lineid_start(raw->line, emitter);
    draft_moment(draft, &moment);
    set_short(draft, slots);
    draft_text(draft, DRAFT_DESTINATION, slot_text(&slots[LONG_URL]));
    set_rest(draft, raw);
    campaign_read(draft, raw->row, slot_text(&slots[LONG_URL]));
    if (id.len > 0)
        draft_id(draft, DRAFT_ID, id);
    else
        lineid_set(draft, line, emitter);
    return emitter_add(emitter);
}

const struct source source_bitly = {
    .name = "bitly",
    .title = "bitly and 1.usa.gov click logs",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_agents,
    .matches = matches,
    .normalize = normalize,
};
