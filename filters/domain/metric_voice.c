#include "domain/metric_parts.h"

static const struct metric metrics[] = {
    {.name = "panel_volume",
     .version = 1,
     .formula = "posts of any label of the panel, once for each label of it "
                "that they have",
     .form = METRIC_PANEL,
     .reads = METRIC_POSTS},
    {.name = "share_of_voice",
     .version = 1,
     .formula = "volume / panel_volume: a label's posts of those of all labels "
                "of the panel, with its Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .rows = METRIC_PANELS,
     .parts = {"volume", "panel_volume"}},
    {.name = "panel_positive",
     .version = 1,
     .formula = "positive posts of any label of the panel, once for each label "
                "of it that they have",
     .form = METRIC_PANEL,
     .reads = METRIC_POSTS,
     .inputs = {{.field = "sentiment", .equals = "positive"}}},
    {.name = "share_of_voice_positive",
     .version = 1,
     .formula = "positive / panel_positive: a label's positive posts of those "
                "of all labels of the panel, with its Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .rows = METRIC_PANELS,
     .parts = {"positive", "panel_positive"}},
    {.name = "panel_negative",
     .version = 1,
     .formula = "negative posts of any label of the panel, once for each label "
                "of it that they have",
     .form = METRIC_PANEL,
     .reads = METRIC_POSTS,
     .inputs = {{.field = "sentiment", .equals = "negative"}}},
    {.name = "share_of_voice_negative",
     .version = 1,
     .formula = "negative / panel_negative: a label's negative posts of those "
                "of all labels of the panel, with its Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .rows = METRIC_PANELS,
     .parts = {"negative", "panel_negative"}},
    {.name = "share_of_voice_engagement",
     .version = 1,
     .formula = "engagement_count / panel_engagement: a label's engagement of "
                "that of all labels of the panel; acts on one post hang "
                "together, so that it has no interval",
     .form = METRIC_RATIO,
     .rows = METRIC_PANELS,
     .parts = {"engagement_count", "panel_engagement", "measured_posts",
               "young_posts", "engagement_age_min_s", "engagement_age_max_s"}},
    {.name = "voices",
     .version = 1,
     .formula = "different authors of posts",
     .form = METRIC_DISTINCT,
     .reads = METRIC_POSTS,
     .inputs = {{.field = "author"}}},
    {.name = "panel_voices",
     .version = 1,
     .formula = "different authors of each label of the panel, added up",
     .form = METRIC_PANEL_DISTINCT,
     .reads = METRIC_POSTS,
     .inputs = {{.field = "author"}}},
    {.name = "share_of_voice_authors",
     .version = 1,
     .formula = "voices / panel_voices: a label's authors of those of all "
                "labels of the panel, with its Wilson interval of 95 %",
     .form = METRIC_SHARE,
     .rows = METRIC_PANELS,
     .parts = {"voices", "panel_voices"}},
};

const struct metric_list metric_voice = METRIC_LIST(metrics);
