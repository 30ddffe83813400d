#include "domain/metric.h"

static int64_t
order_total(const int64_t *inputs)
{
    return inputs[0];
}

static int64_t
net_sales(const int64_t *inputs)
{
    return inputs[0] - inputs[1] - inputs[2];
}

static int64_t
spend(const int64_t *inputs)
{
    return inputs[0];
}

/* A credit to nobody has no share, and neither has an order: it is one whole. */
static int64_t
orders(const int64_t *inputs)
{
    return inputs[1] == 0 ? 1000000 : inputs[0];
}

static const struct metric metrics[] = {
    {"order_total",
     1,
     "sum of amount over order rows that are not pending, or over their "
     "credits: what customers were charged after discounts, tax and shipping "
     "included, refunds and cancellations taken off",
     {{"amount", true}},
     true,
     order_total,
     METRIC_SALES,
     0,
     {NULL}},
    {"net_sales",
     1,
     "sum of amount - tax - shipping over order rows that are not pending, or "
     "over their credits: sales after discounts, refunds and cancellations, "
     "without tax and shipping",
     {{"amount", true}, {"tax", false}, {"shipping", false}},
     true,
     net_sales,
     METRIC_SALES,
     0,
     {NULL}},
    {"spend",
     1,
     "sum of value over counts whose measure is spend: what was paid for "
     "advertising",
     {{"value", true}},
     true,
     spend,
     METRIC_SPEND,
     0,
     {NULL}},
    {"orders",
     1,
     "orders that are not pending, or of their credits the shares: refunds and "
     "cancellations take none away",
     {{"share_ppm", false}, {"of", false}},
     false,
     orders,
     METRIC_ORDERS,
     6,
     {NULL}},
    {"cost_per_order",
     1,
     "spend / orders: what was paid for advertising, an order",
     {{NULL, false}},
     true,
     NULL,
     METRIC_RATIO,
     0,
     {"spend", "orders"}},
    {"roas",
     1,
     "net_sales / spend: return on ad spend",
     {{NULL, false}},
     false,
     NULL,
     METRIC_RATIO,
     0,
     {"net_sales", "spend"}},
    {"influence",
     1,
     "h-index of reposts: the largest h such that h posts have at least h "
     "reposts each, over posts that are no reposts themselves",
     {{"reposts", false}},
     false,
     NULL,
     METRIC_POSTS,
     0,
     {NULL}},
};

const struct metric *
metric_at(size_t number)
{
    return number < sizeof(metrics) / sizeof(metrics[0]) ? metrics + number
                                                         : NULL;
}

const struct metric *
metric_find(struct text name)
{
    const struct metric *metric;

    for (size_t i = 0; (metric = metric_at(i)) != NULL; i++) {
        if (text_equal(name, text_of(metric->name)))
            return metric;
    }
    return NULL;
}

void
metric_write(struct buffer *out, const struct metric *metric)
{
    buffer_printf(out, "%s/%u: %s", metric->name, metric->version,
                  metric->formula);
}
