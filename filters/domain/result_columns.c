#include "domain/result_parts.h"

#include <assert.h>

static struct result_value
figure(const struct result *result, const struct measure *measure)
{
    int places = result->places[result->measure - 1];
    int least = question_places(measure->name);
    __int128 value = result->cell.value;

    if (places < least)
        places = least;
    for (int i = places; i < FIGURE_PLACES; i++)
        value /= 10;
    return result_number(value, places);
}

static struct result_value
sum(struct result_value value)
{
    if (value.number > FIGURE_LIMIT || value.number < -FIGURE_LIMIT)
        value.type = RESULT_TOO_LARGE;
    return value;
}

/* Its text is found when the row is whole: until then len alone counts. */
static struct result_value
list(struct result *result)
{
    size_t start = result->lists.len;

    for (size_t i = 0; i < result->top_count; i++) {
        buffer_add(&result->lists, buffer_text(&result->top[i].text));
        buffer_printf(&result->lists, " %llu",
                      (unsigned long long)result->top[i].n);
        buffer_add_char(&result->lists, '\0');
    }
    result->top_count = 0;
    return (struct result_value){.type = RESULT_LIST,
                                 .list = {NULL, result->lists.len - start}};
}

/* The median of all, then of those that it happened to two quantiles. */
static struct result_value
survival_column(const struct result *result, size_t i)
{
    const struct kaplan_meier *survival = &result->survival;
    const struct result_quantile *quantile = result->quantiles + (i - 1);

    if (i == 0 && survival->has_median)
        return result_number(survival->median, 0);
    if (i == 0)
        return (struct result_value){.type = RESULT_NOT_REACHED};
    if (survival->events == 0)
        return (struct result_value){.type = RESULT_ABSENT};
    return result_number(measure_quantile(quantile->low, quantile->next,
                                          quantile->rank.beyond_ppm),
                         MEASURE_PLACES);
}

struct result_value
result_column(struct result *result, const struct measure *measure, size_t i)
{
    const struct result_quantile *quantile = result->quantiles + i;

    if (measure->metric != NULL
        && (measure->kind == MEASURE_MIN || measure->kind == MEASURE_MAX))
        return result_number(result->cell.value, measure->metric->places);
    switch (measure->kind) {
    case MEASURE_MEAN:
        return result_number(measure_mean(&result->cell), MEASURE_PLACES);
    case MEASURE_DISTINCT:
        return result_number((__int128)result->cell.n + result->seen, 0);
    case MEASURE_QUANTILE:
        return result_number(measure_quantile(quantile->low, quantile->next,
                                              quantile->rank.beyond_ppm),
                             MEASURE_PLACES);
    case MEASURE_SURVIVAL:
        return survival_column(result, i);
    case MEASURE_H_INDEX:
        return result_number((__int128)result->h_index, 0);
    case MEASURE_TOP:
        return list(result);
    case MEASURE_METRIC:
        assert(measure->metric != NULL);
        return sum(result_number(result->cell.value, measure->metric->places));
    case MEASURE_SUM:
        return sum(figure(result, measure));
    default:
        return figure(result, measure);
    }
}
