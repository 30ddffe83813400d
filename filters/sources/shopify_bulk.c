/*
 * shopify_bulk - orders of Shopify's GraphQL bulk operations: a line an order, its items behind it as lines that name it
 *
 * What the query asked for is there; the names are those of the schema, so a field under an alias is not found. Ids are those
 * of the REST interface, so that both tell of the same order. Refunds stand in the order, or behind it as lines.
 * Units:   amounts are those of the shop's own currency (`shopMoney`).
 * Source:  Shopify's reference of the Order object, and its guide to bulk operations.
 */
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/gid.h"
#include "sources/rest.h"
#include "sources/shopify_visit.h"

/* clang-format off */
enum {
    ID, PARENT, NAME, STATE, CURRENCY, TOTAL, TOTAL_CURRENCY, TAX, SHIPPING, REFUNDED, CREATED, PROCESSED, CANCELLED,
    TEST_ORDER, EMAIL, CUSTOMER, COUPON, COUPONS, REFUNDS, STATUS_URL, READY, LAST,
    FIRST = LAST + SHOPIFY_VISIT_SLOTS,
    SLOTS = FIRST + SHOPIFY_VISIT_SLOTS
};

static const char *const paths[SLOTS] = {
    "id", "__parentId", "name", "displayFinancialStatus", "currencyCode",
    "totalPriceSet.shopMoney.amount", "totalPriceSet.shopMoney.currencyCode",
    "totalTaxSet.shopMoney.amount", "totalShippingPriceSet.shopMoney.amount",
    "totalRefundedSet.shopMoney.amount", "createdAt", "processedAt", "cancelledAt", "test",
    "email", "customer.id", "discountCode", "discountCodes", "refunds", "statusPageUrl",
    "customerJourneySummary.ready", SHOPIFY_VISIT_PATHS("customerJourneySummary.lastVisit."),
    SHOPIFY_VISIT_PATHS("customerJourneySummary.firstVisit.")};

/* Of the lines behind the order, and of its refunds. */
enum { ITEM_ID, QUANTITY, ITEM_NAME, TITLE, ITEM_CREATED, ITEM_TOTAL, ITEM_SLOTS };
static const char *const item_paths[ITEM_SLOTS] = {
    "id", "quantity", "name", "title", "createdAt", "totalRefundedSet.shopMoney.amount"};
/* clang-format on */

struct bulk {
    struct rest *rest;
    struct json_plan *item;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct bulk *bulk = calloc(1, sizeof(*bulk));

    (void)row, (void)why;
    if (bulk == NULL)
        err(EX_OSERR, "shopify_bulk");
    bulk->rest = rest_new(item_paths, ITEM_SLOTS);
    bulk->item = json_plan_new(item_paths, ITEM_SLOTS);
    return bulk;
}

static bool
is_order(const struct raw *raw)
{
    return raw->slots[PARENT].type == JSON_ABSENT
           && gid_is(slot_text(&raw->slots[ID]), TEXT("Order"));
}

static bool
matches(const struct raw *raw)
{
    return is_order(raw) || gid_is(slot_text(&raw->slots[PARENT]), TEXT_NONE);
}

static struct text
group(const struct raw *raw, bool *is_first)
{
    *is_first = is_order(raw);
    return slot_text(&raw->slots[*is_first ? ID : PARENT]);
}

static const char *
add_refund(struct sale *sale, const struct json_slot *slots)
{
    struct text id = gid_number(slot_text(&slots[ITEM_ID]));
    struct sale_back back = {
        .state = "refund", .id = draft_join(sale->draft, TEXT("refund/"), id)};

    back.minor[SALE_AMOUNT] = sale_minor(sale, slot_text(&slots[ITEM_TOTAL]));
    if (id.len == 0)
        return "missing_id: a refund without one";
    if (!shopify_time(slot_text(&slots[ITEM_CREATED]), &back.time))
        return "bad_time: a refund's createdAt is no time";
    return sale_take_sum(sale, &back);
}

/* Lines behind the order that can be no refunds need not be read for them. */
static struct text
refund_lines(const struct raw *raw)
{
    return text_find(raw->rest, TEXT("Refund")) == SIZE_MAX ? TEXT_NONE
                                                            : raw->rest;
}

/* Those in the order and those behind it, which tell when; or the sum, which does not. */
static const char *
add_refunds(struct sale *sale, const struct raw *raw)
{
    const struct bulk *bulk = raw->state;
    struct json_items items = json_items(raw->slots[REFUNDS]);
    struct json_slot item, slots[ITEM_SLOTS];
    struct text rest = refund_lines(raw);
    const char *why = NULL;
    size_t count = 0;

    for (; why == NULL && json_next(&items, &item); count++) {
        if (item.type != JSON_OBJECT
            || json_pick(bulk->item, item.node, slots) != NULL)
            return "bad_refund: an item of refunds is no object";
        why = add_refund(sale, slots);
    }
    while (why == NULL && rest_next(bulk->rest, &rest, slots)) {
        if (!gid_is(slot_text(&slots[ITEM_ID]), TEXT("Refund"))
            || slots[ITEM_TOTAL].type == JSON_ABSENT)
            continue;
        count++;
        why = add_refund(sale, slots);
    }
    if (why != NULL || count > 0)
        return why;
    return sale_take_undated(
        sale, sale_minor(sale, slot_text(&raw->slots[REFUNDED])));
}

/* Of what Shopify is still looking for (`ready` is false) nothing is known yet. */
static const char *
add_visits(struct sale *sale, const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;
    const char *why;

    if (slots[READY].type == JSON_FALSE)
        emitter_note(sale->emitter, "visit_not_ready");
    why = shopify_visit_last(sale, slots + LAST, &slots[STATUS_URL], raw);
    return why != NULL ? why
                       : shopify_visit_first(sale, slots + FIRST, slots + LAST,
                                             &slots[STATUS_URL], raw);
}

static void
set_items(struct sale *sale, const struct raw *raw)
{
    const struct bulk *bulk = raw->state;
    struct json_slot slots[ITEM_SLOTS];
    struct text rest = raw->rest;

    while (rest_next(bulk->rest, &rest, slots)) {
        struct text name = slot_text(&slots[ITEM_NAME]);

        if (gid_is(slot_text(&slots[ITEM_ID]), TEXT("LineItem")))
            sale_item(sale, slot_integer(&slots[QUANTITY], 0),
                      name.len > 0 ? name : slot_text(&slots[TITLE]));
    }
}

static void
set_order(struct sale *sale, const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;
    struct json_items coupons = json_items(slots[COUPONS]);
    struct json_slot coupon = slots[COUPON];

    draft_text(sale->draft, DRAFT_NUMBER, slot_text(&slots[NAME]));
    sale_amount(sale, SALE_AMOUNT, slot_text(&slots[TOTAL]));
    sale_amount(sale, SALE_TAX, slot_text(&slots[TAX]));
    sale_amount(sale, SALE_SHIPPING, slot_text(&slots[SHIPPING]));
    sale_customer(sale, slot_text(&slots[EMAIL]),
                  gid_number(slot_text(&slots[CUSTOMER])));
    if (coupon.type != JSON_STRING)
        json_next(&coupons, &coupon);
    draft_text(sale->draft, DRAFT_COUPON, slot_text(&coupon));
    set_items(sale, raw);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    bool is_paid = sale_shopify_is_paid(slot_text(&slots[STATE]));
    struct moment moment;
    struct sale sale;
    const char *why;

    if (!is_order(raw))
        return SOURCE_DROP("order_line");
    if (slots[TEST_ORDER].type == JSON_TRUE)
        return SOURCE_DROP("test");
    if (!shopify_time(slot_text(&slots[PROCESSED]), &moment)
        && !shopify_time(slot_text(&slots[CREATED]), &moment))
        return "bad_time: neither processedAt nor createdAt is a time";
    if (slots[STATE].type != JSON_STRING)
        return "missing_state: the query did not ask for "
               "displayFinancialStatus";
    sale_open(
        &sale, emitter, "shopify", gid_number(slots[ID].text),
        slot_text(
            &slots[slots[TOTAL_CURRENCY].type == JSON_STRING ? TOTAL_CURRENCY
                                                             : CURRENCY]));
    sale_time(&sale, &moment);
    set_order(&sale, raw);
    why = sale_add(&sale, is_paid ? "paid" : "pending");
    if (why == NULL && is_paid)
        why = add_refunds(&sale, raw);
    if (why == NULL && is_paid && slots[CANCELLED].type == JSON_STRING)
        why = shopify_time(slots[CANCELLED].text, &moment)
                  ? sale_cancel(&sale, &moment)
                  : "bad_time: cancelledAt is no time";
    return why != NULL ? why : add_visits(&sale, raw);
}

const struct source source_shopify_bulk = {
    .name = "shopify_bulk",
    .title = "Shopify orders, of GraphQL bulk operations",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
    .group = group,
};
