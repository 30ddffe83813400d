#include "domain/metric_parts.h"

static const struct metric_list *const lists[] = {
    &metric_sales,   &metric_visits, &metric_posts, &metric_engagement,
    &metric_reach,   &metric_own,    &metric_cases, &metric_ideas,
    &metric_loyalty, &metric_voice,  &metric_others};

const struct metric *
metric_at(size_t number)
{
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        if (number < lists[i]->count)
            return lists[i]->at + number;
        number -= lists[i]->count;
    }
    return NULL;
}

const struct metric *
metric_find(struct text name)
{
    const struct metric *metric;

    for (size_t i = 0; (metric = metric_at(i)) != NULL; i++) {
        if (text_equal(name, text_of(metric->name)))
            return metric;
    }
    return NULL;
}

__int128
metric_value(const struct metric *metric, const int64_t *inputs)
{
    if (metric->value != NULL)
        return metric->value(inputs);
    return metric->inputs[0].field == NULL ? 1 : inputs[0];
}

void
metric_write(struct buffer *out, const struct metric *metric)
{
    buffer_printf(out, "%s/%u: %s", metric->name, metric->version,
                  metric->formula);
}
