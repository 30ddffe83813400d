/*
 * shopify - orders of Shopify's REST interface, one each, or a page of them in `orders`
 *
 * Amounts are those of the shop's own currency. Refunds are rows of their own, dated; a cancelled order's row takes back
 * what they left. Where somebody landed becomes a visit that names the order.
 * Source:  Shopify's reference of the Order and Refund resources.
 */
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/url.h"
#include "sources/shopify_refund.h"

enum {
    ID,
    NAME,
    STATE,
    TOTAL,
    TAX,
    CURRENCY,
    SHIPPING,
    CREATED,
    PROCESSED,
    CANCELLED,
    TEST_ORDER,
    EMAIL,
    CUSTOMER,
    COUPONS,
    LINES,
    REFUNDS,
    LANDING,
    REFERRER,
    STATUS_URL,
    AGENT,
    NOTES,
    ORDER_SLOTS,
    ORDERS = ORDER_SLOTS,
    ORDER,
    SLOTS
};

/* clang-format off */
#define ORDER_PATHS \
    "id", "name", "financial_status", "total_price", "total_tax", "currency", \
    "total_shipping_price_set.shop_money.amount", "created_at", "processed_at", \
    "cancelled_at", "test", "email", "customer.id", "discount_codes", "line_items", "refunds", \
    "landing_site", "referring_site", "order_status_url", "client_details.user_agent", \
    "note_attributes"
/* clang-format on */

static const char *const paths[SLOTS] = {ORDER_PATHS, "orders", "order"};
static const char *const order_paths[] = {ORDER_PATHS};

enum { ITEM_CODE, ITEM_QUANTITY, ITEM_NAME, ITEM_VALUE, ITEM_SLOTS };
static const char *const item_paths[] = {"code", "quantity", "name", "value"};

struct shopify {
    struct json_plan *order, *item;
    struct shopify_refund *refund;
};

static void *
open_state(const struct row *row, const char **why)
{
    struct shopify *state = calloc(1, sizeof(*state));

    (void)row, (void)why;
    if (state == NULL)
        err(EX_OSERR, "shopify");
    state->order = json_plan_new(order_paths, ORDER_SLOTS);
    state->item = json_plan_new(item_paths, ITEM_SLOTS);
    state->refund = shopify_refund_new();
    return state;
}

static bool
is_order(const struct json_slot *slots)
{
    return slots[ID].type != JSON_ABSENT && slots[STATE].type == JSON_STRING
           && slots[TOTAL].type == JSON_STRING
           && slots[LINES].type == JSON_ARRAY;
}

/* The order of {"order": …}, or the first of {"orders": […]}. */
static bool
holds_order(const struct raw *raw)
{
    const struct shopify *state = raw->state;
    struct json_slot found = raw->slots[ORDER], slots[ORDER_SLOTS];
    struct json_items items = json_items(raw->slots[ORDERS]);

    if (found.type != JSON_OBJECT && !json_next(&items, &found))
        return false;
    return found.type == JSON_OBJECT
           && json_pick(state->order, found.node, slots) == NULL
           && is_order(slots);
}

static bool
matches(const struct raw *raw)
{
    return is_order(raw->slots) || holds_order(raw);
}

/* The next object of a list, picked. */
static bool
next_item(const struct shopify *state, struct json_items *items,
          struct json_slot *slots)
{
    struct json_slot item;

    while (json_next(items, &item))
        if (item.type == JSON_OBJECT
            && json_pick(state->item, item.node, slots) == NULL)
            return true;
    return false;
}

static void
set_items(const struct shopify *state, struct sale *sale,
          const struct json_slot *slots)
{
    struct json_items lines = json_items(slots[LINES]);
    struct json_items coupons = json_items(slots[COUPONS]);
    struct json_slot found[ITEM_SLOTS];

    while (next_item(state, &lines, found))
        sale_item(sale, slot_integer(&found[ITEM_QUANTITY], 0),
                  slot_text(&found[ITEM_NAME]));
    if (next_item(state, &coupons, found))
        draft_text(sale->draft, DRAFT_COUPON, slot_text(&found[ITEM_CODE]));
}

static void
set_order(const struct shopify *state, struct sale *sale,
          const struct json_slot *slots)
{
    draft_text(sale->draft, DRAFT_NUMBER, slot_text(&slots[NAME]));
    sale_amount(sale, SALE_AMOUNT, slot_text(&slots[TOTAL]));
    sale_amount(sale, SALE_TAX, slot_text(&slots[TAX]));
    sale_amount(sale, SALE_SHIPPING, slot_text(&slots[SHIPPING]));
    sale_customer(sale, slot_text(&slots[EMAIL]),
                  sale_id(sale->draft, &slots[CUSTOMER]));
    set_items(state, sale, slots);
}

static void
read_visit(const struct raw *raw, const struct json_slot *slots,
           struct sale_visit *visit)
{
    struct json_items notes = json_items(slots[NOTES]);
    struct json_slot found[ITEM_SLOTS];

    *visit = (struct sale_visit){.url = slot_text(&slots[LANDING]),
                                 .host = text_of(raw->row->host),
                                 .referrer = slot_text(&slots[REFERRER]),
                                 .agent = slot_text(&slots[AGENT])};
    if (visit->host.len == 0)
        visit->host = url_split(slot_text(&slots[STATUS_URL])).host;
    while (next_item(raw->state, &notes, found))
        sale_note(visit, slot_text(&found[ITEM_NAME]),
                  slot_text(&found[ITEM_VALUE]));
}

static const char *
add_order(const struct raw *raw, const struct json_slot *slots,
          struct emitter *emitter)
{
    const struct shopify *state = raw->state;
    const struct json_slot *time =
        &slots[slots[PROCESSED].type == JSON_STRING ? PROCESSED : CREATED];
    bool is_paid = sale_shopify_is_paid(slot_text(&slots[STATE]));
    struct sale_visit visit;
    struct moment moment;
    struct sale sale;
    const char *why;

    if (slots[TEST_ORDER].type == JSON_TRUE)
        return SOURCE_DROP("test");
    if (!clock_parse(slot_text(time), &moment))
        return "bad_time: neither processed_at nor created_at is a time";
    sale_open(
        &sale, emitter, "shopify",
        sale_id(emitter_draft(emitter, DRAFT_ORDER, "shopify"), &slots[ID]),
        slot_text(&slots[CURRENCY]));
    sale_time(&sale, &moment);
    set_order(state, &sale, slots);
    read_visit(raw, slots, &visit);
    if (visit.url.len == 0)
        sale_set_utms(sale.draft, visit.utm);
    why = sale_add(&sale, is_paid ? "paid" : "pending");
    if (why == NULL && is_paid)
        why = shopify_refund_add(state->refund, &sale, slots[REFUNDS]);
    if (why == NULL && is_paid && slots[CANCELLED].type == JSON_STRING)
        why = clock_parse(slots[CANCELLED].text, &moment)
                  ? sale_cancel(&sale, &moment)
                  : "bad_time: cancelled_at is no time";
    return why != NULL ? why : sale_visit(&sale, &visit, raw);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    const struct shopify *state = raw->state;
    struct json_items items = json_items(raw->slots[ORDERS]);
    struct json_slot item = raw->slots[ORDER], slots[ORDER_SLOTS];
    const char *why = NULL;

    if (raw->slots[ORDERS].type != JSON_ARRAY && item.type != JSON_OBJECT)
        return add_order(raw, raw->slots, emitter);
    if (item.type == JSON_OBJECT) {
        why = json_pick(state->order, item.node, slots);
        return why != NULL ? why : add_order(raw, slots, emitter);
    }
    while (why == NULL && json_next(&items, &item)) {
        if (item.type != JSON_OBJECT)
            return "bad_order: an item of orders is no object";
        why = json_pick(state->order, item.node, slots);
        if (why == NULL)
            why = add_order(raw, slots, emitter);
        if (why != NULL && text_equal(text_of(why), TEXT("drop:test"))) {
            emitter_note(emitter, "test_order");
            why = NULL;
        }
    }
    return why;
}

const struct source source_shopify = {
    .name = "shopify",
    .title = "Shopify orders, as its REST interface gives them",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
