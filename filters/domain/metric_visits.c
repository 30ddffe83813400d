#include "domain/metric_parts.h"

static const struct metric metrics[] = {
    {.name = "sessions",
     .version = 1,
     .formula = "visits of a visitor that come more than 30 minutes after the "
                "last one before, without bots: a session counts where it "
                "began",
     .reads = METRIC_VISITS,
     .choice = METRIC_BY_SESSION},
    {.name = "visitors",
     .version = 1,
     .formula = "different visitors, without bots: the exact union of who came",
     .form = METRIC_DISTINCT,
     .reads = METRIC_VISITS,
     .inputs = {{.field = "visitor"}}},
    {.name = "orders_per_session",
     .version = 1,
     .formula = "orders / sessions: a session may have several",
     .form = METRIC_RATIO,
     .parts = {"orders", "sessions"}},
    {.name = "orders_per_visitor",
     .version = 1,
     .formula = "orders / visitors: a visitor may have several",
     .form = METRIC_RATIO,
     .parts = {"orders", "visitors"}},
};

const struct metric_list metric_visits = METRIC_LIST(metrics);
