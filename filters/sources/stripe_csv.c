/*
 * stripe_csv - the payments that Stripe's dashboard exports, one row each
 *
 * Columns are chosen at the export and were named otherwise over the years: those that are there are read. Amounts are decimals in
 * the currency's own units, unlike the API's. What was refunded is a sum without a date.
 * Source:  exports of the dashboard; Stripe's help on them.
 */
#include "sources/sale.h"

enum {
    ID,
    CREATED,
    CREATED_DATE,
    AMOUNT,
    REFUNDED,
    CURRENCY,
    CAPTURED,
    STATUS,
    MODE,
    EMAIL,
    CUSTOMER,
    DESCRIPTION,
    ORDER_ID,
    ORDER_NUMBER,
    SLOTS
};

static const char *const paths[SLOTS] = {"id",
                                         "Created (UTC)",
                                         "Created date (UTC)",
                                         "Amount",
                                         "Amount Refunded",
                                         "Currency",
                                         "Captured",
                                         "Status",
                                         "Mode",
                                         "Customer Email",
                                         "Customer ID",
                                         "Description",
                                         "order_id (metadata)",
                                         "order_number (metadata)"};

static bool
matches(const struct raw *raw)
{
    const struct json_slot *slots = raw->slots;

    return raw->row->columns == NULL && slots[ID].type == JSON_STRING
           && (slots[CREATED].type == JSON_STRING
               || slots[CREATED_DATE].type == JSON_STRING)
           && slots[AMOUNT].type == JSON_STRING
           && slots[CURRENCY].type == JSON_STRING;
}

static struct text
cell(const struct raw *raw, int column)
{
    return text_trim(slot_text(&raw->slots[column]));
}

static bool
is_said(struct text cell, const char *word)
{
    return text_equal_nocase(cell, text_of(word));
}

/* `utm_source (metadata)` and its like. */
static void
set_utms(struct sale *sale, const struct raw *raw)
{
    static const struct text suffix = {" (metadata)", 11};
    struct json_items members = json_members(source_root(raw));
    struct text utm[SALE_UTMS] = {{NULL, 0}};
    struct json_slot value;
    struct text name;

    while (json_next_member(&members, &name, &value)) {
        if (!text_ends(name, suffix) || value.type != JSON_STRING)
            continue;
        name.len -= suffix.len;
        sale_utm(name, value.text, utm);
    }
    sale_set_utms(sale->draft, utm);
}

static void
set_order(struct sale *sale, const struct raw *raw)
{
    struct text number = cell(raw, ORDER_NUMBER);

    draft_text(sale->draft, DRAFT_NUMBER,
               number.len > 0 ? number : cell(raw, ORDER_ID));
    draft_plain(sale->draft, DRAFT_TITLE, cell(raw, DESCRIPTION));
    sale_amount(sale, SALE_AMOUNT, cell(raw, AMOUNT));
    sale_customer(sale, cell(raw, EMAIL), cell(raw, CUSTOMER));
    set_utms(sale, raw);
}

/* Money that moved: "Paid", and what became of it later; and "requires_capture" and its like, which has not. */
static bool
is_paid(const struct raw *raw)
{
    struct text status = cell(raw, STATUS);

    return !is_said(cell(raw, CAPTURED), "false")
           && (status.len == 0 || is_said(status, "paid")
               || is_said(status, "succeeded") || is_said(status, "refunded")
               || is_said(status, "partially refunded")
               || is_said(status, "partially_refunded"));
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct text created = cell(raw, CREATED);
    struct moment moment;
    struct sale sale;
    const char *why;

    if (is_said(cell(raw, MODE), "test"))
        return SOURCE_DROP("test");
    if (is_said(cell(raw, STATUS), "failed")
        || is_said(cell(raw, STATUS), "canceled"))
        return SOURCE_DROP("failed");
    if (created.len == 0)
        created = cell(raw, CREATED_DATE);
    if (!clock_parse(created, &moment))
        return "bad_time: Created (UTC) is no time";
    sale_open(&sale, emitter, "stripe", cell(raw, ID), cell(raw, CURRENCY));
    moment.tz_min = CLOCK_NO_TZ;
    sale_time(&sale, &moment);
    set_order(&sale, raw);
    why = sale_add(&sale, is_paid(raw) ? "paid" : "pending");
    if (why != NULL || !is_paid(raw))
        return why;
    return sale_take_undated(&sale, sale_minor(&sale, cell(raw, REFUNDED)));
}

const struct source source_stripe_csv = {
    .name = "stripe_csv",
    .title = "Stripe payments, CSV of its dashboard",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .matches = matches,
    .normalize = normalize,
};
