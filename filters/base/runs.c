#include "base/runs.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/balance.h"
#include "base/batch.h"
#include "base/merge.h"

/* A merge reads BUFFER bytes of a run at once, and never merges fewer than FAN_MIN. */
enum { BUFFER = 32 * 1024, BUFFER_MAX = 1024 * 1024, FAN_MIN = 8, FEW = 16 };

struct runs {
    struct spill *spill;
    size_t budget_bytes;
    struct batch batch;
    struct stretch *stretches; /* of the spill, each sorted, as they came */
    size_t stretch_count;
    size_t stretch_cap;
    struct merge *merge;   /* of what was spilled, once it is being read */
    uint64_t count, given; /* put in; handed out since the last rewind */
    size_t rank;           /* of the next entry where nothing was spilled */
    bool is_sorted;
};

/* An eighth of the budget is for reading what was spilled beside what is held. */
static size_t
merge_bytes(const struct runs *runs)
{
    return runs->budget_bytes / 8;
}

static size_t
most_held(const struct runs *runs)
{
    size_t each = runs->batch.entry_bytes + BATCH_ORDER_BYTES;
    size_t most = (runs->budget_bytes - merge_bytes(runs)) / each;

    if (runs->spill == NULL || most >= UINT32_MAX)
        return UINT32_MAX - 1;
    return most < FEW ? FEW : most;
}

struct runs *
runs_new(size_t entry_bytes, size_t key_bytes, size_t budget_bytes,
         struct spill *spill)
{
    struct runs *runs = calloc(1, sizeof(*runs));

    assert(key_bytes > 0 && key_bytes <= entry_bytes);
    assert(key_bytes <= BATCH_KEY_MAX);
    if (runs == NULL)
        err(EX_OSERR, "runs");
    runs->spill = spill;
    runs->budget_bytes = budget_bytes;
    runs->batch.entry_bytes = entry_bytes;
    runs->batch.key_bytes = key_bytes;
    runs->batch.most = most_held(runs);
    return runs;
}

void
runs_free(struct runs *runs)
{
    if (runs == NULL)
        return;
    batch_free(&runs->batch);
    merge_free(runs->merge);
    free(runs->stretches);
    free(runs);
}

static void
stretch_add(struct runs *runs, struct stretch stretch)
{
    runs->stretches =
        array_room(runs->stretches, runs->stretch_count, &runs->stretch_cap,
                   sizeof(*runs->stretches), "runs");
    runs->stretches[runs->stretch_count++] = stretch;
}

/* Sorts what is held and writes it behind the other runs. */
static void
spill_batch(struct runs *runs)
{
    struct batch *batch = &runs->batch;

    if (batch->count == 0)
        return;
    batch_sort(batch);
    stretch_add(runs, (struct stretch){spill_size(runs->spill), batch->count});
    for (size_t rank = 0; rank < batch->count; rank++)
        spill_write(runs->spill, batch_get(batch, rank), batch->entry_bytes);
    batch_clear(batch);
}

void *
runs_add(struct runs *runs)
{
    void *entry = batch_add(&runs->batch);

    assert(!runs->is_sorted);
    if (entry == NULL) {
        if (runs->spill == NULL)
            errx(EX_OSERR, "more than 2^32 entries in memory");
        spill_batch(runs);
        entry = batch_add(&runs->batch);
    }
    runs->count++;
    return entry;
}

/* Merges `count` runs from number `from` on into one in their place. */
static void
merge_some(struct runs *runs, size_t from, size_t count, size_t buffer_bytes)
{
    struct stretch *first = runs->stretches + from;
    struct stretch whole = {spill_size(runs->spill), 0};
    struct merge *merge =
        merge_new(runs->spill, first, count, &runs->batch, buffer_bytes);
    const void *entry;

    while ((entry = merge_next(merge)) != NULL) {
        spill_write(runs->spill, entry, runs->batch.entry_bytes);
        whole.count++;
    }
    merge_free(merge);
    *first = whole;
    runs->stretch_count -= count - 1;
    memmove(first + 1, first + count,
            (runs->stretch_count - from - 1) * sizeof(*first));
}

/* Until at most `fan` runs are left; neighbours only, so that equal keys keep their order. */
static void
merge_down(struct runs *runs, size_t fan)
{
    size_t from = 0;

    while (runs->stretch_count > fan) {
        size_t count = runs->stretch_count - fan + 1;

        if (count > fan)
            count = fan;
        if (from + count > runs->stretch_count)
            from = 0;
        merge_some(runs, from++, count, runs->budget_bytes / (fan + 1));
    }
}

static void
merge_open(struct runs *runs)
{
    size_t bytes =
        runs->batch.count > 0 ? merge_bytes(runs) : runs->budget_bytes;
    size_t each = bytes / (runs->stretch_count + 1);

    merge_free(runs->merge);
    runs->merge =
        merge_new(runs->spill, runs->stretches, runs->stretch_count,
                  &runs->batch, each > BUFFER_MAX ? BUFFER_MAX : each);
}

void
runs_sort(struct runs *runs)
{
    size_t fan = runs->budget_bytes / BUFFER;

    assert(!runs->is_sorted);
    runs->is_sorted = true;
    if (runs_spilled(runs)
        && runs->stretch_count > merge_bytes(runs) / BUFFER) {
        spill_batch(runs);
        batch_free(&runs->batch);
        merge_down(runs, fan < FAN_MIN ? FAN_MIN : fan);
    }
    batch_sort(&runs->batch);
    runs_rewind(runs);
}

static const void *
next_entry(struct runs *runs)
{
    assert(runs->is_sorted);
    if (runs->merge != NULL)
        return merge_next(runs->merge);
    if (runs->rank == runs->batch.count)
        return NULL;
    return batch_get(&runs->batch, runs->rank++);
}

const void *
runs_next(struct runs *runs)
{
    const void *entry = next_entry(runs);

    if (entry == NULL)
        balance_check("entries", runs->count, runs->given);
    else
        runs->given++;
    return entry;
}

void
runs_rewind(struct runs *runs)
{
    runs->rank = 0;
    runs->given = 0;
    if (runs_spilled(runs))
        merge_open(runs);
}

uint64_t
runs_count(const struct runs *runs)
{
    return runs->count;
}

bool
runs_spilled(const struct runs *runs)
{
    return runs->stretch_count > 0;
}
