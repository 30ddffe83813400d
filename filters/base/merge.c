#include "base/merge.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

/* Its current entry, and where the others come from. */
struct source {
    const char *at;      /* the current entry, NULL after the last */
    uint64_t head;       /* the first 8 bytes of its key as a number */
    const char *end;     /* of what is in the buffer */
    char *buffer;        /* NULL for the batch */
    struct stretch rest; /* not read yet; of the batch offset is the rank */
};

struct merge {
    struct spill *spill;
    const struct batch *batch;
    size_t entry_bytes;
    size_t key_bytes;
    size_t buffered; /* entries a buffer holds */
    char *buffers;
    struct source *sources;
    size_t count;
    size_t
        *losers; /* of each match in the tree of sources; [0] is the winner */
    bool is_begun;
};

static const char *
read_entry(struct merge *merge, struct source *source)
{
    uint64_t count = merge->buffered;

    if (source->at != NULL && source->at + merge->entry_bytes < source->end)
        return source->at + merge->entry_bytes;
    if (source->rest.count == 0)
        return NULL;
    if (count > source->rest.count)
        count = source->rest.count;
    spill_read(merge->spill, source->rest.offset, source->buffer,
               count * merge->entry_bytes);
    source->rest.offset += count * merge->entry_bytes;
    source->rest.count -= count;
    source->end = source->buffer + count * merge->entry_bytes;
    return source->buffer;
}

static const char *
batch_entry(struct merge *merge, struct source *source)
{
    if (source->rest.count == 0)
        return NULL;
    source->rest.count--;
    return batch_get(merge->batch, source->rest.offset++);
}

static void
advance(struct merge *merge, struct source *source)
{
    size_t bytes = merge->key_bytes < 8 ? merge->key_bytes : 8;

    source->at = source->buffer == NULL ? batch_entry(merge, source)
                                        : read_entry(merge, source);
    source->head = source->at == NULL ? UINT64_MAX : 0;
    if (source->at == NULL)
        return;
    memcpy(&source->head, source->at, bytes);
    source->head = __builtin_bswap64(source->head);
}

static bool
comes_first(const struct merge *merge, size_t a, size_t b)
{
    const struct source *one = &merge->sources[a];
    const struct source *other = &merge->sources[b];
    int order;

    if (one->head != other->head)
        return one->head < other->head;
    if (one->at == NULL || other->at == NULL)
        return other->at == NULL;
    if (merge->key_bytes <= 8)
        return a < b;
    order = memcmp(one->at + 8, other->at + 8, merge->key_bytes - 8);
    return order != 0 ? order < 0 : a < b;
}

/* The winner of the matches below a node of the tree; the leaves are the sources. */
static size_t
play(struct merge *merge, size_t node)
{
    size_t left;
    size_t right;

    if (node >= merge->count)
        return node - merge->count;
    left = play(merge, 2 * node);
    right = play(merge, 2 * node + 1);
    if (comes_first(merge, left, right)) {
        merge->losers[node] = right;
        return left;
    }
    merge->losers[node] = left;
    return right;
}

/*
 * The matches of a source that has changed, from its leaf to the root. Who wins cannot be
 * foreseen, so that the two change places without a branch.
 */
static void
replay(struct merge *merge, size_t winner)
{
    size_t node = (winner + merge->count) / 2;

    for (; node > 0; node /= 2) {
        size_t loser = merge->losers[node];

        size_t change = loser ^ winner;

        change &= -(size_t)comes_first(merge, loser, winner);
        merge->losers[node] = loser ^ change;
        winner ^= change;
    }
    merge->losers[0] = winner;
}

struct merge *
merge_new(struct spill *spill, const struct stretch *stretches, size_t count,
          const struct batch *batch, size_t buffer_bytes)
{
    struct merge *merge = calloc(1, sizeof(*merge));
    size_t buffered = buffer_bytes / batch->entry_bytes;

    if (merge == NULL)
        err(EX_OSERR, "a merge");
    *merge = (struct merge){.spill = spill,
                            .batch = batch,
                            .entry_bytes = batch->entry_bytes,
                            .key_bytes = batch->key_bytes,
                            .buffered = buffered == 0 ? 1 : buffered,
                            .count = count + 1};
    buffer_bytes = merge->buffered * merge->entry_bytes;
    merge->sources = calloc(merge->count, sizeof(*merge->sources));
    merge->losers = calloc(merge->count, sizeof(*merge->losers));
    merge->buffers = calloc(merge->count, buffer_bytes);
    if (merge->sources == NULL || merge->losers == NULL
        || merge->buffers == NULL)
        err(EX_OSERR, "a merge of %zu runs", count);
    for (size_t i = 0; i < count; i++)
        merge->sources[i] = (struct source){
            .buffer = merge->buffers + i * buffer_bytes, .rest = stretches[i]};
    merge->sources[count].rest = (struct stretch){0, batch->count};
    return merge;
}

void
merge_free(struct merge *merge)
{
    if (merge == NULL)
        return;
    free(merge->buffers);
    free(merge->sources);
    free(merge->losers);
    free(merge);
}

const void *
merge_next(struct merge *merge)
{
    if (merge->is_begun) {
        size_t winner = merge->losers[0];

        advance(merge, &merge->sources[winner]);
        replay(merge, winner);
    } else {
        for (size_t i = 0; i < merge->count; i++)
            advance(merge, &merge->sources[i]);
        merge->losers[0] = play(merge, 1);
        merge->is_begun = true;
    }
    return merge->sources[merge->losers[0]].at;
}
