#include "base/batch.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/radix.h"

enum { FIRST_BYTES = 64 * 1024, NUMBER_BYTES = 12, AHEAD = 16, SLACK = 8 };

/* Some bytes of the key that lie together, at most 8. */
struct piece {
    size_t offset;
    int unused_bits; /* of the 64 that are read */
};

/* The pieces that make up a number of NUMBER_BYTES. */
struct plan {
    struct piece pieces[NUMBER_BYTES];
    size_t count;
};

void
batch_free(struct batch *batch)
{
    free(batch->entries);
    free(batch->order);
    batch->entries = NULL;
    batch->order = NULL;
    batch->cap = batch->order_cap = 0;
    batch_clear(batch);
}

void
batch_clear(struct batch *batch)
{
    batch->count = 0;
    memset(batch->differing, 0, sizeof(batch->differing));
}

static void
grow(struct batch *batch)
{
    size_t cap =
        batch->cap == 0 ? FIRST_BYTES / batch->entry_bytes + 1 : batch->cap * 2;

    if (cap > batch->most)
        cap = batch->most;
    /* Eight bytes may be read from any byte of a key. */
    batch->entries = realloc(batch->entries, cap * batch->entry_bytes + SLACK);
    if (batch->entries == NULL)
        err(EX_OSERR, "%zu entries of %zu bytes", cap, batch->entry_bytes);
    batch->cap = cap;
}

static const char *
entry(const struct batch *batch, size_t number)
{
    return batch->entries + number * batch->entry_bytes;
}

static uint64_t
read_8(const char *at)
{
    uint64_t value;

    memcpy(&value, at, sizeof(value));
    return value;
}

/* Notes where the key of the last entry is not that of the first, while it is in the cache. */
static void
note_last(struct batch *batch)
{
    const char *first = batch->entries;
    const char *last = entry(batch, batch->count - 1);

    for (size_t i = 0; i < batch->key_bytes; i += 8)
        batch->differing[i / 8] |= read_8(first + i) ^ read_8(last + i);
}

void *
batch_add(struct batch *batch)
{
    if (batch->count == batch->cap) {
        if (batch->count == batch->most)
            return NULL;
        grow(batch);
    }
    if (batch->count > 0)
        note_last(batch);
    return batch->entries + batch->count++ * batch->entry_bytes;
}

/* Plans a number of the bytes that differ from *from on, and moves *from behind them. */
static struct plan
plan_next(const struct batch *batch, const unsigned char *bytes, size_t *from)
{
    struct plan plan = {.count = 0};
    struct piece *piece = NULL;
    size_t at = *from;

    for (int room = NUMBER_BYTES; at < batch->key_bytes && room > 0; at++) {
        if (bytes[at] == 0) {
            piece = NULL;
            continue;
        }
        if (piece == NULL || piece->unused_bits == 0) {
            piece = &plan.pieces[plan.count++];
            *piece = (struct piece){at, 64};
        }
        piece->unused_bits -= 8;
        room--;
    }
    while (at < batch->key_bytes && bytes[at] == 0)
        at++;
    *from = at;
    return plan;
}

static inline unsigned __int128
number_of(const char *at, const struct plan *plan, uint32_t place)
{
    unsigned __int128 number = 0;

    for (size_t i = 0; i < plan->count; i++) {
        struct piece piece = plan->pieces[i];
        uint64_t value = __builtin_bswap64(read_8(at + piece.offset));

        number =
            number << (64 - piece.unused_bits) | value >> piece.unused_bits;
    }
    return number << 32 | place;
}

/* Sorts those of equal numbers by the bytes of their keys that the numbers left out. */
static void
sort_ties(struct batch *batch, unsigned __int128 *order, size_t count,
          const unsigned char *bytes, size_t from)
{
    struct plan plan = plan_next(batch, bytes, &from);
    size_t end;

    for (size_t start = 0; start < count; start = end) {
        for (end = start + 1; end < count; end++)
            if (order[end] >> 32 != order[start] >> 32)
                break;
        if (end - start == 1)
            continue;
        for (size_t i = start; i < end; i++) {
            uint32_t place = (uint32_t)order[i];

            if (i + AHEAD < count)
                __builtin_prefetch(entry(batch, (uint32_t)order[i + AHEAD]));
            order[i] = number_of(entry(batch, place), &plan, place);
        }
        radix_sort(order + start, end - start);
        if (from < batch->key_bytes)
            sort_ties(batch, order + start, end - start, bytes, from);
    }
}

void
batch_sort(struct batch *batch)
{
    unsigned char bytes[sizeof(batch->differing)];
    struct plan plan;
    size_t from = 0;

    if (batch->count == 0)
        return;
    if (batch->order_cap < batch->count) {
        free(batch->order);
        batch->order = malloc(batch->count * sizeof(*batch->order));
        if (batch->order == NULL)
            err(EX_OSERR, "the order of %zu entries", batch->count);
        batch->order_cap = batch->count;
    }
    note_last(batch);
    memcpy(bytes, batch->differing, sizeof(bytes));
    plan = plan_next(batch, bytes, &from);
    for (size_t i = 0; i < batch->count; i++)
        batch->order[i] = number_of(entry(batch, i), &plan, (uint32_t)i);
    radix_sort(batch->order, batch->count);
    if (from < batch->key_bytes)
        sort_ties(batch, batch->order, batch->count, bytes, from);
}

const void *
batch_get(const struct batch *batch, size_t rank)
{
    if (rank + AHEAD < batch->count) {
        const char *soon = entry(batch, (uint32_t)batch->order[rank + AHEAD]);

        __builtin_prefetch(soon);
        __builtin_prefetch(soon + batch->entry_bytes - 1);
    }
    assert(rank < batch->count);
    return entry(batch, (uint32_t)batch->order[rank]);
}
