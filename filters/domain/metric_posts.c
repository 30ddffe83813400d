#include "domain/metric_parts.h"

static __int128
sum_of_three(const int64_t *inputs)
{
    return inputs[0] + inputs[1] + inputs[2];
}

static __int128
difference(const int64_t *inputs)
{
    return inputs[0] - inputs[1];
}

static const struct metric metrics[] = {
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
    {.name = "influence_posts",
     .version = 1,
     .formula = "posts that are no reposts themselves and say how often they "
                "were reposted",
     .reads = METRIC_ORIGINALS,
     .inputs = {{.field = "reposts", .equals = ""}}},
    {.name = "influence",
     .version = 1,
     .formula = "h-index of reposts: the largest h such that h posts have at "
                "least h reposts each, over posts that are no reposts "
                "themselves",
     .form = METRIC_H_INDEX,
     .reads = METRIC_ORIGINALS,
     .inputs = {{.field = "reposts"}},
     .parts = {"influence_posts"}},
};

const struct metric_list metric_posts = METRIC_LIST(metrics);
