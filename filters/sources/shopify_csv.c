/*
 * shopify_csv - Shopify's own export of orders: a row a line of the order, the order itself on the first
 *
 * Rows that continue an order repeat its Name and leave the order's columns empty: they are dropped by that name, so an
 * order has no quantity here, and of its products the first. What was refunded is a sum without a date.
 * Source:  Shopify's help, "Exporting orders"; its columns since 2012.
 */
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

/* What the shop's programs kept of the visit, `name: value` a line. */
static void
read_notes(const struct raw *raw, struct sale_visit *visit)
{
    struct text rest = cell(raw, NOTES), line;

    while (text_split(&rest, '\n', &line)) {
        size_t colon = text_find_char(line, ':');
        struct text name, value;

        if (colon == SIZE_MAX)
            continue;
        name = text_trim((struct text){line.at, colon});
        value = text_trim(text_from(line, colon + 1));
        if (sale_utm(name, value, visit->utm))
            continue;
        if (text_equal_nocase(name, TEXT("landing_site"))
            || text_equal_nocase(name, TEXT("landing_page")))
            visit->url = value;
        else if (text_equal_nocase(name, TEXT("referring_site"))
                 || text_equal_nocase(name, TEXT("referrer")))
            visit->referrer = value;
    }
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
    draft_add(sale->draft, DRAFT_PRODUCT, cell(raw, PRODUCT));
}

static const char *
take_back(struct sale *sale, const struct raw *raw)
{
    struct text cancelled = cell(raw, CANCELLED);
    struct sale_back back = {
        .state = "cancel",
        .id = draft_join(sale->draft, "", sale->id, "/cancel")};
    const char *why =
        sale_take_undated(sale, sale_minor(sale, cell(raw, REFUNDED)));

    if (why != NULL || cancelled.len == 0)
        return why;
    if (!row_time(raw->row, cancelled, &back.time))
        return "bad_time: Cancelled at is no time";
    return sale_take_rest(sale, &back);
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

    if (cell(raw, STATUS).len == 0 && cell(raw, TOTAL).len == 0)
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
    .matches = matches,
    .normalize = normalize,
};
