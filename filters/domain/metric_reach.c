#include "domain/metric_parts.h"

/* Inputs: followers, whether they are there, a count's value, whether that is there. */
static __int128
followers(const int64_t *inputs)
{
    if (inputs[1])
        return inputs[0];
    return inputs[3] ? inputs[2] : METRIC_NOTHING;
}

static __int128
is_known(const int64_t *inputs)
{
    return inputs[1] || inputs[3] ? 1 : METRIC_NOTHING;
}

#define AUTHORS                                                                \
    .version = 1, .reads = METRIC_POSTS, .choice = METRIC_BY_AUTHOR,           \
    .inputs = {{.field = "followers"}, {.field = "followers", .equals = ""}}

#define ACCOUNTS                                                               \
    .version = 1, .reads = METRIC_AUDIENCES, .choice = METRIC_BY_ACCOUNT,      \
    .inputs = {{.field = "followers"},                                         \
               {.field = "followers", .equals = ""},                           \
               {.field = "value"},                                             \
               {.field = "value", .equals = ""}}

static const struct metric metrics[] = {
    {.name = "reach_authors",
     .formula = "authors of posts, reposts included, whose followers are known",
     AUTHORS,
     .value = is_known},
    {.name = "reach_low",
     .form = METRIC_GREATEST,
     .formula = "followers of the author who has most, as captured last: so "
                "many at least could see the posts",
     AUTHORS,
     .value = followers},
    {.name = "reach_high",
     .formula = "followers of all authors, each author once, as captured last: "
                "so many at most, if nobody follows two of them",
     AUTHORS,
     .value = followers},
    {.name = "reach",
     .version = 1,
     .formula = "how many people could see posts, as an interval",
     .form = METRIC_BUNDLE,
     .parts = {"reach_authors", "reach_low", "reach_high"}},
    {.name = "audience_accounts",
     .formula = "our own accounts whose followers are known by the end of the "
                "period",
     ACCOUNTS,
     .value = is_known},
    {.name = "audience_low",
     .form = METRIC_GREATEST,
     .formula = "followers of our own account that has most, each as captured "
                "last by the end of the period: so many people at least",
     ACCOUNTS,
     .value = followers},
    {.name = "audience_high",
     .formula = "followers of all our own accounts, each as captured last by "
                "the end of the period: so many at most, if nobody follows two",
     ACCOUNTS,
     .value = followers},
    {.name = "audience",
     .version = 1,
     .formula = "how many people follow our own accounts, as an interval",
     .form = METRIC_BUNDLE,
     .parts = {"audience_accounts", "audience_low", "audience_high"}},
};

const struct metric_list metric_reach = METRIC_LIST(metrics);
