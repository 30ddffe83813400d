#include "domain/detector_parts.h"

#include <math.h>
#include <stdlib.h>

/* Those that share a step of Benjamini and Hochberg's side by side. */
static int
compare_steps(const void *left, const void *right)
{
    const struct detector_alarm *a = left, *b = right;

    if (a->method != b->method)
        return a->method < b->method ? -1 : 1;
    if (a->method == DETECTOR_KLEINBERG)
        return 0;
    return (a->closed > b->closed) - (a->closed < b->closed);
}

static int
compare(const void *left, const void *right)
{
    const struct detector_alarm *a = left, *b = right;

    if (a->series != b->series)
        return a->series < b->series ? -1 : 1;
    if (a->method != b->method)
        return a->method < b->method ? -1 : 1;
    return (a->opened > b->opened) - (a->opened < b->opened);
}

/* Keeps the discoveries among alarms[from, to), as the first of *kept on. */
static void
discover(struct detector *detector, size_t from, size_t to, size_t *kept)
{
    struct detector_alarm *alarms = detector->alarms;
    size_t bucket = alarms[from].method == DETECTOR_KLEINBERG
                        ? detector->frame->count - 1
                        : alarms[from].closed;
    double most;

    for (size_t i = from; i < to; i++)
        detector->p_values[i - from] = alarms[i].p;
    most = spike_discovery(detector->p_values, to - from,
                           detector->known[bucket], detector->rules->fdr);
    for (size_t i = from; i < to; i++)
        if (alarms[i].p <= most)
            alarms[(*kept)++] = alarms[i];
}

/* Nothing but gaps between a bucket and a later one. */
static bool
is_next(const struct detector *detector, size_t t, size_t later)
{
    for (t++; t < later; t++)
        if (detector->frame->all[t] > 0)
            return false;
    return true;
}

static void
join_buckets(struct detector *detector)
{
    struct detector_alarm *alarms = detector->alarms;
    size_t kept = 0;

    for (size_t i = 0; i < detector->count; i++) {
        struct detector_alarm *last = kept > 0 ? &alarms[kept - 1] : NULL;
        const struct detector_alarm *one = &alarms[i];

        if (last == NULL || last->series != one->series
            || last->method != one->method || one->method == DETECTOR_KLEINBERG
            || !is_next(detector, last->closed, one->opened)) {
            alarms[kept++] = *one;
            continue;
        }
        last->closed = one->closed;
        last->p = fmin(last->p, one->p);
        last->expected += one->expected;
        last->weight += one->weight;
        last->observed += one->observed;
    }
    detector->count = kept;
}

static void
sort(struct detector *detector,
     int (*order)(const void *left, const void *right))
{
    if (detector->count > 0)
        qsort(detector->alarms, detector->count, sizeof(*detector->alarms),
              order);
}

void
detector_settle(struct detector *detector)
{
    size_t from = 0, kept = 0;

    for (size_t t = 1; t < detector->frame->count; t++)
        detector->known[t] += detector->known[t - 1];
    detector->p_values =
        detector_zeroed(detector->count, sizeof(*detector->p_values));
    sort(detector, compare_steps);
    while (from < detector->count) {
        size_t to = from + 1;

        while (to < detector->count
               && compare_steps(&detector->alarms[from], &detector->alarms[to])
                      == 0)
            to++;
        discover(detector, from, to, &kept);
        from = to;
    }
    detector->count = kept;
    sort(detector, compare);
    join_buckets(detector);
}
