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
