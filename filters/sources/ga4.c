/*
 * ga4 - events of Google Analytics 4, as its export to BigQuery has them, a JSON object a row
 *
 * Integers are strings there, parameters a list of keys with values of four types. A page view is a visit; the source that
 * it names is this event's own (collected_traffic_source), never the user's first. Of other events those that name a transaction
 * are kept: the revenue is the shop's to tell.
 * Source:  Google's description of the export's schema.
 */

#include "sources/campaign.h"
#include "sources/sale.h"
#include "sources/unsaid.h"

enum {
    TIME,
    NAME,
    PERSON,
    USER,
    PARAMS,
    TRANSACTION,
    SEQUENCE,
    BATCH_EVENT,
    BATCH_PAGE,
    SOURCE_,
    MEDIUM,
    CAMPAIGN,
    TERM,
    CONTENT,
    CAMPAIGN_ID,
    GCLID,
    DCLID,
    SRSLTID,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "event_timestamp", "event_name", "user_pseudo_id", "user_id", "event_params",
    "ecommerce.transaction_id", "event_bundle_sequence_id", "batch_event_index", "batch_page_id",
    "collected_traffic_source.manual_source", "collected_traffic_source.manual_medium",
    "collected_traffic_source.manual_campaign_name", "collected_traffic_source.manual_term",
    "collected_traffic_source.manual_content", "collected_traffic_source.manual_campaign_id",
    "collected_traffic_source.gclid", "collected_traffic_source.dclid",
    "collected_traffic_source.srsltid"};
/* clang-format on */

enum { PARAM_KEY, PARAM_STRING, PARAM_SLOTS };
static const char *const param_paths[] = {"key", "value.string_value"};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return json_plan_new(param_paths, PARAM_SLOTS);
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return slots[TIME].type != JSON_ABSENT && slots[NAME].type == JSON_STRING
           && slots[PARAMS].type == JSON_ARRAY;
}

/* Microseconds since 1970, as a string or a number. */
static bool
read_time(const struct json_slot *slot, struct moment *moment)
{
    int64_t us = slot_integer(slot, -1);

    if (us < 0 && !text_integer(slot_text(slot), &us))
        return false;
    if (us < 0)
        return false;
    *moment = (struct moment){.s = us / 1000000,
                              .ms = (int16_t)(us / 1000 % 1000),
                              .tz_min = CLOCK_NO_TZ};
    return true;
}

struct page {
    struct text url, referrer, title, transaction;
};

static struct page
read_params(const struct raw *raw)
{
    struct json_items items = json_items(raw->slots[PARAMS]);
    struct json_slot item, slots[PARAM_SLOTS];
    struct page page = {
        .transaction = unsaid_without(slot_text(&raw->slots[TRANSACTION]))};

    while (json_next(&items, &item)) {
        struct text key, value;

        if (item.type != JSON_OBJECT
            || json_pick(raw->state, item.node, slots) != NULL)
            continue;
        key = slot_text(&slots[PARAM_KEY]);
        value = unsaid_without(slot_text(&slots[PARAM_STRING]));
        if (text_equal(key, TEXT("page_location")))
            page.url = value;
        else if (text_equal(key, TEXT("page_referrer")))
            page.referrer = value;
        else if (text_equal(key, TEXT("page_title")))
            page.title = value;
        else if (text_equal(key, TEXT("transaction_id")) && value.len > 0)
            page.transaction = value;
    }
    return page;
}

/* Late exports write an event again: what names it is who, when, what and its place in its batch. */
static void
set_id(struct draft *draft, const struct json_slot *slots)
{
    static const int parts[] = {PERSON,   TIME,        NAME,
                                SEQUENCE, BATCH_EVENT, BATCH_PAGE};
    struct buffer what = {0};

    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        buffer_add(&what, sale_id(draft, &slots[parts[i]]));
        buffer_add_char(&what, '\0');
    }
    draft_id_hashed(draft, DRAFT_ID, buffer_text(&what));
    buffer_free(&what);
}

static void
set_traffic(struct draft *draft, const struct json_slot *slots)
{
    static const int from[SALE_UTMS] = {SOURCE_, MEDIUM,  CAMPAIGN,
                                        TERM,    CONTENT, CAMPAIGN_ID};
    static const struct text clicks[] = {
        {"gclid", 5}, {"dclid", 5}, {"srsltid", 7}};
    struct text utm[SALE_UTMS];

    for (size_t i = 0; i < SALE_UTMS; i++)
        utm[i] = unsaid_without(slot_text(&slots[from[i]]));
    sale_set_utms(draft, utm);
    for (int i = GCLID; i <= SRSLTID; i++) {
        if (slot_text(&slots[i]).len == 0 || draft_has(draft, DRAFT_CLICK_ID))
            continue;
        draft_text(draft, DRAFT_CLICK_ID, slots[i].text);
        draft_text(draft, DRAFT_CLICK_PARAM, clicks[i - GCLID]);
    }
}

static void
set_person(struct draft *draft, const struct json_slot *slots)
{
    struct text device = slot_text(&slots[PERSON]);
    struct text user = slot_text(&slots[USER]);

    if (device.len > 0) {
        draft_visitor(draft, "web", "cookie", device);
        draft_customer(draft, "web", user);
    } else {
        draft_visitor(draft, "web", "user", user);
    }
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft = emitter_draft(emitter, DRAFT_VISIT, "web");
    struct page page = read_params(raw);
    struct moment moment;

    if (!read_time(&slots[TIME], &moment))
        return "bad_time: event_timestamp is no time";
    if (!text_equal(slot_text(&slots[NAME]), TEXT("page_view"))
        && page.transaction.len == 0)
        return SOURCE_DROP("other_event");
    if (page.url.len == 0)
        return SOURCE_DROP("no_page");
    set_id(draft, slots);
    draft_moment(draft, &moment);
    set_person(draft, slots);
    draft_text(draft, DRAFT_URL, page.url);
    draft_text(draft, DRAFT_REFERRER, page.referrer);
    draft_plain(draft, DRAFT_TITLE, page.title);
    draft_text(draft, DRAFT_EVENT, slot_text(&slots[NAME]));
    draft_text(draft, DRAFT_ORDER_ID, page.transaction);
    set_traffic(draft, slots);
    campaign_read(draft, raw->row, page.url);
    return emitter_add(emitter);
}

const struct source source_ga4 = {
    .name = "ga4",
    .title = "Google Analytics 4 events, export to BigQuery",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
