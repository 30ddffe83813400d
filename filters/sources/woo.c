/*
 * woo - orders of WooCommerce's REST interface, version 3, and the dated refunds of its `refunds`
 *
 * An order lists its refunds with their sums and no date: those rows are dated by when the order was last changed, flagged
 * approx_time. The same refund from `refunds` has the same id, and its date.
 */
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "sources/woo_order.h"

enum {
    ID,
    NUMBER,
    STATUS,
    CURRENCY,
    CREATED,
    PAID,
    MODIFIED,
    TOTAL,
    TAX,
    SHIPPING,
    CUSTOMER,
    EMAIL,
    COUPONS,
    LINES,
    REFUNDS,
    META,
    PARENT,
    AMOUNT,
    REFUNDED_PAYMENT,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "id", "number", "status", "currency", "date_created_gmt", "date_paid_gmt", "date_modified_gmt",
    "total", "total_tax", "shipping_total", "customer_id", "billing.email", "coupon_lines",
    "line_items", "refunds", "meta_data", "parent_id", "amount", "refunded_payment"};

enum { ITEM_ID, ITEM_CODE, ITEM_NAME, ITEM_QUANTITY, ITEM_TOTAL, ITEM_KEY, ITEM_VALUE, ITEM_SLOTS };
/* clang-format on */
static const char *const item_paths[] = {"id",    "code", "name", "quantity",
                                         "total", "key",  "value"};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return json_plan_new(item_paths, ITEM_SLOTS);
}

static bool
is_order(const struct json_slot *slots)
{
    return slots[ID].type == JSON_INTEGER && slots[STATUS].type == JSON_STRING
           && slots[CURRENCY].type == JSON_STRING
           && slots[TOTAL].type == JSON_STRING
           && slots[LINES].type == JSON_ARRAY
           && slots[CREATED].type == JSON_STRING;
}

static bool
is_refund(const struct json_slot *slots)
{
    return slots[ID].type == JSON_INTEGER && slots[PARENT].type == JSON_INTEGER
           && slots[AMOUNT].type == JSON_STRING
           && slots[CREATED].type == JSON_STRING
           && slots[REFUNDED_PAYMENT].type != JSON_ABSENT
           && slots[STATUS].type == JSON_ABSENT;
}

static bool
matches(const struct raw *raw)
{
    return is_order(raw->slots) || is_refund(raw->slots);
}

/* The next object of a list, picked. */
static bool
next_item(const struct raw *raw, struct json_items *items,
          struct json_slot *slots)
{
    struct json_slot item;

    while (json_next(items, &item))
        if (item.type == JSON_OBJECT
            && json_pick(raw->state, item.node, slots) == NULL)
            return true;
    return false;
}

static void
set_items(struct sale *sale, const struct raw *raw)
{
    struct json_items lines = json_items(raw->slots[LINES]);
    struct json_items coupons = json_items(raw->slots[COUPONS]);
    struct json_slot slots[ITEM_SLOTS];

    while (next_item(raw, &lines, slots)) {
        sale_item(sale, slot_integer(&slots[ITEM_QUANTITY], 0),
                  slot_text(&slots[ITEM_NAME]));
    }
    if (next_item(raw, &coupons, slots))
        draft_text(sale->draft, DRAFT_COUPON, slot_text(&slots[ITEM_CODE]));
}

static void
read_meta(const struct raw *raw, struct woo_order_visit *visit)
{
    struct json_items items = json_items(raw->slots[META]);
    struct json_slot slots[ITEM_SLOTS];

    *visit = (struct woo_order_visit){.visit.host = text_of(raw->row->host)};
    while (next_item(raw, &items, slots))
        woo_order_attribute(visit, slot_text(&slots[ITEM_KEY]),
                            slot_text(&slots[ITEM_VALUE]));
}

static void
set_order(struct sale *sale, const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    draft_text(sale->draft, DRAFT_NUMBER, sale_id(sale->draft, &slots[NUMBER]));
    sale_amount(sale, SALE_AMOUNT, slot_text(&slots[TOTAL]));
    sale_amount(sale, SALE_TAX, slot_text(&slots[TAX]));
    sale_amount(sale, SALE_SHIPPING, slot_text(&slots[SHIPPING]));
    sale_customer(sale, slot_text(&slots[EMAIL]),
                  slot_integer(&slots[CUSTOMER], 0) > 0
                      ? sale_id(sale->draft, &slots[CUSTOMER])
                      : TEXT_NONE);
    set_items(sale, raw);
}

/* Their sums are negative there. */
static const char *
add_refunds(struct sale *sale, const struct raw *raw,
            const struct moment *changed)
{
    struct json_items items = json_items(raw->slots[REFUNDS]);
    struct json_slot slots[ITEM_SLOTS];
    const char *why = NULL;

    while (why == NULL && next_item(raw, &items, slots)) {
        struct sale_back back = {
            .state = "refund",
            .id = draft_join(sale->draft, TEXT("refund/"),
                             sale_id(sale->draft, &slots[ITEM_ID])),
            .time = *changed,
            .is_approx = true};

        if (slots[ITEM_ID].type != JSON_INTEGER)
            return "missing_id: a refund without one";
        back.minor[SALE_AMOUNT] =
            sale_minor(sale, slot_text(&slots[ITEM_TOTAL]));
        why = sale_take_sum(sale, &back);
    }
    return why;
}

static const char *
add_order(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    enum woo_order_state state = woo_order_state(slots[STATUS].text);
    bool was_paid = slots[PAID].type == JSON_STRING;
    bool is_paid =
        state == WOO_ORDER_PAID || (state == WOO_ORDER_CANCELLED && was_paid);
    struct woo_order_visit visit;
    struct moment moment, changed;
    struct sale sale;
    const char *why;

    if (state == WOO_ORDER_TRASH)
        return SOURCE_DROP("trash");
    if (!clock_parse(slots[was_paid ? PAID : CREATED].text, &moment))
        return "bad_time: date_created_gmt or date_paid_gmt is no time";
    if (!clock_parse(slot_text(&slots[MODIFIED]), &changed))
        changed = moment;
    sale_open(&sale, emitter, "woo",
              sale_id(emitter_draft(emitter, DRAFT_ORDER, "woo"), &slots[ID]),
              slots[CURRENCY].text);
    sale_time(&sale, &moment);
    set_order(&sale, raw);
    read_meta(raw, &visit);
    woo_order_set_utms(&sale, &visit);
    why = sale_add(&sale, is_paid ? "paid" : "pending");
    if (why == NULL && is_paid)
        why = add_refunds(&sale, raw, &changed);
    if (why == NULL && state == WOO_ORDER_CANCELLED && is_paid)
        why = woo_order_take_rest(&sale, "cancel", &changed, true);
    if (why == NULL && text_ends(slots[STATUS].text, TEXT("refunded")))
        why = woo_order_take_rest(&sale, "refund", &changed, true);
    return why != NULL ? why : sale_visit(&sale, &visit.visit, raw);
}

/* A refund alone does not say its currency: the row has to. */
static const char *
add_refund(const struct raw *raw, struct emitter *emitter)
{
    const struct json_slot *slots = raw->slots;
    struct draft *draft = emitter_draft(emitter, DRAFT_ORDER, "woo");
    struct sale_back back = {
        .state = "refund",
        .id = draft_join(draft, TEXT("refund/"), sale_id(draft, &slots[ID]))};
    struct sale sale;

    if (raw->row->currency == NULL)
        return "no_currency: a refund alone does not name it, and --currency "
               "does not either";
    if (!clock_parse(slots[CREATED].text, &back.time))
        return "bad_time: date_created_gmt is no time";
    sale_open(&sale, emitter, "woo", sale_id(draft, &slots[PARENT]),
              text_of(raw->row->currency));
    back.minor[SALE_AMOUNT] = sale_minor(&sale, slots[AMOUNT].text);
    return sale_take_back(&sale, &back);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    return is_order(raw->slots)    ? add_order(raw, emitter)
           : is_refund(raw->slots) ? add_refund(raw, emitter)
                                   : "bad_order: neither order nor refund";
}

const struct source source_woo = {
    .name = "woo",
    .title = "WooCommerce orders and refunds, as its REST interface gives them",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
