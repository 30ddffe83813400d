#include "domain/metric_parts.h"

static __int128
is_before(const int64_t *inputs)
{
    return inputs[0] < inputs[1];
}

static __int128
is_after(const int64_t *inputs)
{
    return inputs[0] >= inputs[1];
}

/* A post is one contact; a count says how many it is. */
static __int128
contacts(const int64_t *inputs)
{
    return inputs[1] ? inputs[0] : 1;
}

#define ON_A_SIDE                                                              \
    .version = 1, .reads = METRIC_OTHERS,                                      \
    .inputs = {{.field = "time", .is_time = true},                             \
               {.field = "kind", .equals = "", .is_change = true}}

static const struct metric metrics[] = {
    {.name = "issues",
     .version = 1,
     .formula = "posts of others, each once",
     .reads = METRIC_OTHERS},
    {.name = "issues_before",
     .formula = "of them those before the day of --change",
     ON_A_SIDE,
     .value = is_before},
    {.name = "issues_after",
     .formula = "of them those on the day of --change or later",
     ON_A_SIDE,
     .value = is_after},
    {.name = "days_before",
     .version = 1,
     .formula = "UTC days of the span before the day of --change",
     .form = METRIC_DAYS_BEFORE},
    {.name = "days_after",
     .version = 1,
     .formula = "UTC days of the span from the day of --change on",
     .form = METRIC_DAYS_AFTER},
    {.name = "issues_per_week_before",
     .version = 1,
     .formula = "7 issues_before / days_before",
     .form = METRIC_RATIO,
     .per = 7,
     .parts = {"issues_before", "days_before"}},
    {.name = "issues_per_week_after",
     .version = 1,
     .formula = "7 issues_after / days_after",
     .form = METRIC_RATIO,
     .per = 7,
     .parts = {"issues_after", "days_after"}},
    {.name = "issues_after_share",
     .version = 1,
     .formula = "issues_after / issues, with its Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"issues_after", "issues"}},
    {.name = "days_after_share",
     .version = 1,
     .formula =
         "days_after / days: what issues_after_share would be if nothing "
         "had changed",
     .form = METRIC_RATIO,
     .parts = {"days_after", "days"}},
    {.name = "issues_change",
     .version = 1,
     .formula = "posts of others before and after the day of --change, a week; "
                "it changed where days_after_share is outside the interval of "
                "issues_after_share",
     .form = METRIC_BUNDLE,
     .parts = {"issues_per_week_before", "issues_per_week_after",
               "issues_after_share", "days_after_share"}},

    {.name = "requests",
     .version = 1,
     .formula = "posts of others that name an account of ours, by the market "
                "of the first that they name",
     .reads = METRIC_OTHERS,
     .rows = METRIC_MARKETS},
    {.name = "contacts",
     .version = 1,
     .formula = "posts of others that ask us something (inbound), and the "
                "values of counts of calls, chats, emails, letters and "
                "contacts",
     .reads = METRIC_CONTACTS,
     .inputs = {{.field = "value"}, {.field = "value", .equals = ""}},
     .value = contacts},
};

const struct metric_list metric_others = METRIC_LIST(metrics);
