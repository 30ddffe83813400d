#include "domain/orders_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "ports/digest.h"

struct orders *
orders_new(size_t budget_bytes, struct spill *spill)
{
    struct orders *orders = calloc(1, sizeof(*orders));
    size_t part = budget_bytes / 8;

    if (orders == NULL)
        err(EX_OSERR, "orders");
    orders->rows = order_rows_new(part * 4, spill);
    orders->members = runs_new(sizeof(struct orders_member), 16, part, spill);
    orders->claims = runs_new(sizeof(struct orders_claim), 16, part, spill);
    orders->names = order_names_new(part * 2, spill);
    return orders;
}

void
orders_free(struct orders *orders)
{
    if (orders == NULL)
        return;
    order_rows_free(orders->rows);
    runs_free(orders->members);
    runs_free(orders->claims);
    order_names_free(orders->names);
    buffer_free(&orders->copy);
    free(orders->group);
    free(orders);
}

void
orders_by_day(struct orders *orders)
{
    orders->is_by_day = true;
}

void
orders_tell_buyers(struct orders *orders, struct runs *buyers)
{
    orders->buyers = buyers;
}

const char *
orders_add(struct orders *orders, const struct order *order)
{
    struct text group = order->state != ORDER_PAID && order->target.len > 0
                            ? order->target
                            : order->id;
    uint64_t row = order_rows_add(orders->rows, order);
    struct orders_member *member;

    if (row == ORDER_ROWS_TOO_LONG)
        return "too_long: an id, number, coupon or currency of 4,096 bytes or "
               "more";
    member = runs_add(orders->members);
    runs_put64(member->order, digest64(group));
    runs_put_signed(member->stamp, order->stamp);
    member->row = row;
    member->state = order->state;
    member->has_visitor = order->visitor.len > 0;
    member->is_carried = order->is_carried;
    member->has_coupon = order->coupon.len > 0;
    member->visitor = member->has_visitor ? digest64(order->visitor) : 0;
    member->has_customer = order->customer.len > 0;
    member->customer = member->has_customer ? digest64(order->customer) : 0;
    orders->count++;
    return NULL;
}

void
orders_name(struct orders *orders, const struct order_naming *naming)
{
    order_names_add(orders->names, naming);
}

/* Of a row that is its order's first the time is the claim's. */
int64_t
orders_row_stamp(struct orders *orders, const struct order_claim *claim)
{
    struct order_row row;

    if (!order_rows_is_sequel(claim->row))
        return claim->stamp;
    orders_row(orders, claim->row, &row);
    return row.stamp;
}

bool
orders_next(void *context, struct order_claim *claim)
{
    struct orders *orders = context;
    const struct orders_claim *next = runs_next(orders->claims);

    if (next == NULL)
        return false;
    claim->person = runs_get64(next->person);
    claim->stamp = runs_get_signed(next->stamp);
    claim->row = next->row;
    claim->rule = (enum order_rule)next->rule;
    return true;
}

uint64_t
orders_claims(const struct orders *orders)
{
    return runs_count(orders->claims);
}

void
orders_people(struct orders *orders, struct bloom *people)
{
    struct order_claim claim;

    while (orders_next(orders, &claim))
        if (claim.rule != ORDERS_NOBODY)
            bloom_add(people, claim.person);
    runs_rewind(orders->claims);
}

void
orders_row(struct orders *orders, uint64_t row, struct order_row *found)
{
    order_rows_get(orders->rows, row, found);
}

void
orders_prefetch(const struct orders *orders, uint64_t row)
{
    order_rows_prefetch(orders->rows, row);
}

uint64_t
orders_count(const struct orders *orders)
{
    return orders->count;
}

uint64_t
orders_repeated(const struct orders *orders)
{
    return orders->repeated;
}

uint64_t
orders_disputed(const struct orders *orders)
{
    return orders->disputed;
}

bool
orders_overflowed(const struct orders *orders)
{
    return orders->overflowed;
}

struct text
orders_rule_name(enum order_rule rule)
{
    switch (rule) {
    case ORDERS_VISITOR:
        return TEXT("visitor");
    case ORDERS_ORDER:
        return TEXT("order");
    case ORDERS_NUMBER:
        return TEXT("number");
    case ORDERS_STITCHED:
        return TEXT("stitched");
    case ORDERS_COUPON:
        return TEXT("coupon");
    case ORDERS_PEOPLE:
        return TEXT("people");
    default:
        return TEXT_NONE;
    }
}
