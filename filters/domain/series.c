#include "domain/series.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/runs.h"
#include "base/table.h"
#include "domain/strands.h"

/* Sorted by series, then bucket; big-endian, buckets so that earlier ones are smaller. */
struct post_entry {
    uint64_t series, bucket;
    struct series_post post;
};
enum { KEY_BYTES = 2 * sizeof(uint64_t) };

struct base {
    int64_t bucket;
    uint64_t posts, whole, different, sum;
    bool has_whole, has_different, is_at_odds;
};

struct gap {
    int64_t from, to;
};

struct series_store {
    struct spill *spill;
    struct table *names;
    struct runs *posts;
    const struct post_entry *post; /* that comes next; NULL after the last */
    struct strands *counts;
    uint32_t next;    /* series to be handed out */
    uint32_t guess;   /* which series comes next, if rows come in order */
    bool is_in_order; /* the last one did */
    struct table *buckets;
    uint32_t last_base; /* asked for */
    struct base *bases; /* by the number of their bucket in the table */
    size_t base_cap;
    struct gap *gaps;
    size_t gap_count;
    struct series_frame frame;
    uint64_t *all;
    uint64_t *dense; /* of the series handed out */
    bool *is_masked;
    struct series_post *kept; /* likewise; and behind them those of a bucket */
    size_t kept_count, kept_cap;
    struct near_scratch scratch;
    uint64_t *authors;
    size_t author_cap;
};

static void *
reserve(void *at, size_t count, size_t *cap, size_t bytes)
{
    if (count < *cap)
        return at;
    *cap = count * 2 + 64;
    at = reallocarray(at, *cap, bytes);
    if (at == NULL)
        err(EX_OSERR, "%zu entries", *cap);
    return at;
}

struct series_store *
series_new(size_t budget_bytes, struct spill *spill)
{
    struct series_store *store = calloc(1, sizeof(*store));

    if (store == NULL)
        err(EX_OSERR, "series");
    store->spill = spill;
    store->names = table_new();
    store->buckets = table_new();
    store->posts = runs_new(sizeof(struct post_entry), KEY_BYTES,
                            budget_bytes / 4 * 3, spill);
    store->counts = strands_new(budget_bytes / 4, spill);
    return store;
}

void
series_free(struct series_store *store)
{
    if (store == NULL)
        return;
    table_free(store->names);
    table_free(store->buckets);
    runs_free(store->posts);
    strands_free(store->counts);
    free(store->bases);
    free(store->gaps);
    free(store->all);
    free(store->dense);
    free(store->is_masked);
    free(store->kept);
    free(store->authors);
    near_scratch_free(&store->scratch);
    free(store);
}

/* Taking. */

static uint64_t
sortable(int64_t bucket)
{
    return (uint64_t)bucket ^ 1ULL << 63;
}

static int64_t
bucket_of(const uint64_t *stored)
{
    return (int64_t)(runs_get64(stored) ^ 1ULL << 63);
}

static struct base *
base_of(struct series_store *store, int64_t bucket)
{
    uint32_t before = table_count(store->buckets), number;

    if (before > 0 && store->bases[store->last_base].bucket == bucket)
        return &store->bases[store->last_base];
    number = table_add(store->buckets,
                       (struct text){(const char *)&bucket, sizeof(bucket)});
    store->last_base = number;
    if (number == before) {
        store->bases = reserve(store->bases, number, &store->base_cap,
                               sizeof(*store->bases));
        store->bases[number] = (struct base){.bucket = bucket};
    }
    return &store->bases[number];
}

void
series_keep(struct series_store *store, struct text id,
            struct series_post *post)
{
    post->id_offset = spill_write(store->spill, id.at, id.len);
    post->id_len = (uint32_t)id.len;
}

void
series_add_post(struct series_store *store, struct text name, int64_t bucket,
                const struct series_post *post)
{
    uint32_t number = table_add(store->names, name);
    struct post_entry *entry = runs_add(store->posts);

    runs_put64(&entry->series, number);
    runs_put64(&entry->bucket, sortable(bucket));
    entry->post = *post;
}

/* Rows mostly come bucket by bucket, in each the same series one after the other: then no look-up is needed. */
static uint32_t
number_of(struct series_store *store, struct text name)
{
    uint32_t guess =
        store->guess < table_count(store->names) ? store->guess : 0;
    uint32_t number = guess;

    if (!store->is_in_order
        || !text_equal(table_text(store->names, guess), name))
        number = table_add(store->names, name);
    store->is_in_order = number == guess;
    store->guess = number + 1;
    return number;
}

void
series_add_count(struct series_store *store, struct text name, int64_t bucket,
                 uint64_t count)
{
    strands_add(store->counts, number_of(store, name), bucket, count);
    base_of(store, bucket)->sum += count;
}

void
series_add_base(struct series_store *store, enum series_base kind,
                int64_t bucket, uint64_t count)
{
    struct base *base = base_of(store, bucket);

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
    if ((count & (count - 1)) == 0) {
        store->gaps = reallocarray(store->gaps, count == 0 ? 1 : count * 2,
                                   sizeof(*store->gaps));
        if (store->gaps == NULL)
            err(EX_OSERR, "%zu gaps", count);
    }
    store->gaps[store->gap_count++] = (struct gap){from, to};
}

/* Settling. */

static uint64_t
base_count(const struct base *base)
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
    const struct gap *a = left, *b = right;

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
        struct gap gap = store->gaps[i];

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
            const struct gap *one = &store->gaps[i];

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

/* Handing out. */

const struct series_frame *
series_frame(const struct series_store *store)
{
    return &store->frame;
}

struct text
series_name(const struct series_store *store, uint32_t number)
{
    return table_text(store->names, number);
}

void
series_id(struct series_store *store, const struct series_post *post,
          struct buffer *id)
{
    spill_read(store->spill, post->id_offset,
               buffer_reserve(id, post->id_len + 1U), post->id_len);
    id->len += post->id_len;
}

void
series_rewind(struct series_store *store)
{
    runs_rewind(store->posts);
    strands_rewind(store->counts);
    store->post = runs_next(store->posts);
    store->next = 0;
}

static int
compare_numbers(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

/* One whose author is not known is somebody. */
static size_t
count_authors(struct series_store *store, const struct series_post *posts,
              size_t count)
{
    size_t different = 0;

    store->authors = reserve(store->authors, count, &store->author_cap,
                             sizeof(*store->authors));
    for (size_t i = 0; i < count; i++)
        store->authors[i] = posts[i].author;
    qsort(store->authors, count, sizeof(*store->authors), compare_numbers);
    for (size_t i = 0; i < count; i++)
        different += i == 0 || store->authors[i] == 0
                     || store->authors[i] != store->authors[i - 1];
    return different;
}

struct series_voices
series_voices(struct series_store *store, const struct series_post *posts,
              size_t count)
{
    if (count < 2)
        return (struct series_voices){count, count};
    return (struct series_voices){
        count_authors(store, posts, count),
        near_count(&store->scratch, posts->sign, sizeof(*posts), count)};
}

static void
keep(struct series_store *store, uint32_t bucket)
{
    store->kept = reserve(store->kept, store->kept_count, &store->kept_cap,
                          sizeof(*store->kept));
    store->kept[store->kept_count] = store->post->post;
    store->kept[store->kept_count++].bucket = bucket;
}

/* The posts of one series and bucket. */
static void
take_bucket(struct series_store *store, bool is_wanted)
{
    uint64_t series = store->post->series, stored = store->post->bucket;
    uint32_t t = (uint32_t)(bucket_of(&stored) - store->frame.first);
    size_t from = store->kept_count;
    struct series_voices voices;

    for (; store->post != NULL && store->post->series == series
           && store->post->bucket == stored;
         store->post = runs_next(store->posts))
        keep(store, t);
    if (store->is_masked[t]) {
        store->kept_count = from;
        return;
    }
    voices = series_voices(store, store->kept + from, store->kept_count - from);
    store->dense[t] +=
        voices.authors < voices.texts ? voices.authors : voices.texts;
    if (!is_wanted)
        store->kept_count = from;
}

/* What is masked says nothing; where the series begins, and how often it is more than all. */
static void
look_over(const struct series_store *store, struct series *series)
{
    series->first = store->frame.count;
    for (size_t t = store->frame.count; t-- > 0;) {
        if (store->is_masked[t])
            store->dense[t] = 0;
        series->bad += store->dense[t] > store->all[t];
        series->first = store->dense[t] > 0 ? t : series->first;
    }
}

bool
series_next(struct series_store *store, series_wants *wants, void *context,
            struct series *series)
{
    bool is_wanted;

    if (store->next == store->frame.series)
        return false;
    *series = (struct series){.number = store->next++};
    is_wanted = wants != NULL && wants(context, series->number);
    memset(store->dense, 0, store->frame.count * sizeof(*store->dense));
    store->kept_count = 0;
    while (store->post != NULL
           && runs_get64(&store->post->series) == series->number) {
        take_bucket(store, is_wanted);
        series->has_posts = true;
    }
    strands_sum(store->counts, series->number, store->frame.first,
                store->dense);
    look_over(store, series);
    series->counts = store->dense;
    series->posts = store->kept;
    series->post_count = store->kept_count;
    return true;
}
