#include "base/array.h"
#include "domain/series_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

struct series_bucket *
series_bucket(struct series_store *store, int64_t bucket)
{
    uint32_t before = table_count(store->buckets), number;

    if (before > 0 && store->bases[store->last_base].bucket == bucket)
        return &store->bases[store->last_base];
    number = table_add(store->buckets,
                       (struct text){(const char *)&bucket, sizeof(bucket)});
    store->last_base = number;
    if (number == before) {
        store->bases = array_room(store->bases, number, &store->base_cap,
                                  sizeof(*store->bases), "entries");
        store->bases[number] = (struct series_bucket){.bucket = bucket};
    }
    return &store->bases[number];
}

void
series_add_base(struct series_store *store, enum series_base kind,
                int64_t bucket, uint64_t count)
{
    struct series_bucket *base = series_bucket(store, bucket);

    switch (kind) {
    case SERIES_POSTS:
        base->posts += count;
        break;
    case SERIES_REST:
        base->sum += count;
        break;
    case SERIES_WHOLE:
        base->whole += count;
        base->has_whole = true;
        break;
    case SERIES_DIFFERENT:
        base->is_at_odds |= base->has_different && base->different != count;
        base->different = count;
        base->has_different = true;
    }
}

void
series_add_gap(struct series_store *store, int64_t from, int64_t to)
{
    size_t count = store->gap_count;

    if (to <= from)
        return;
    if ((count & (count - 1)) == 0)
        store->gaps =
            array_resize(store->gaps, count * 2, sizeof(*store->gaps), "gaps");
    store->gaps[store->gap_count++] = (struct series_gap){from, to};
}
/* Settling. */

static uint64_t
base_count(const struct series_bucket *base)
{
    if (base->has_whole)
        return base->posts + base->whole;
    if (base->has_different && !base->is_at_odds)
        return base->posts + base->different;
    return base->posts + base->sum;
}

static int
compare_gaps(const void *left, const void *right)
{
    const struct series_gap *a = left, *b = right;

    return (a->from > b->from) - (a->from < b->from);
}

/* Sorted and without overlap. */
static void
join_gaps(struct series_store *store)
{
    size_t count = 0;

    if (store->gap_count > 0)
        qsort(store->gaps, store->gap_count, sizeof(*store->gaps),
              compare_gaps);
    for (size_t i = 0; i < store->gap_count; i++) {
        struct series_gap gap = store->gaps[i];

        if (count > 0 && gap.from <= store->gaps[count - 1].to) {
            if (gap.to > store->gaps[count - 1].to)
                store->gaps[count - 1].to = gap.to;
        } else {
            store->gaps[count++] = gap;
        }
    }
    store->gap_count = count;
}

static void
mask_gaps(struct series_store *store, series_start *start, const void *context)
{
    size_t gap = 0;

    join_gaps(store);
    for (size_t t = 0; t < store->frame.count; t++) {
        int64_t from = start(context, store->frame.first + (int64_t)t);
        int64_t to = start(context, store->frame.first + (int64_t)t + 1);
        int64_t covered = 0;

        while (gap < store->gap_count && store->gaps[gap].to <= from)
            gap++;
        for (size_t i = gap; i < store->gap_count && store->gaps[i].from < to;
             i++) {
            const struct series_gap *one = &store->gaps[i];

            covered += (one->to < to ? one->to : to)
                       - (one->from > from ? one->from : from);
        }
        if (covered * 2 >= to - from)
            store->all[t] = 0;
        store->is_masked[t] = store->all[t] == 0;
    }
}

/* From the first bucket to the last of which anything is known. */
static bool
frame_buckets(struct series_store *store)
{
    uint32_t count = table_count(store->buckets);
    int64_t first = INT64_MAX, last = INT64_MIN;

    for (uint32_t i = 0; i < count; i++) {
        int64_t bucket = store->bases[i].bucket;

        first = bucket < first ? bucket : first;
        last = bucket > last ? bucket : last;
    }
    if (count == 0)
        first = last = 0;
    if (last - first >= SERIES_BUCKETS)
        return false;
    store->frame.first = first;
    store->frame.count = count == 0 ? 0 : (size_t)(last - first) + 1;
    return true;
}

const char *
series_settle(struct series_store *store, series_start *start,
              const void *context)
{
    size_t count;

    if (!frame_buckets(store))
        return "too_many_buckets: from the first time to the last there are "
               "more than 4194304";
    count = store->frame.count;
    store->all = calloc(count + 1, sizeof(*store->all));
    store->dense = calloc(count + 1, sizeof(*store->dense));
    store->is_masked = calloc(count + 1, sizeof(*store->is_masked));
    if (store->all == NULL || store->dense == NULL || store->is_masked == NULL)
        err(EX_OSERR, "%zu buckets", count);
    for (uint32_t i = 0; i < table_count(store->buckets); i++)
        store->all[store->bases[i].bucket - store->frame.first] =
            base_count(&store->bases[i]);
    mask_gaps(store, start, context);
    store->frame.all = store->all;
    store->frame.series = table_count(store->names);
    runs_sort(store->posts);
    strands_settle(store->counts);
    store->post = runs_next(store->posts);
    return NULL;
}
