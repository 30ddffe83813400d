#include "base/array.h"
#include "domain/series_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

struct series_store *
series_new(size_t budget_bytes, struct spill *spill)
{
    struct series_store *store = calloc(1, sizeof(*store));

    if (store == NULL)
        err(EX_OSERR, "series");
    store->spill = spill;
    store->names = table_new();
    store->buckets = table_new();
    store->posts = runs_new(sizeof(struct series_post_entry), SERIES_POST_KEY,
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
    struct series_post_entry *entry = runs_add(store->posts);

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
    series_bucket(store, bucket)->sum += count;
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

    store->authors = array_room(store->authors, count, &store->author_cap,
                                sizeof(*store->authors), "entries");
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
    store->kept = array_room(store->kept, store->kept_count, &store->kept_cap,
                             sizeof(*store->kept), "entries");
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
