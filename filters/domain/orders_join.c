#include "domain/orders_parts.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/decimal.h"
#include "domain/stitch.h"

/* By time, the order before what takes it back, then by id. */
static int
compare_members(const void *a, const void *b, void *context)
{
    const struct orders_member *left = a;
    const struct orders_member *right = b;
    struct orders *orders = context;
    struct order_row one, other;
    int order = memcmp(left->stamp, right->stamp, sizeof(left->stamp));

    if (order != 0)
        return order;
    if ((left->state == ORDER_PAID) != (right->state == ORDER_PAID))
        return left->state == ORDER_PAID ? -1 : 1;
    order_rows_get(orders->rows, left->row, &one);
    buffer_clear(&orders->copy);
    buffer_add(&orders->copy, one.id);
    order_rows_get(orders->rows, right->row, &other);
    return text_compare(buffer_text(&orders->copy), other.id);
}

static void
add_member(struct orders *orders, size_t count,
           const struct orders_member *member)
{
    orders->group = array_room(orders->group, count, &orders->group_cap,
                               sizeof(*orders->group), "rows of one order");
    orders->group[count] = *member;
}

static void
add_claim(struct orders *orders, uint64_t person, int64_t stamp, uint64_t row,
          enum order_rule rule)
{
    struct orders_claim *claim = runs_add(orders->claims);

    runs_put64(claim->person, person);
    runs_put_signed(claim->stamp, stamp);
    claim->row = row;
    claim->rule = rule;
}

/* The order shows who had the visitor's device, and whose visit named it. */
static void
link_order(struct stitch *stitch, const struct orders_member *base,
           const struct order_named *named)
{
    int64_t stamp = runs_get_signed(base->stamp);

    if (stitch == NULL || !base->has_customer)
        return;
    if (base->has_visitor)
        stitch_link(stitch, base->visitor, stamp, base->customer);
    if (named->rule != ORDERS_NOBODY)
        stitch_link(stitch, named->person, stamp, base->customer);
}

static void
stitch_row(struct stitch *stitch, uint64_t row,
           const struct orders_member *base, const struct order_named *named)
{
    int64_t stamp = runs_get_signed(base->stamp);

    if (base->has_customer) {
        stitch_want(stitch, base->customer, stamp, row);
        return;
    }
    if (base->has_visitor)
        stitch_ask(stitch, base->visitor, stamp, row, ORDERS_VISITOR);
    if (named->rule != ORDERS_NOBODY)
        stitch_ask(stitch, named->person, stamp, row, named->rule);
}

static void
tell_buyer(struct orders *orders, uint64_t person, int64_t stamp, uint64_t row)
{
    struct order_buyer *buyer = runs_add(orders->buyers);

    runs_put64(buyer->person, person);
    buyer->row = row;
    buyer->stamp = stamp;
}

static void
tell_buyers(struct orders *orders, uint64_t row,
            const struct orders_member *base, const struct order_named *named)
{
    int64_t stamp = runs_get_signed(base->stamp);

    if (base->has_visitor)
        tell_buyer(orders, base->visitor, stamp, row);
    if (base->has_customer)
        tell_buyer(orders, base->customer, stamp, row);
    if (named->rule != ORDERS_NOBODY)
        tell_buyer(orders, named->person, stamp, row);
    if (!base->has_visitor && !base->has_customer
        && named->rule == ORDERS_NOBODY)
        tell_buyer(orders, 0, stamp, row);
}

/* A row as the row of `base`, whose order it is or takes back. */
static void
claim_row(struct orders *orders, uint64_t row, const struct orders_member *base,
          const struct order_named *named)
{
    int64_t stamp = runs_get_signed(base->stamp);
    bool is_named = named->rule != ORDERS_NOBODY
                    && !(base->has_visitor && base->visitor == named->person);

    if (base->has_visitor)
        add_claim(orders, base->visitor, stamp, row, ORDERS_VISITOR);
    if (is_named)
        add_claim(orders, named->person, stamp, row, named->rule);
    if (!base->has_visitor && !is_named)
        add_claim(orders, 0, stamp, row, ORDERS_NOBODY);
    if (orders->stitch != NULL)
        stitch_row(orders->stitch, row, base, named);
    if (orders->buyers != NULL)
        tell_buyers(orders, row, base, named);
}

static void
add_up(struct orders *orders, int64_t sums[CREDIT_MONEYS], uint64_t row)
{
    struct order_row added;

    order_rows_get(orders->rows, row, &added);
    for (size_t i = 0; i < CREDIT_MONEYS; i++)
        if (added.moneys[i] != CREDIT_ABSENT
            && !decimal_add(&sums[i], added.moneys[i]))
            orders->overflowed = true;
}

/* The first that is an order; `count` where its order is not here. */
static size_t
find_base(const struct orders *orders, size_t count)
{
    size_t base = 0;

    while (base < count && orders->group[base].state != ORDER_PAID)
        base++;
    return base;
}

/* Each row of an order, with what it summed to before it. */
static void
claim_rows(struct orders *orders, size_t count,
           const struct orders_member *base, const struct order_named *named)
{
    struct order_sequel sequel = {.order_stamp = runs_get_signed(base->stamp),
                                  .order = base->has_coupon ? base->row
                                                            : ORDER_ROWS_NONE};

    for (size_t i = 0; i < count; i++) {
        sequel.row = orders->group[i].row;
        claim_row(orders,
                  i == 0 && base == orders->group
                      ? sequel.row
                      : order_rows_follow(orders->rows, &sequel),
                  base, named);
        if (count > 1)
            add_up(orders, sequel.before, sequel.row);
    }
}

static bool
is_same_row(struct orders *orders, uint64_t left, uint64_t right)
{
    struct order_row one;

    order_rows_get(orders->rows, left, &one);
    buffer_clear(&orders->copy);
    buffer_add(&orders->copy, one.id);
    order_rows_get(orders->rows, right, &one);
    return text_equal(buffer_text(&orders->copy), one.id);
}

static bool
is_repeated(struct orders *orders, size_t count,
            const struct orders_member *member)
{
    for (size_t i = 0; i < count; i++)
        if (orders->group[i].is_carried
            && is_same_row(orders, orders->group[i].row, member->row))
            return true;
    return false;
}

/* Takes out what comes again that an earlier run has credited; how many are left. */
static size_t
leave_repeated(struct orders *orders, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        const struct orders_member *member = &orders->group[i];

        if (!member->is_carried && is_repeated(orders, count, member))
            continue;
        orders->group[kept++] = *member;
    }
    orders->repeated += count - kept;
    return kept;
}

/* The rows of one order. */
static void
claim_group(struct orders *orders, size_t count,
            const struct order_named *named)
{
    static const struct order_named nobody = {.rule = ORDERS_NOBODY};
    size_t base;

    if (count > 1 && orders->is_by_day)
        count = leave_repeated(orders, count);
    if (count > 1)
        qsort_r(orders->group, count, sizeof(*orders->group), compare_members,
                orders);
    base = find_base(orders, count);
    for (size_t i = 0; base == count && i < count; i++)
        claim_row(orders, orders->group[i].row, &orders->group[i], &nobody);
    if (base == count)
        return;
    link_order(orders->stitch, &orders->group[base], named);
    claim_rows(orders, count, &orders->group[base], named);
    orders->disputed += named->is_disputed;
}

/* What an order may be named by goes among what visits name. */
static void
ask_names(void *context, const struct order_row *row)
{
    struct orders *orders = context;

    if (row->state == ORDER_PAID)
        order_names_ask(orders->names, row->id, row->number,
                        orders->is_by_day ? touch_stamp_day_end(row->stamp)
                                          : INT64_MAX);
}

void
orders_join(struct orders *orders, struct stitch *stitch)
{
    const struct orders_member *member;
    struct order_named named;
    uint64_t order = 0;
    size_t count = 0;

    orders->stitch = stitch;
    order_rows_each(orders->rows, ask_names, orders);
    order_names_settle(orders->names);
    runs_sort(orders->members);
    while ((member = runs_next(orders->members)) != NULL) {
        if (count > 0 && runs_get64(member->order) != order) {
            order_names_find(orders->names, order, &named);
            claim_group(orders, count, &named);
            count = 0;
        }
        order = runs_get64(member->order);
        add_member(orders, count++, member);
    }
    if (count > 0) {
        order_names_find(orders->names, order, &named);
        claim_group(orders, count, &named);
    }
    runs_free(orders->members);
    orders->members = NULL;
    order_names_free(orders->names);
    orders->names = NULL;
    runs_sort(orders->claims);
}
