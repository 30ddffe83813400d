#include "domain/result_parts.h"

static void
start_quantiles(struct result *result, const struct measure *measure)
{
    for (size_t i = 0; i < measure->share_count; i++)
        result->quantiles[i].rank =
            measure_rank(result->cell.n, measure->shares_ppm[i]);
}

/* A value that comes at the ranks from `seen` to below `end`. */
static void
pass_ranks(struct result *result, size_t shares, __int128 value, uint64_t seen,
           uint64_t end)
{
    for (size_t i = 0; i < shares; i++) {
        struct result_quantile *quantile = result->quantiles + i;
        uint64_t low = quantile->rank.low;

        if (seen <= low && low < end)
            quantile->low = quantile->next = value;
        if (seen <= low + 1 && low + 1 < end)
            quantile->next = value;
    }
}

static void
pass_quantiles(struct result *result, const struct measure *measure)
{
    if (result->seen == 0)
        start_quantiles(result, measure);
    pass_ranks(result, measure->share_count, figure_get(result->value.at),
               result->seen, result->seen + result->n);
}

/* Times ascend, of equal ones those at which it happened first. */
static void
pass_survival(struct result *result)
{
    static const int64_t shares_ppm[] = {500000, 900000};
    int64_t value = (int64_t)figure_get(result->value.at);
    struct kaplan_meier *survival = &result->survival;
    uint64_t happened = result->cell.n - (uint64_t)result->cell.value;
    bool is_event = value % 2 == 0;

    if (result->seen == 0)
        *survival = kaplan_meier_of(result->cell.n);
    for (size_t i = 0; result->seen == 0 && happened > 0 && i < 2; i++)
        result->quantiles[i].rank = measure_rank(happened, shares_ppm[i]);
    if (is_event)
        pass_ranks(result, 2, (__int128)(value / 2) * FIGURE_ONE,
                   survival->events, survival->events + result->n);
    kaplan_meier_add(survival, value / 2, is_event ? result->n : 0,
                     is_event ? 0 : result->n);
}

/* Values come from the least: all that follow are at least as large. */
static void
pass_h_index(struct result *result)
{
    uint64_t h =
        measure_h(figure_get(result->value.at), result->cell.n - result->seen);

    if (h > result->h_index)
        result->h_index = h;
}

/* Values come in bytewise order: of two that came as often the earlier one stays ahead. */
static void
offer_top(struct result *result, const struct measure *measure)
{
    size_t at = result->top_count;
    struct result_candidate worst;

    while (at > 0 && result->top[at - 1].n < result->n)
        at--;
    if (at == measure->limit)
        return;
    if (result->top_count < measure->limit)
        result->top_count++;
    worst = result->top[result->top_count - 1];
    memmove(result->top + at + 1, result->top + at,
            (result->top_count - 1 - at) * sizeof(*result->top));
    worst.n = result->n;
    buffer_clear(&worst.text);
    buffer_add(&worst.text, buffer_text(&result->value));
    result->top[at] = worst;
}

void
result_end_value(struct result *result)
{
    const struct measure *measure;

    if (result->n == 0)
        return;
    measure = result_measure(result);
    if (measure->kind == MEASURE_QUANTILE)
        pass_quantiles(result, measure);
    else if (measure->kind == MEASURE_H_INDEX)
        pass_h_index(result);
    else if (measure->kind == MEASURE_SURVIVAL)
        pass_survival(result);
    else if (measure->kind == MEASURE_TOP)
        offer_top(result, measure);
    result->seen += measure->kind == MEASURE_DISTINCT ? 1 : result->n;
    result->n = 0;
}
