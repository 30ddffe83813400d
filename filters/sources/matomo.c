/*
 * matomo - visits of Matomo's interface (Live.getLastVisitsDetails), each with its actions
 *
 * Each page that was looked at is a visit of ours, and so is an order, which has the page before it. The referrer and the campaign
 * are the first one's. The revenue is the shop's to tell.
 * Source:  Matomo's reporting API, Live.
 */
#include "base/url.h"
#include "sources/campaign.h"
#include "sources/epoch.h"
#include "sources/sale.h"

enum {
    SITE,
    VISIT,
    VISITOR,
    USER,
    ACTIONS,
    REFERRER_TYPE,
    REFERRER_NAME,
    REFERRER_KEYWORD,
    REFERRER_URL,
    COUNTRY,
    SLOTS
};

static const char *const paths[SLOTS] = {
    "idSite",        "idVisit",      "visitorId",    "userId",
    "actionDetails", "referrerType", "referrerName", "referrerKeyword",
    "referrerUrl",   "countryCode"};

enum { TYPE, URL, TITLE, TIME, ORDER, ACTION_SLOTS };
static const char *const action_paths[] = {"type", "url", "pageTitle",
                                           "timestamp", "orderId"};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return json_plan_new(action_paths, ACTION_SLOTS);
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return slots[VISIT].type != JSON_ABSENT
           && slots[VISITOR].type == JSON_STRING
           && slots[ACTIONS].type == JSON_ARRAY;
}

/* web:matomo/SITE/VISIT/ACTION */
static void
set_id(struct draft *draft, const struct json_slot *slots, int64_t number)
{
    struct text visit = sale_id(draft, &slots[VISIT]);

    if (visit.len > 0)
        draft_id(draft, DRAFT_ID,
                 draft_printf(draft, "matomo/%.*s/%.*s/%jd",
                              TEXT_ARGS(sale_id(draft, &slots[SITE])),
                              TEXT_ARGS(visit), (intmax_t)number));
}

static void
set_country(struct draft *draft, struct text code)
{
    char capitals[2];

    if (code.len != 2)
        return;
    for (size_t i = 0; i < 2; i++) {
        capitals[i] = (char)(code.at[i] & ~0x20);
        if (capitals[i] < 'A' || capitals[i] > 'Z')
            return;
    }
    draft_text(draft, DRAFT_COUNTRY,
               arena_copy(draft_arena(draft), (struct text){capitals, 2}));
}

/* Matomo puts a page of its help in place of a search that it does not know. */
static bool
is_help(struct text address)
{
    struct text host = url_split(address).host;

    return text_equal(host, TEXT("matomo.org"))
           || text_equal(host, TEXT("piwik.org"));
}

/* How the visit began: of its first page alone. */
static void
set_arrival(struct draft *draft, const struct json_slot *slots)
{
    struct text referrer = slot_text(&slots[REFERRER_URL]);

    if (!is_help(referrer))
        draft_text(draft, DRAFT_REFERRER, referrer);
    if (!text_equal(slot_text(&slots[REFERRER_TYPE]), TEXT("campaign")))
        return;
    draft_text(draft, DRAFT_UTM_CAMPAIGN, slot_text(&slots[REFERRER_NAME]));
    draft_text(draft, DRAFT_UTM_TERM, slot_text(&slots[REFERRER_KEYWORD]));
}

struct visit {
    int64_t number, made;
    struct text url; /* of the page before */
};

/* One action, if it is a page or an order. */
static const char *
add_action(const struct raw *raw, const struct json_slot *slots,
           struct visit *visit, struct emitter *emitter)
{
    bool is_page = text_equal(slot_text(&slots[TYPE]), TEXT("action"));
    struct draft *draft;
    struct moment moment;

    if (is_page)
        visit->url = slot_text(&slots[URL]);
    if (visit->url.len == 0
        || (!is_page
            && !text_equal(slot_text(&slots[TYPE]), TEXT("ecommerceOrder")))) {
        emitter_note(emitter, "other_action");
        return NULL;
    }
    if (!epoch_read(&slots[TIME], &moment))
        return "bad_time: an action's timestamp is no time";
    draft = emitter_draft(emitter, DRAFT_VISIT, "web");
    set_id(draft, raw->slots, visit->number);
    draft_moment(draft, &moment);
    draft_visitor(draft, "web", "cookie", slot_text(&raw->slots[VISITOR]));
    draft_customer(draft, "web", slot_text(&raw->slots[USER]));
    set_country(draft, slot_text(&raw->slots[COUNTRY]));
    draft_text(draft, DRAFT_URL, visit->url);
    draft_plain(draft, DRAFT_TITLE, slot_text(&slots[TITLE]));
    draft_text(draft, DRAFT_EVENT,
               is_page ? TEXT("page_view") : TEXT("purchase"));
    draft_text(draft, DRAFT_ORDER_ID, sale_id(draft, &slots[ORDER]));
    if (visit->made++ == 0)
        set_arrival(draft, raw->slots);
    campaign_read(draft, raw->row, visit->url);
    return emitter_add(emitter);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct json_items items = json_items(raw->slots[ACTIONS]);
    struct json_slot item, slots[ACTION_SLOTS];
    struct visit visit = {0};
    const char *why = NULL;

    for (; why == NULL && json_next(&items, &item); visit.number++) {
        if (item.type != JSON_OBJECT)
            return "bad_action: it is no object";
        why = json_pick(raw->state, item.node, slots);
        if (why == NULL)
            why = add_action(raw, slots, &visit, emitter);
    }
    if (why == NULL && visit.made == 0)
        return SOURCE_DROP("no_page");
    return why;
}

const struct source source_matomo = {
    .name = "matomo",
    .title = "Matomo's visits with their actions",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
