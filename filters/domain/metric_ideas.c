#include "domain/metric_parts.h"

static __int128
sum_of_two(const int64_t *inputs)
{
    return inputs[0] + inputs[1];
}

static __int128
is_nothing(const int64_t *inputs)
{
    return inputs[0] == 0;
}

static const struct metric metrics[] = {
    {.name = "ideas",
     .version = 1,
     .formula = "ideas, those of which others are versions once",
     .reads = METRIC_IDEAS},
    {.name = "idea_versions",
     .version = 1,
     .formula = "ideas that are versions of others: merged by the board, or "
                "nearly the same",
     .reads = METRIC_VERSIONS,
     .inputs = {{.field = "version_of", .equals = ""}}},
    {.name = "ideas_open",
     .version = 1,
     .formula = "ideas without a status",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "idea_status", .equals = ""}},
     .value = is_nothing},
    {.name = "ideas_under_review",
     .version = 1,
     .formula = "ideas whose status is under_review",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "idea_status", .equals = "under_review"}}},
    {.name = "ideas_partially_implemented",
     .version = 1,
     .formula = "ideas whose status is partially_implemented",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "idea_status", .equals = "partially_implemented"}}},
    {.name = "ideas_implemented",
     .version = 1,
     .formula = "ideas whose status is implemented",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "idea_status", .equals = "implemented"}}},
    {.name = "ideas_not_planned",
     .version = 1,
     .formula = "ideas whose status is not_planned",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "idea_status", .equals = "not_planned"}}},
    {.name = "ideas_archived",
     .version = 1,
     .formula = "ideas whose status is archived",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "idea_status", .equals = "archived"}}},
    {.name = "ideas_realized",
     .version = 1,
     .formula = "ideas that are implemented, in whole or in part",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "idea_status", .equals = "implemented"},
                {.field = "idea_status", .equals = "partially_implemented"}},
     .value = sum_of_two},
    {.name = "realized_share",
     .version = 1,
     .formula = "ideas implemented in whole or in part / ideas, with its "
                "Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .parts = {"ideas_realized", "ideas"}},
    {.name = "ideas_illegal",
     .version = 1,
     .formula = "ideas, versions among them, with a move that should not be",
     .reads = METRIC_VERSIONS,
     .inputs = {{.field = "illegal", .equals = ""}}},
    {.name = "idea_votes",
     .version = 1,
     .formula = "votes of ideas, with those of their versions",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "votes_all"}}},
    {.name = "ideas_funnel",
     .version = 1,
     .formula =
         "how far the ideas came that were posted: each is counted under the "
         "status that it has now, and those of several versions once",
     .form = METRIC_BUNDLE,
     .parts = {"ideas", "ideas_open", "ideas_under_review",
               "ideas_partially_implemented", "ideas_implemented",
               "ideas_not_planned", "ideas_archived", "ideas_realized",
               "realized_share", "idea_versions", "ideas_illegal",
               "idea_votes"}},
    {.name = "ideas_with_status",
     .version = 1,
     .formula = "ideas that the board ever gave a status",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "status_s", .equals = ""}}},
    {.name = "idea_first_status",
     .version = 1,
     .formula = "seconds from when an idea was posted to the first status that "
                "the board gave it: median by Kaplan and Meier, ideas without "
                "one censored at the end of the records; and of those with one "
                "median and 90th percentile (type 7)",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "status_s"},
                {.field = "watched_s"},
                {.field = "status_s", .equals = ""}},
     .form = METRIC_SURVIVAL,
     .parts = {"ideas", "ideas_with_status"}},
    {.name = "ideas_once_implemented",
     .version = 1,
     .formula = "ideas that were ever implemented, whatever they are now",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "implemented_s", .equals = ""}}},
    {.name = "idea_implementation",
     .version = 1,
     .formula = "seconds from when an idea was posted until it was "
                "implemented: median by Kaplan and Meier, all others censored "
                "at the end of the records; and of those implemented median "
                "and 90th percentile (type 7)",
     .reads = METRIC_IDEAS,
     .inputs = {{.field = "implemented_s"},
                {.field = "watched_s"},
                {.field = "implemented_s", .equals = ""}},
     .form = METRIC_SURVIVAL,
     .parts = {"ideas", "ideas_once_implemented"}},
};

const struct metric_list metric_ideas = METRIC_LIST(metrics);
