#include "domain/metric.h"

static int64_t
net_sales(const int64_t *inputs)
{
    return inputs[0] - inputs[1] - inputs[2];
}

/* A credit to nobody has no share, and neither has an order: it is one whole. */
static int64_t
orders(const int64_t *inputs)
{
    return inputs[1] == 0 ? 1000000 : inputs[0];
}

static int64_t
sum_of_three(const int64_t *inputs)
{
    return inputs[0] + inputs[1] + inputs[2];
}

static int64_t
difference(const int64_t *inputs)
{
    return inputs[0] - inputs[1];
}

/* What refers to a post is counted when all is read. */
static int64_t
nothing_yet(const int64_t *inputs)
{
    (void)inputs;
    return 0;
}

static int64_t
is_positive(const int64_t *inputs)
{
    return inputs[0] > 0;
}

static const struct metric metrics[] = {
    {.name = "order_total",
     .version = 1,
     .formula =
         "sum of amount over order rows that are not pending, or over their "
         "credits: what customers were charged after discounts, tax and "
         "shipping included, refunds and cancellations taken off",
     .reads = METRIC_SALES,
     .inputs = {{.field = "amount", .is_required = true}},
     .is_money = true},
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
     .is_money = true},
    {.name = "spend",
     .version = 1,
     .formula = "sum of value over counts whose measure is spend: what was "
                "paid for advertising",
     .reads = METRIC_SPEND,
     .inputs = {{.field = "value", .is_required = true}},
     .is_money = true},
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

    {.name = "volume",
     .version = 1,
     .formula = "posts, each once: without copies that were observed inside "
                "another post",
     .reads = METRIC_POSTS},
    {.name = "positive",
     .version = 1,
     .formula = "posts whose sentiment is positive",
     .reads = METRIC_POSTS,
     .inputs = {{.field = "sentiment", .equals = "positive"}}},
    {.name = "negative",
     .version = 1,
     .formula = "posts whose sentiment is negative",
     .reads = METRIC_POSTS,
     .inputs = {{.field = "sentiment", .equals = "negative"}}},
    {.name = "rated",
     .version = 1,
     .formula = "posts that have a sentiment: positive, neutral or negative",
     .reads = METRIC_POSTS,
     .inputs = {{.field = "sentiment", .equals = "positive"},
                {.field = "sentiment", .equals = "neutral"},
                {.field = "sentiment", .equals = "negative"}},
     .value = sum_of_three},
    {.name = "sentiment_balance",
     .version = 1,
     .formula = "positive posts less negative ones",
     .reads = METRIC_POSTS,
     .inputs = {{.field = "sentiment", .equals = "positive"},
                {.field = "sentiment", .equals = "negative"}},
     .value = difference},
    {.name = "polar",
     .version = 1,
     .formula = "posts whose sentiment is positive or negative",
     .reads = METRIC_POSTS,
     .inputs = {{.field = "sentiment", .equals = "positive"},
                {.field = "sentiment", .equals = "negative"}},
     .value = sum_of_three},
    {.name = "net_sentiment",
     .version = 1,
     .formula = "(positive - negative) / (positive + neutral + negative) posts",
     .form = METRIC_RATIO,
     .parts = {"sentiment_balance", "rated"}},
    {.name = "net_sentiment_polar",
     .version = 1,
     .formula = "(positive - negative) / (positive + negative) posts: neutral "
                "ones are left out",
     .form = METRIC_RATIO,
     .parts = {"sentiment_balance", "polar"}},
    {.name = "sentiment_ratio",
     .version = 1,
     .formula = "positive / negative posts",
     .form = METRIC_RATIO,
     .parts = {"positive", "negative"}},
    {.name = "positive_share",
     .version = 1,
     .formula = "positive / (positive + neutral + negative) posts, with its "
                "Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"positive", "rated"}},
    {.name = "negative_share",
     .version = 1,
     .formula = "negative / (positive + neutral + negative) posts, with its "
                "Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"negative", "rated"}},

    {.name = "influence",
     .version = 1,
     .formula = "h-index of reposts: the largest h such that h posts have at "
                "least h reposts each, over posts that are no reposts "
                "themselves",
     .form = METRIC_H_INDEX,
     .reads = METRIC_ORIGINALS,
     .inputs = {{.field = "reposts"}}},

    {.name = "posts",
     .version = 1,
     .formula = "posts of our own accounts, each once",
     .reads = METRIC_OWN},
    {.name = "replies",
     .version = 1,
     .formula = "posts of our own accounts that answer a post",
     .reads = METRIC_OWN,
     .inputs = {{.field = "reply_to", .equals = ""}}},
    {.name = "broadcasts",
     .version = 1,
     .formula = "posts - replies: what an account says of its own accord",
     .form = METRIC_DIFFERENCE,
     .parts = {"posts", "replies"}},
    {.name = "reply_share",
     .version = 1,
     .formula =
         "replies / posts of our own accounts, with its Wilson interval of "
         "95 %",
     .form = METRIC_SHARE,
     .parts = {"replies", "posts"}},
    {.name = "days",
     .version = 1,
     .formula = "UTC days of the span: from --since, or the first post of "
                "anyone, to --until, or the last",
     .form = METRIC_DAYS},
    {.name = "posts_per_week",
     .version = 1,
     .formula = "7 posts / days: how often an account posts",
     .form = METRIC_RATIO,
     .per = 7,
     .parts = {"posts", "days"}},
    {.name = "days_silent",
     .version = 1,
     .formula = "UTC days without a post at the end of the span; all of them "
                "where there is none",
     .form = METRIC_QUIET,
     .reads = METRIC_OWN},
    {.name = "answers",
     .version = 1,
     .formula = "posts of others that reply to posts of our own accounts, in "
                "the group of the post that they reply to",
     .form = METRIC_ANSWERS,
     .reads = METRIC_OWN,
     .value = nothing_yet},
    {.name = "answers_per_post",
     .version = 1,
     .formula = "answers / posts: relevance",
     .form = METRIC_RATIO,
     .parts = {"answers", "posts"}},
    {.name = "clicks",
     .version = 1,
     .formula = "clicks on short links of our posts, without bots, in the "
                "group of the latest post with the link",
     .form = METRIC_CLICKS,
     .reads = METRIC_OWN,
     .value = nothing_yet},
    {.name = "clicks_per_post",
     .version = 1,
     .formula = "clicks / posts: relevance",
     .form = METRIC_RATIO,
     .parts = {"clicks", "posts"}},
    {.name = "arrivals",
     .version = 1,
     .formula = "visits that came by a tracked link of our posts, without "
                "bots, in the group of the latest post with the link",
     .form = METRIC_ARRIVALS,
     .reads = METRIC_OWN,
     .value = nothing_yet},
    {.name = "arrivals_per_post",
     .version = 1,
     .formula = "arrivals / posts: relevance",
     .form = METRIC_RATIO,
     .parts = {"arrivals", "posts"}},
    {.name = "tracked_links",
     .version = 1,
     .formula = "different links of our posts that carry a campaign tag or go "
                "by a shortener, t.co aside",
     .form = METRIC_TRACKED,
     .reads = METRIC_OWN},
    {.name = "reached_links",
     .version = 1,
     .formula = "tracked links that at least one click or visit came by, "
                "whenever it was",
     .form = METRIC_REACHED,
     .reads = METRIC_OWN},
    {.name = "dead_links",
     .version = 1,
     .formula = "tracked_links - reached_links: those that no click and no "
                "visit came by",
     .form = METRIC_DIFFERENCE,
     .parts = {"tracked_links", "reached_links"}},
    {.name = "account_health",
     .version = 1,
     .formula = "an account's posts, how many are replies, how often it "
                "posts and since when it does not, what its posts brought "
                "and which of their links nobody came by",
     .form = METRIC_BUNDLE,
     .rows = METRIC_ACCOUNTS,
     .parts = {"posts", "replies", "broadcasts", "reply_share", "days",
               "posts_per_week", "days_silent", "answers", "answers_per_post",
               "clicks", "clicks_per_post", "arrivals", "arrivals_per_post",
               "tracked_links", "reached_links", "dead_links"}},

    {.name = "lookalikes",
     .version = 1,
     .formula = "posts of each handle that could be taken for one of the "
                "brands: of the same name on another network, confusable "
                "(UTS 39), with swapped letters, one letter off, or with "
                "words added",
     .form = METRIC_BUNDLE,
     .rows = METRIC_LOOKALIKES,
     .parts = {"volume"}},

    {.name = "cases_cohort",
     .version = 1,
     .formula = "cases opened in the period",
     .reads = METRIC_OPENED},
    {.name = "responded_cohort",
     .version = 1,
     .formula = "of them those with a reply of ours",
     .reads = METRIC_OPENED,
     .inputs = {{.field = "first_response_s", .equals = ""}}},
    {.name = "response_rate_cohort",
     .version = 1,
     .formula = "cases with a reply of ours / cases opened in the period, with "
                "its Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"responded_cohort", "cases_cohort"}},
    {.name = "resolved_cohort",
     .version = 1,
     .formula = "of the cases opened in the period those that are resolved",
     .reads = METRIC_OPENED,
     .inputs = {{.field = "outcome", .equals = "resolved"}}},
    {.name = "resolution_rate_cohort",
     .version = 1,
     .formula = "resolved cases / cases opened in the period, with its Wilson "
                "interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"resolved_cohort", "cases_cohort"}},
    {.name = "reopened_cohort",
     .version = 1,
     .formula = "of the cases opened in the period those that were reopened, "
                "once or more",
     .reads = METRIC_OPENED,
     .inputs = {{.field = "reopened"}},
     .value = is_positive},
    {.name = "reopen_rate_cohort",
     .version = 1,
     .formula = "reopened cases / cases opened in the period, with its Wilson "
                "interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"reopened_cohort", "cases_cohort"}},
    {.name = "sla_met_cohort",
     .version = 1,
     .formula = "of the cases opened in the period those whose sla is met",
     .reads = METRIC_OPENED,
     .inputs = {{.field = "sla", .equals = "met"}}},
    {.name = "sla_due_cohort",
     .version = 1,
     .formula =
         "of the cases opened in the period those whose sla is met or missed",
     .reads = METRIC_OPENED,
     .inputs = {{.field = "sla", .equals = ""}}},
    {.name = "sla_rate_cohort",
     .version = 1,
     .formula = "sla met / met or missed, of cases opened in the period, with "
                "its Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"sla_met_cohort", "sla_due_cohort"}},
    {.name = "next_response_s_cohort",
     .version = 1,
     .formula = "seconds of all next responses of cases opened in the period",
     .reads = METRIC_OPENED,
     .inputs = {{.field = "next_response_s"}}},
    {.name = "next_responses_cohort",
     .version = 1,
     .formula = "next responses of cases opened in the period",
     .reads = METRIC_OPENED,
     .inputs = {{.field = "next_responses"}}},
    {.name = "next_response_cohort",
     .version = 1,
     .formula =
         "mean seconds of a next response, of cases opened in the period",
     .form = METRIC_RATIO,
     .parts = {"next_response_s_cohort", "next_responses_cohort"}},
    {.name = "first_response_cohort",
     .version = 1,
     .formula =
         "seconds to the first response, of cases opened in the period: median "
         "by Kaplan and Meier, cases without one censored when they had waited "
         "so long; and of those with one median and 90th percentile (type 7)",
     .form = METRIC_SURVIVAL,
     .reads = METRIC_OPENED,
     .inputs = {{.field = "first_response_s"},
                {.field = "waited_s"},
                {.field = "first_response_s", .equals = ""}}},

    {.name = "cases_flow",
     .version = 1,
     .formula = "cases closed in the period",
     .reads = METRIC_CLOSED},
    {.name = "responded_flow",
     .version = 1,
     .formula = "of them those with a reply of ours",
     .reads = METRIC_CLOSED,
     .inputs = {{.field = "first_response_s", .equals = ""}}},
    {.name = "response_rate_flow",
     .version = 1,
     .formula = "cases with a reply of ours / cases closed in the period, with "
                "its Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"responded_flow", "cases_flow"}},
    {.name = "resolved_flow",
     .version = 1,
     .formula = "of the cases closed in the period those that are resolved",
     .reads = METRIC_CLOSED,
     .inputs = {{.field = "outcome", .equals = "resolved"}}},
    {.name = "resolution_rate_flow",
     .version = 1,
     .formula = "resolved cases / cases closed in the period, with its Wilson "
                "interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"resolved_flow", "cases_flow"}},
    {.name = "reopened_flow",
     .version = 1,
     .formula = "of the cases closed in the period those that were reopened, "
                "once or more",
     .reads = METRIC_CLOSED,
     .inputs = {{.field = "reopened"}},
     .value = is_positive},
    {.name = "reopen_rate_flow",
     .version = 1,
     .formula = "reopened cases / cases closed in the period, with its Wilson "
                "interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"reopened_flow", "cases_flow"}},
    {.name = "sla_met_flow",
     .version = 1,
     .formula = "of the cases closed in the period those whose sla is met",
     .reads = METRIC_CLOSED,
     .inputs = {{.field = "sla", .equals = "met"}}},
    {.name = "sla_due_flow",
     .version = 1,
     .formula =
         "of the cases closed in the period those whose sla is met or missed",
     .reads = METRIC_CLOSED,
     .inputs = {{.field = "sla", .equals = ""}}},
    {.name = "sla_rate_flow",
     .version = 1,
     .formula = "sla met / met or missed, of cases closed in the period, with "
                "its Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"sla_met_flow", "sla_due_flow"}},
    {.name = "next_response_s_flow",
     .version = 1,
     .formula = "seconds of all next responses of cases closed in the period",
     .reads = METRIC_CLOSED,
     .inputs = {{.field = "next_response_s"}}},
    {.name = "next_responses_flow",
     .version = 1,
     .formula = "next responses of cases closed in the period",
     .reads = METRIC_CLOSED,
     .inputs = {{.field = "next_responses"}}},
    {.name = "next_response_flow",
     .version = 1,
     .formula =
         "mean seconds of a next response, of cases closed in the period",
     .form = METRIC_RATIO,
     .parts = {"next_response_s_flow", "next_responses_flow"}},
    {.name = "first_response_flow",
     .version = 1,
     .formula =
         "seconds to the first response, of cases closed in the period: median "
         "by Kaplan and Meier, cases without one censored when they had waited "
         "so long; and of those with one median and 90th percentile (type 7)",
     .form = METRIC_SURVIVAL,
     .reads = METRIC_CLOSED,
     .inputs = {{.field = "first_response_s"},
                {.field = "waited_s"},
                {.field = "first_response_s", .equals = ""}}},
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

int64_t
metric_value(const struct metric *metric, const int64_t *inputs)
{
    if (metric->value != NULL)
        return metric->value(inputs);
    return metric->inputs[0].field == NULL ? 1 : inputs[0];
}

void
metric_write(struct buffer *out, const struct metric *metric)
{
    buffer_printf(out, "%s/%u: %s", metric->name, metric->version,
                  metric->formula);
}
