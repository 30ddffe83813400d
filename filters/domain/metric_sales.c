#include "domain/metric_parts.h"

static __int128
net_sales(const int64_t *inputs)
{
    return inputs[0] - inputs[1] - inputs[2];
}

/* What is there counts, whatever it says. */
static __int128
one(const int64_t *inputs)
{
    (void)inputs;
    return 1;
}

/* A credit to nobody has no share, and neither has an order: it is one whole. */
static __int128
orders(const int64_t *inputs)
{
    return inputs[1] == 0 ? 1000000 : inputs[0];
}

static const struct metric metrics[] = {
    {.name = "amounts",
     .version = 1,
     .formula = "order rows that are not pending, refunds and cancellations "
                "among them, or their credits: how many a sum of sales adds up",
     .reads = METRIC_SALES,
     .inputs = {{.field = "amount", .is_required = true}},
     .value = one},
    {.name = "order_total",
     .version = 1,
     .formula =
         "sum of amount over order rows that are not pending, or over their "
         "credits: what customers were charged after discounts, tax and "
         "shipping included, refunds and cancellations taken off",
     .reads = METRIC_SALES,
     .inputs = {{.field = "amount", .is_required = true}},
     .is_money = true,
     .parts = {"amounts"}},
    {.name = "net_sales",
     .version = 1,
     .formula =
         "sum of amount - tax - shipping over order rows that are not "
         "pending, or over their credits: sales after discounts, refunds and "
         "cancellations, without tax and shipping",
     .reads = METRIC_SALES,
     .inputs = {{.field = "amount", .is_required = true},
                {.field = "tax"},
                {.field = "shipping"}},
     .value = net_sales,
     .is_money = true,
     .parts = {"amounts"}},
    {.name = "spend_counts",
     .version = 1,
     .formula = "counts whose measure is spend: how many spend adds up",
     .reads = METRIC_SPEND,
     .inputs = {{.field = "value", .is_required = true}},
     .value = one},
    {.name = "spend",
     .version = 1,
     .formula = "sum of value over counts whose measure is spend: what was "
                "paid for advertising",
     .reads = METRIC_SPEND,
     .inputs = {{.field = "value", .is_required = true}},
     .is_money = true,
     .parts = {"spend_counts"}},
    {.name = "orders",
     .version = 1,
     .formula = "orders that are not pending, or of their credits the shares: "
                "refunds and cancellations take none away",
     .reads = METRIC_ORDERS,
     .inputs = {{.field = "share_ppm"}, {.field = "of"}},
     .value = orders,
     .places = 6},
    {.name = "cost_per_order",
     .version = 1,
     .formula = "spend / orders: what was paid for advertising, an order",
     .form = METRIC_RATIO,
     .is_money = true,
     .parts = {"spend", "orders"}},
    {.name = "roas",
     .version = 1,
     .formula = "net_sales / spend: return on ad spend",
     .form = METRIC_RATIO,
     .parts = {"net_sales", "spend"}},
};

const struct metric_list metric_sales = METRIC_LIST(metrics);
