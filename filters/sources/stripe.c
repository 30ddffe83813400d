/*
 * stripe - charges and refunds of Stripe's API, alone, in lists, or in the events that told of them
 *
 * A charge that was captured is an order; one that was only authorised is pending. Refunds are objects of their own, dated, and
 * name their charge: a charge's own amount_refunded is noted and not booked twice. What else the API has (payment intents,
 * sessions, invoices) tells of the same money again and is dropped.
 * Units:   amounts are integers in units of Stripe's own, which for some currencies are not ISO 4217's.
 * Source:  Stripe's API reference.
 */
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/decimal.h"
#include "sources/epoch.h"
#include "sources/sale.h"
#include "sources/stripe_exponent.h"

enum {
    OBJECT,
    ID,
    CREATED,
    AMOUNT,
    CAPTURED_AMOUNT,
    REFUNDED_AMOUNT,
    CURRENCY,
    CAPTURED,
    STATUS,
    LIVE,
    EMAIL,
    RECEIPT_EMAIL,
    CUSTOMER,
    DESCRIPTION,
    METADATA,
    CHARGE,
    INTENT,
    DATA,
    EVENT_OBJECT,
    SLOTS
};

/* clang-format off */
static const char *const paths[SLOTS] = {
    "object", "id", "created", "amount", "amount_captured", "amount_refunded", "currency", "captured",
    "status", "livemode", "billing_details.email", "receipt_email", "customer", "description",
    "metadata", "charge", "payment_intent", "data", "data.object"};
/* clang-format on */

static void *
open_state(const struct row *row, const char **why)
{
    (void)row, (void)why;
    return json_plan_new(paths, SLOTS);
}

/* By the word in `object` and the id that goes with it. */
static bool
is_object(const struct json_slot *slots)
{
    static const char *const objects[][2] = {
        {"charge", ""},           {"refund", "re_"},
        {"refund", "pyr_"},       {"payment_intent", "pi_"},
        {"checkout.session", ""}, {"invoice", "in_"},
        {"customer", "cus_"},     {"balance_transaction", "txn_"}};

    if (slots[OBJECT].type != JSON_STRING || slots[ID].type != JSON_STRING)
        return false;
    for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++)
        if (text_equal(slots[OBJECT].text, text_of(objects[i][0]))
            && text_starts(slots[ID].text, text_of(objects[i][1])))
            return true;
    return false;
}

static bool
is_event(const struct json_slot *slots)
{
    return text_equal(slot_text(&slots[OBJECT]), TEXT("event"))
           && slots[EVENT_OBJECT].type == JSON_OBJECT;
}

static bool
is_list(const struct json_slot *slots)
{
    return text_equal(slot_text(&slots[OBJECT]), TEXT("list"))
           && slots[DATA].type == JSON_ARRAY;
}

static bool
matches(const struct raw *raw)
{
    return is_object(raw->slots) || is_event(raw->slots) || is_list(raw->slots);
}

/* The API's integer as a decimal. */
static struct text
decimal_of(struct sale *sale, const struct json_slot *slot)
{
    struct buffer out = {0};
    struct text text;

    if (slot->type != JSON_INTEGER)
        return TEXT_NONE;
    decimal_write(&out, slot->integer, stripe_exponent(sale->currency));
    text = arena_copy(draft_arena(sale->draft), buffer_text(&out));
    buffer_free(&out);
    return text;
}

/* What the shop wrote on the charge: its own order's number, and where the buyer came from. */
static void
set_metadata(struct sale *sale, struct json_slot metadata)
{
    struct json_items members = json_members(metadata);
    struct text utm[SALE_UTMS] = {{NULL, 0}};
    struct json_slot value;
    struct text name;

    while (json_next_member(&members, &name, &value)) {
        if (value.type != JSON_STRING || sale_utm(name, value.text, utm))
            continue;
        if (text_equal(name, TEXT("order_id"))
            || text_equal(name, TEXT("order_number")))
            draft_text(sale->draft, DRAFT_NUMBER, value.text);
    }
    sale_set_utms(sale->draft, utm);
}

static const char *
add_charge(struct sale *sale, const struct json_slot *slots)
{
    bool is_paid = text_equal(slot_text(&slots[STATUS]), TEXT("succeeded"))
                   && slots[CAPTURED].type != JSON_FALSE;
    struct text email = slot_text(&slots[EMAIL]);
    const struct json_slot *amount = &slots[AMOUNT];

    if (is_paid && slot_integer(&slots[CAPTURED_AMOUNT], 0) > 0)
        amount = &slots[CAPTURED_AMOUNT];
    sale_amount(sale, SALE_AMOUNT, decimal_of(sale, amount));
    draft_plain(sale->draft, DRAFT_TITLE, slot_text(&slots[DESCRIPTION]));
    set_metadata(sale, slots[METADATA]);
    if (email.len == 0)
        email = slot_text(&slots[RECEIPT_EMAIL]);
    sale_customer(sale, email, slot_text(&slots[CUSTOMER]));
    if (is_paid && slot_integer(&slots[REFUNDED_AMOUNT], 0) > 0)
        emitter_note(sale->emitter, "refund_elsewhere");
    return sale_add(sale, is_paid ? "paid" : "pending");
}

static const char *
add_refund(struct sale *sale, const struct json_slot *slots)
{
    struct text charge = slot_text(&slots[CHARGE]);
    struct sale_back back = {
        .state = "refund", .id = sale->id, .time = sale->time};

    if (charge.len == 0)
        charge = slot_text(&slots[INTENT]);
    if (charge.len == 0)
        return "no_target: a refund that names no charge";
    back.minor[SALE_AMOUNT] =
        sale_minor(sale, decimal_of(sale, &slots[AMOUNT]));
    sale->id = charge;
    return sale_take_back(sale, &back);
}

/* One object; `seen` is of the event that told of it, or NULL. */
static const char *
add_object(const struct json_slot *slots, const struct moment *seen,
           struct emitter *emitter)
{
    bool is_refund = text_equal(slot_text(&slots[OBJECT]), TEXT("refund"));
    struct text status = slot_text(&slots[STATUS]);
    struct moment moment;
    struct sale sale;

    if (!is_refund && !text_equal(slot_text(&slots[OBJECT]), TEXT("charge")))
        return SOURCE_DROP("not_a_charge");
    if (slots[LIVE].type == JSON_FALSE)
        return SOURCE_DROP("test");
    if (text_equal(status, TEXT("failed"))
        || text_equal(status, TEXT("canceled")))
        return SOURCE_DROP("failed");
    if (is_refund && status.len > 0 && !text_equal(status, TEXT("succeeded")))
        return SOURCE_DROP("not_yet_refunded");
    if (!epoch_read(&slots[CREATED], &moment))
        return "bad_time: created is no time";
    sale_open(&sale, emitter, "stripe", slot_text(&slots[ID]),
              slot_text(&slots[CURRENCY]));
    sale_time(&sale, &moment);
    if (seen != NULL)
        draft_time(sale.draft, DRAFT_SEEN, seen->s);
    return is_refund ? add_refund(&sale, slots) : add_charge(&sale, slots);
}

static const char *
add_list(const struct raw *raw, struct emitter *emitter)
{
    struct json_items items = json_items(raw->slots[DATA]);
    struct json_slot item, slots[SLOTS];
    const char *why = NULL;

    while (why == NULL && json_next(&items, &item)) {
        if (item.type != JSON_OBJECT)
            return "bad_list: an item of data is no object";
        why = json_pick(raw->state, item.node, slots);
        if (why == NULL)
            why = add_object(slots, NULL, emitter);
        if (why != NULL
            && text_starts(text_of(why), TEXT(SOURCE_DROP_PREFIX))) {
            emitter_note(emitter, why + sizeof(SOURCE_DROP_PREFIX) - 1);
            why = NULL;
        }
    }
    return why;
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct json_slot slots[SLOTS];
    struct moment seen;
    const char *why;

    if (is_list(raw->slots))
        return add_list(raw, emitter);
    if (!is_event(raw->slots))
        return add_object(raw->slots, NULL, emitter);
    if (!epoch_read(&raw->slots[CREATED], &seen))
        return "bad_time: the event's created is no time";
    why = json_pick(raw->state, raw->slots[EVENT_OBJECT].node, slots);
    return why != NULL ? why : add_object(slots, &seen, emitter);
}

const struct source source_stripe = {
    .name = "stripe",
    .title = "Stripe charges and refunds, as its API gives them",
    .shape = SOURCE_JSON,
    .paths = paths,
    .path_count = SLOTS,
    .open = open_state,
    .matches = matches,
    .normalize = normalize,
};
