#include "sources/shopify_refund.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum { ID, TIME, PAYMENTS, LINES, ADJUSTMENTS, REFUND_SLOTS };
static const char *const refund_paths[] = {"id", "created_at", "transactions",
                                           "refund_line_items",
                                           "order_adjustments"};

enum { AMOUNT, KIND, STATUS, CURRENCY, SUBTOTAL, TOTAL_TAX, TAX_AMOUNT, SLOTS };
static const char *const paths[SLOTS] = {"amount",    "kind",     "status",
                                         "currency",  "subtotal", "total_tax",
                                         "tax_amount"};

struct shopify_refund {
    struct json_plan *refund, *sum;
};

struct shopify_refund *
shopify_refund_new(void)
{
    struct shopify_refund *refund = calloc(1, sizeof(*refund));

    if (refund == NULL)
        err(EX_OSERR, "shopify");
    refund->refund = json_plan_new(refund_paths, REFUND_SLOTS);
    refund->sum = json_plan_new(paths, SLOTS);
    return refund;
}

/* The next object of an array, picked; what is none is passed over. */
static bool
next_sum(const struct shopify_refund *refund, struct json_items *items,
         struct json_slot *slots)
{
    struct json_slot item;

    while (json_next(items, &item))
        if (item.type == JSON_OBJECT
            && json_pick(refund->sum, item.node, slots) == NULL)
            return true;
    return false;
}

/* A decimal, or a number, as some fields of old exports are. */
static int64_t
minor_of(struct sale *sale, const struct json_slot *slot)
{
    struct buffer number = {0};
    int64_t minor;

    if (slot->type != JSON_INTEGER && slot->type != JSON_DOUBLE)
        return sale_minor(sale, slot_text(slot));
    json_write(&number, *slot);
    minor = sale_minor(sale, buffer_text(&number));
    buffer_free(&number);
    return minor;
}

/* What was paid back in the shop's currency: false where it was in another. */
static bool
sum_payments(const struct shopify_refund *refund, struct sale *sale,
             struct json_slot payments, int64_t *minor)
{
    struct json_items items = json_items(payments);
    struct json_slot slots[SLOTS];

    while (next_sum(refund, &items, slots)) {
        struct text currency = slot_text(&slots[CURRENCY]);

        if (currency.len > 0 && !text_equal_nocase(currency, sale->currency))
            return false;
        if (text_equal(slot_text(&slots[KIND]), TEXT("refund"))
            && text_equal(slot_text(&slots[STATUS]), TEXT("success")))
            *minor += minor_of(sale, &slots[AMOUNT]);
    }
    return true;
}

/* Items that came back with their tax: what they were worth. */
static int64_t
sum_lines(const struct shopify_refund *refund, struct sale *sale,
          struct json_slot lines, struct sale_back *back)
{
    struct json_items items = json_items(lines);
    struct json_slot slots[SLOTS];
    int64_t worth = 0;

    while (next_sum(refund, &items, slots)) {
        int64_t tax = minor_of(sale, &slots[TOTAL_TAX]);

        back->minor[SALE_TAX] += tax;
        worth += tax + minor_of(sale, &slots[SUBTOTAL]);
    }
    return worth;
}

/* What was paid beside the items, shipping above all: negative as it stands there. */
static int64_t
sum_adjustments(const struct shopify_refund *refund, struct sale *sale,
                struct json_slot adjustments, struct sale_back *back)
{
    struct json_items items = json_items(adjustments);
    struct json_slot slots[SLOTS];
    int64_t worth = 0;

    while (next_sum(refund, &items, slots)) {
        int64_t tax = minor_of(sale, &slots[TAX_AMOUNT]);
        int64_t amount = minor_of(sale, &slots[AMOUNT]);

        back->minor[SALE_TAX] -= tax;
        if (text_equal(slot_text(&slots[KIND]), TEXT("shipping_refund")))
            back->minor[SALE_SHIPPING] -= amount;
        worth -= tax + amount;
    }
    return worth;
}

static const char *
add_one(const struct shopify_refund *refund, struct sale *sale,
        const struct json_slot *slots)
{
    struct sale_back back = {.state = "refund",
                             .id =
                                 draft_join(sale->draft, TEXT("refund/"),
                                            sale_id(sale->draft, &slots[ID]))};
    int64_t worth = sum_lines(refund, sale, slots[LINES], &back)
                    + sum_adjustments(refund, sale, slots[ADJUSTMENTS], &back);

    if (!sum_payments(refund, sale, slots[PAYMENTS], &back.minor[SALE_AMOUNT]))
        back.minor[SALE_AMOUNT] = worth;
    if (slots[ID].type == JSON_ABSENT)
        return "missing_id: a refund without one";
    if (!clock_parse(slot_text(&slots[TIME]), &back.time))
        return "bad_time: a refund's created_at is no time";
    return sale_take_back(sale, &back);
}

const char *
shopify_refund_add(const struct shopify_refund *refund, struct sale *sale,
                   struct json_slot refunds)
{
    struct json_items items = json_items(refunds);
    struct json_slot item, slots[REFUND_SLOTS];
    const char *why = NULL;

    while (why == NULL && json_next(&items, &item)) {
        if (item.type != JSON_OBJECT)
            return "bad_refund: it is no object";
        why = json_pick(refund->refund, item.node, slots);
        if (why == NULL)
            why = add_one(refund, sale, slots);
    }
    return why;
}
