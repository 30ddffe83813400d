#include "domain/metric_parts.h"

/* What refers to a post is counted when all is read. */
static __int128
nothing_yet(const int64_t *inputs)
{
    (void)inputs;
    return 0;
}

static const struct metric metrics[] = {
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
    {.name = "active_days",
     .version = 1,
     .formula = "UTC days with a post of our own accounts",
     .form = METRIC_DISTINCT,
     .reads = METRIC_OWN,
     .inputs = {{.field = "time", .bytes = 10}}},
    {.name = "active_share",
     .version = 1,
     .formula = "active_days / days, with its Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"active_days", "days"}},
    {.name = "cadence",
     .version = 1,
     .formula = "how often and how steadily an account posts",
     .form = METRIC_BUNDLE,
     .rows = METRIC_ACCOUNTS,
     .parts = {"posts", "days", "posts_per_week", "active_days", "active_share",
               "days_silent"}},
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
};

const struct metric_list metric_own = METRIC_LIST(metrics);
