/*
 * shopify_csv - Shopify's own export of orders: a row a line of the order, the order itself on the first
 *
 * Rows that continue an order repeat its Name and leave the order's columns empty: they are gathered behind its first,
 * whose quantity and products they add to. What was refunded is a sum without a date.
 * Source:  Shopify's help, "Exporting orders"; its columns since 2012.
 */
#include "sources/rest.h"
#include "sources/sale.h"

enum {
    NAME,
    STATUS,
    LINE_QUANTITY,
    ID,
    EMAIL,
    CURRENCY,
    TOTAL,
    TAXES,
    SHIPPING,
    COUPON,
    CREATED,
    CANCELLED,
    REFUNDED,
    PRODUCT,
    NOTES,
    SLOTS
};

static const char *const paths[SLOTS] = {"Name",
                                         "Financial Status",
                                         "Lineitem quantity",
                                         "Id",
                                         "Email",
                                         "Currency",
                                         "Total",
                                         "Taxes",
                                         "Shipping",
                                         "Discount Code",
                                         "Created at",
                                         "Cancelled at",
                                         "Refunded Amount",
                                         "Lineitem name",
                                         "Note Attributes"};

enum { ROW_QUANTITY, ROW_PRODUCT, ROW_SLOTS };
static const char *const row_paths[ROW_SLOTS] = {"Lineitem quantity",
                                                 "Lineitem name"};

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return rest_new(row_paths, ROW_SLOTS);
}

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return raw->row->columns == NULL && slots[NAME].type == JSON_STRING
           && slots[STATUS].type == JSON_STRING
           && slots[LINE_QUANTITY].type == JSON_STRING;
}

static struct text
cell(const struct raw *raw, int column)
{
    return text_trim(slot_text(&raw->slots[column]));
}

static bool
is_first(const struct raw *raw)
{
    return cell(raw, STATUS).len > 0 || cell(raw, TOTAL).len > 0;
}

static struct text
group(const struct raw *raw, bool *first)
{
    *first = is_first(raw);
    return cell(raw, NAME);
}

/* What the shop's programs kept of the visit, `name: value` a line. */
static void
read_notes(const struct raw *raw, struct sale_visit *visit)
{
    struct text rest = cell(raw, NOTES), line;

    while (text_split(&rest, '\n', &line)) {
        size_t colon = text_find_char(line, ':');

        if (colon != SIZE_MAX)
            sale_note(visit, text_trim((struct text){line.at, colon}),
                      text_trim(text_from(line, colon + 1)));
    }
}

static void
add_item(struct sale *sale, const struct json_slot *count,
         const struct json_slot *product)
{
    int64_t quantity = 0;

    text_integer(text_trim(slot_text(count)), &quantity);
    sale_item(sale, quantity, text_trim(slot_text(product)));
}

/* Of the first row and of those behind it. */
static void
set_items(struct sale *sale, const struct raw *raw)
{
    struct json_slot slots[ROW_SLOTS];
    struct text rest = raw->rest;

    add_item(sale, &raw->slots[LINE_QUANTITY], &raw->slots[PRODUCT]);
    while (rest_next(raw->state, &rest, slots))
        add_item(sale, &slots[ROW_QUANTITY], &slots[ROW_PRODUCT]);
}

static void
set_order(struct sale *sale, const struct raw *raw)
{
    draft_text(sale->draft, DRAFT_NUMBER, cell(raw, NAME));
    sale_amount(sale, SALE_AMOUNT, cell(raw, TOTAL));
    sale_amount(sale, SALE_TAX, cell(raw, TAXES));
    sale_amount(sale, SALE_SHIPPING, cell(raw, SHIPPING));
    sale_customer(sale, cell(raw, EMAIL), TEXT_NONE);
    draft_text(sale->draft, DRAFT_COUPON, cell(raw, COUPON));
    set_items(sale, raw);
}

static const char *
take_back(struct sale *sale, const struct raw *raw)
{
    struct text cancelled = cell(raw, CANCELLED);
    struct moment moment;
    const char *why =
        sale_take_undated(sale, sale_minor(sale, cell(raw, REFUNDED)));

    if (why != NULL || cancelled.len == 0)
        return why;
    return row_time(raw->row, cancelled, &moment)
               ? sale_cancel(sale, &moment)
               : "bad_time: Cancelled at is no time";
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct text id = cell(raw, ID);
    bool is_paid = sale_shopify_is_paid(cell(raw, STATUS));
    struct sale_visit visit = {.host = text_of(raw->row->host)};
    struct moment moment;
    struct sale sale;
    const char *why;

    if (!is_first(raw))
        return SOURCE_DROP("order_line");
    if (!row_time(raw->row, cell(raw, CREATED), &moment))
        return "bad_time: Created at is no time";
    sale_open(&sale, emitter, "shopify", id.len > 0 ? id : cell(raw, NAME),
              cell(raw, CURRENCY));
    sale_time(&sale, &moment);
    set_order(&sale, raw);
    read_notes(raw, &visit);
    if (visit.url.len == 0)
        sale_set_utms(sale.draft, visit.utm);
    why = sale_add(&sale, is_paid ? "paid" : "pending");
    if (why == NULL && is_paid)
        why = take_back(&sale, raw);
    return why != NULL ? why : sale_visit(&sale, &visit, raw);
}

const struct source source_shopify_csv = {
    .name = "shopify_csv",
    .title = "Shopify orders, CSV of its own export",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
    .group = group,
};
