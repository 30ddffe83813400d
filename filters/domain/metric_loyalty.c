#include "domain/metric_parts.h"

static __int128
both(const int64_t *inputs)
{
    return inputs[0] * inputs[1];
}

static __int128
without(const int64_t *inputs)
{
    return inputs[0] * !inputs[1];
}

/* Of customers who were answered and of those who were not the same figures. */
#define LOYALTY(which, words, chosen)                                          \
    {.name = "buyers_" which "_cohort",                                        \
     .version = 1,                                                             \
     .formula = "customers who had bought, asked and were " words              \
                ": of each the case that loyalty judged, by when it was "      \
                "opened",                                                      \
     .reads = METRIC_OPENED,                                                   \
     .inputs = {{.field = "bought", .equals = ""},                             \
                {.field = "first_response_s", .equals = ""}},                  \
     .value = (chosen)},                                                       \
        {.name = "repeat_" which "_cohort",                                    \
         .version = 1,                                                         \
         .formula = "of them those who bought again",                          \
         .reads = METRIC_OPENED,                                               \
         .inputs = {{.field = "bought", .equals = "again"},                    \
                    {.field = "first_response_s", .equals = ""}},              \
         .value = (chosen)},                                                   \
    {                                                                          \
        .name = "repeat_share_" which "_cohort", .version = 1,                 \
        .formula = "those who bought again / customers who had bought, asked " \
                   "and were " words                                           \
                   ", with its Wilson interval of 95 %: an association, no "   \
                   "effect of the answer",                                     \
        .form = METRIC_SHARE, .parts = {                                       \
            "repeat_" which "_cohort",                                         \
            "buyers_" which "_cohort"                                          \
        }                                                                      \
    }

static const struct metric metrics[] = {
    LOYALTY("answered", "answered", both),
    LOYALTY("unanswered", "not answered", without),
    {.name = "repeat_purchase_cohort",
     .version = 1,
     .formula = "repeat purchase of customers who were answered beside that of "
                "those who were not: an association, no effect of the answer, "
                "since we answer whom we choose to",
     .form = METRIC_BUNDLE,
     .parts = {"repeat_share_answered_cohort",
               "repeat_share_unanswered_cohort"}},
};

const struct metric_list metric_loyalty = METRIC_LIST(metrics);
