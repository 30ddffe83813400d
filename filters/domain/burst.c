#include "domain/burst.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* A state's probability stays below 1, so that it has a cost. */
static const double highest = 1 - 1e-9;

/* What each state makes of one relevant post, and of one that is not. */
struct prices {
    double relevant[BURST_STATES], other[BURST_STATES];
    double up; /* one step */
    int states;
};

void
burst_scratch_free(struct burst_scratch *scratch)
{
    free(scratch->from);
    *scratch = (struct burst_scratch){0};
}

static void
reserve(struct burst_scratch *scratch, size_t count)
{
    if (count <= scratch->cap)
        return;
    free(scratch->from);
    scratch->cap = count * 2;
    scratch->from = calloc(scratch->cap, 1);
    if (scratch->from == NULL)
        err(EX_OSERR, "a series of %zu buckets", count / BURST_STATES);
}

/* False where no post is relevant. */
static int
set_prices(struct prices *prices, const struct burst_rules *rules,
           const struct burst_series *series)
{
    double relevant = 0, all = 0, p;
    size_t batches = 0;

    for (size_t t = 0; t < series->count; t++) {
        relevant += (double)series->relevant[t];
        all += (double)series->all[t];
        batches += series->all[t] > 0;
    }
    if (relevant == 0)
        return 0;
    p = relevant / all;
    prices->states = rules->states;
    prices->up = rules->gamma * log((double)batches);
    for (int i = 0; i < rules->states; i++, p *= rules->s) {
        prices->relevant[i] = -log(fmin(p, highest));
        prices->other[i] = -log1p(-fmin(p, highest));
    }
    return 1;
}

/* sigma without the ways to choose, which all states share. */
static double
price(const struct prices *prices, const struct burst_series *series, size_t t,
      int state)
{
    return (double)series->relevant[t] * prices->relevant[state]
           + (double)(series->all[t] - series->relevant[t])
                 * prices->other[state];
}

static double
log_choices(uint64_t all, uint64_t relevant)
{
    return lgamma((double)all + 1) - lgamma((double)relevant + 1)
           - lgamma((double)(all - relevant) + 1);
}

/* The cheapest way to each state at t, from those before; `cost` in and out. */
static void
step(const struct prices *prices, const struct burst_series *series, size_t t,
     double *cost, uint8_t *from)
{
    double before[BURST_STATES];

    memcpy(before, cost, sizeof(before));
    for (int to = 0; to < prices->states; to++) {
        int best = 0;
        double least = before[0] + to * prices->up;

        for (int i = 1; i < prices->states; i++) {
            double way = before[i] + (to > i ? (to - i) * prices->up : 0);

            if (way < least) {
                least = way;
                best = i;
            }
        }
        from[to] = (uint8_t)best;
        cost[to] = least + price(prices, series, t, to);
    }
}

static void
trace_back(const struct prices *prices, const double *cost, size_t count,
           const uint8_t *from, uint8_t *states)
{
    int state = 0;

    for (int i = 1; i < prices->states; i++)
        if (cost[i] < cost[state])
            state = i;
    for (size_t t = count; t > 0; t--) {
        states[t - 1] = (uint8_t)state;
        state = from[(t - 1) * BURST_STATES + (size_t)state];
    }
}

void
burst_states(const struct burst_rules *rules, const struct burst_series *series,
             struct burst_scratch *scratch, uint8_t *states)
{
    struct prices prices = {0};
    double cost[BURST_STATES] = {0};

    if (!set_prices(&prices, rules, series)) {
        for (size_t t = 0; t < series->count; t++)
            states[t] = 0;
        return;
    }
    for (int i = 1; i < prices.states; i++)
        cost[i] = INFINITY;
    reserve(scratch, series->count * BURST_STATES);
    for (size_t t = 0; t < series->count; t++)
        step(&prices, series, t, cost, scratch->from + t * BURST_STATES);
    trace_back(&prices, cost, series->count, scratch->from, states);
}

double
burst_cost(const struct burst_rules *rules, const struct burst_series *series,
           const uint8_t *states)
{
    struct prices prices = {0};
    double cost = 0;
    int before = 0;

    if (!set_prices(&prices, rules, series))
        return 0;
    for (size_t t = 0; t < series->count; t++) {
        if (states[t] > before)
            cost += (states[t] - before) * prices.up;
        cost += price(&prices, series, t, states[t])
                - log_choices(series->all[t], series->relevant[t]);
        before = states[t];
    }
    return cost;
}

double
burst_weight(const struct burst_rules *rules, const struct burst_series *series,
             size_t from, size_t to)
{
    struct prices prices = {0};
    double weight = 0;

    if (!set_prices(&prices, rules, series))
        return 0;
    for (size_t t = from; t < to; t++)
        weight += price(&prices, series, t, 0) - price(&prices, series, t, 1);
    return weight;
}
