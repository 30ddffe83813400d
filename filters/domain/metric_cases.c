#include "domain/metric_parts.h"

static __int128
is_positive(const int64_t *inputs)
{
    return inputs[0] > 0;
}

/* Each stands twice: of cases that were opened in the period, and of those that were closed. The words are literals, which
   parentheses would keep from joining. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define CASES(end, done, records)                                              \
    {.name = "cases_" end,                                                     \
     .version = 1,                                                             \
     .formula = "cases " done " in the period",                                \
     .reads = records},                                                        \
        {.name = "responded_" end,                                             \
         .version = 1,                                                         \
         .formula = "of them those with a reply of ours",                      \
         .reads = records,                                                     \
         .inputs = {{.field = "first_response_s", .equals = ""}}},             \
        {.name = "response_rate_" end,                                         \
         .version = 1,                                                         \
         .formula = "cases with a reply of ours / cases " done                 \
                    " in the period, with "                                    \
                    "its Wilson interval of 95 %",                             \
         .form = METRIC_SHARE,                                                 \
         .parts = {"responded_" end, "cases_" end}},                           \
        {.name = "resolved_" end,                                              \
         .version = 1,                                                         \
         .formula =                                                            \
             "of the cases " done " in the period those that are resolved",    \
         .reads = records,                                                     \
         .inputs = {{.field = "outcome", .equals = "resolved"}}},              \
        {.name = "resolution_rate_" end,                                       \
         .version = 1,                                                         \
         .formula =                                                            \
             "resolved cases / cases " done " in the period, with its Wilson " \
             "interval of 95 %",                                               \
         .form = METRIC_SHARE,                                                 \
         .parts = {"resolved_" end, "cases_" end}},                            \
        {.name = "reopened_" end,                                              \
         .version = 1,                                                         \
         .formula =                                                            \
             "of the cases " done " in the period those that were reopened, "  \
             "once or more",                                                   \
         .reads = records,                                                     \
         .inputs = {{.field = "reopened"}},                                    \
         .value = is_positive},                                                \
        {.name = "reopen_rate_" end,                                           \
         .version = 1,                                                         \
         .formula =                                                            \
             "reopened cases / cases " done " in the period, with its Wilson " \
             "interval of 95 %",                                               \
         .form = METRIC_SHARE,                                                 \
         .parts = {"reopened_" end, "cases_" end}},                            \
        {.name = "sla_met_" end,                                               \
         .version = 1,                                                         \
         .formula =                                                            \
             "of the cases " done " in the period those whose sla is met",     \
         .reads = records,                                                     \
         .inputs = {{.field = "sla", .equals = "met"}}},                       \
        {.name = "sla_due_" end,                                               \
         .version = 1,                                                         \
         .formula = "of the cases " done                                       \
                    " in the period those whose sla is met or missed",         \
         .reads = records,                                                     \
         .inputs = {{.field = "sla", .equals = ""}}},                          \
        {.name = "sla_rate_" end,                                              \
         .version = 1,                                                         \
         .formula =                                                            \
             "sla met / met or missed, of cases " done " in the period, with " \
             "its Wilson interval of 95 %",                                    \
         .form = METRIC_SHARE,                                                 \
         .parts = {"sla_met_" end, "sla_due_" end}},                           \
        {.name = "next_response_s_" end,                                       \
         .version = 1,                                                         \
         .formula =                                                            \
             "seconds of all next responses of cases " done " in the period",  \
         .reads = records,                                                     \
         .inputs = {{.field = "next_response_s"}}},                            \
        {.name = "next_responses_" end,                                        \
         .version = 1,                                                         \
         .formula = "next responses of cases " done " in the period",          \
         .reads = records,                                                     \
         .inputs = {{.field = "next_responses"}}},                             \
        {.name = "next_response_" end,                                         \
         .version = 1,                                                         \
         .formula = "mean seconds of a next response, of cases " done          \
                    " in the period",                                          \
         .form = METRIC_RATIO,                                                 \
         .parts = {"next_response_s_" end, "next_responses_" end}},            \
    {                                                                          \
        .name = "first_response_" end, .version = 1,                           \
        .formula = "seconds to the first response, of cases " done             \
                   " in the period: median "                                   \
                   "by Kaplan and Meier, cases without one censored when "     \
                   "they had waited "                                          \
                   "so long; and of those with one median and 90th "           \
                   "percentile (type 7)",                                      \
        .form = METRIC_SURVIVAL, .reads = records,                             \
        .inputs = {{.field = "first_response_s"},                              \
                   {.field = "waited_s"},                                      \
                   {.field = "first_response_s", .equals = ""}},               \
        .parts = {                                                             \
            "cases_" end,                                                      \
            "responded_" end                                                   \
        }                                                                      \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct metric metrics[] = {
    CASES("cohort", "opened", METRIC_OPENED),
    CASES("flow", "closed", METRIC_CLOSED),
};

const struct metric_list metric_cases = METRIC_LIST(metrics);
