/*
 * woo_csv - orders that a plugin of WooCommerce exported, one row each, with order_id and its companions as columns
 *
 * Times are the site's own, without a zone. What was refunded stands in `refund_items`, as `amount:10.00|reason:…|date:…`
 * between semicolons.
 */
#include "sources/woo_order.h"

enum {
    ID,
    NUMBER,
    DATE,
    PAID_DATE,
    STATUS,
    TOTAL,
    CURRENCY,
    TAX,
    SHIPPING,
    EMAIL,
    CUSTOMER,
    COUPONS,
    REFUNDS,
    SLOTS
};

static const char *const paths[SLOTS] = {
    "order_id",       "order_number",   "order_date",     "paid_date",
    "status",         "order_total",    "order_currency", "tax_total",
    "shipping_total", "customer_email", "customer_id",    "coupon_items",
    "refund_items"};

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return raw->row->columns == NULL && slots[ID].type == JSON_STRING
           && slots[DATE].type == JSON_STRING
           && slots[STATUS].type == JSON_STRING
           && slots[TOTAL].type == JSON_STRING
           && slots[CURRENCY].type == JSON_STRING;
}

static struct text
cell(const struct raw *raw, int column)
{
    return text_trim(slot_text(&raw->slots[column]));
}

/* The value behind `name:` among parts between `|`. */
static struct text
part_of(struct text parts, const char *name)
{
    struct text part;

    while (text_split(&parts, '|', &part)) {
        size_t colon = text_find_char(part, ':');

        if (colon != SIZE_MAX
            && text_equal(text_trim((struct text){part.at, colon}),
                          text_of(name)))
            return text_trim(text_from(part, colon + 1));
    }
    return TEXT_NONE;
}

static void
set_order(struct sale *sale, const struct raw *raw)
{
    struct text customer = cell(raw, CUSTOMER);

    draft_text(sale->draft, DRAFT_NUMBER, cell(raw, NUMBER));
    sale_amount(sale, SALE_AMOUNT, cell(raw, TOTAL));
    sale_amount(sale, SALE_TAX, cell(raw, TAX));
    sale_amount(sale, SALE_SHIPPING, cell(raw, SHIPPING));
    sale_customer(sale, cell(raw, EMAIL),
                  text_equal(customer, TEXT("0")) ? TEXT_NONE : customer);
    draft_text(sale->draft, DRAFT_COUPON, part_of(cell(raw, COUPONS), "code"));
}

static void
read_meta(const struct raw *raw, struct woo_order_visit *visit)
{
    struct json_items members = json_members(source_root(raw));
    struct json_slot value;
    struct text name;

    *visit = (struct woo_order_visit){.visit.host = text_of(raw->row->host)};
    while (json_next_member(&members, &name, &value))
        woo_order_attribute(visit, name, slot_text(&value));
}

static const char *
add_refunds(struct sale *sale, const struct raw *raw,
            const struct moment *ordered)
{
    struct text rest = cell(raw, REFUNDS), refund;
    const char *why = NULL;

    for (int i = 1; why == NULL && text_split(&rest, ';', &refund); i++) {
        struct sale_back back = {.state = "refund", .time = *ordered};
        struct json_slot number = {.type = JSON_INTEGER, .integer = i};

        back.id = draft_join(sale->draft, sale->id, TEXT("/refund/"),
                             sale_id(sale->draft, &number));
        back.is_approx =
            !row_time(raw->row, part_of(refund, "date"), &back.time);
        back.minor[SALE_AMOUNT] = sale_minor(sale, part_of(refund, "amount"));
        why = sale_take_back(sale, &back);
    }
    return why;
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    enum woo_order_state state = woo_order_state(cell(raw, STATUS));
    bool was_paid = cell(raw, PAID_DATE).len > 0;
    bool is_paid =
        state == WOO_ORDER_PAID || (state == WOO_ORDER_CANCELLED && was_paid);
    struct woo_order_visit visit;
    struct moment moment;
    struct sale sale;
    const char *why;

    if (state == WOO_ORDER_TRASH)
        return SOURCE_DROP("trash");
    if (!row_time(raw->row, cell(raw, was_paid ? PAID_DATE : DATE), &moment))
        return "bad_time: order_date or paid_date is no time";
    sale_open(&sale, emitter, "woo", cell(raw, ID), cell(raw, CURRENCY));
    sale_time(&sale, &moment);
    set_order(&sale, raw);
    read_meta(raw, &visit);
    woo_order_set_utms(&sale, &visit);
    why = sale_add(&sale, is_paid ? "paid" : "pending");
    if (why == NULL && is_paid)
        why = add_refunds(&sale, raw, &moment);
    if (why == NULL && is_paid
        && (state == WOO_ORDER_CANCELLED
            || text_ends(cell(raw, STATUS), TEXT("refunded"))))
        why = woo_order_take_rest(
            &sale, state == WOO_ORDER_CANCELLED ? "cancel" : "refund", &moment,
            true);
    return why != NULL ? why : sale_visit(&sale, &visit.visit, raw);
}

const struct source source_woo_csv = {
    .name = "woo_csv",
    .title = "WooCommerce orders, CSV of export plugins",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .matches = matches,
    .normalize = normalize,
};
