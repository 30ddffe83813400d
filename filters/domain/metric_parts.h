/*
 * metric_parts - the tables that metric looks into, one a kind of record
 */
#ifndef HARK_DOMAIN_METRIC_PARTS_H
#define HARK_DOMAIN_METRIC_PARTS_H

#include "domain/metric.h"

struct metric_list {
    const struct metric *at;
    size_t count;
};

#define METRIC_LIST(metrics)                                                   \
    {                                                                          \
        .at = (metrics), .count = sizeof(metrics) / sizeof((metrics)[0])       \
    }

extern const struct metric_list metric_sales, metric_visits, metric_posts,
    metric_engagement, metric_reach, metric_own, metric_cases, metric_ideas,
    metric_loyalty, metric_voice, metric_others;

#endif
