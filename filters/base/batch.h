/*
 * batch - entries held in memory, and the order of their keys
 *
 * The entries stay where they were put. Sorted is an array of numbers: 12 bytes of the key, of
 * those that are not the same in all entries, and the place of the entry, so that equal keys keep
 * the order of adding.
 * Lives:   until batch_free(); batch_clear() keeps the memory.
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    an entry takes its bytes and BATCH_ORDER_BYTES.
 */
#ifndef HARK_BASE_BATCH_H
#define HARK_BASE_BATCH_H

#include "base/text.h"

enum { BATCH_ORDER_BYTES = 16, BATCH_KEY_MAX = 64 };

struct batch {
    size_t entry_bytes;
    size_t key_bytes;
    char *entries;
    unsigned __int128 *order; /* after batch_sort() */
    size_t count;
    size_t cap;       /* of entries */
    size_t order_cap; /* of order */
    size_t most;      /* what cap may grow to, below 2^32 */
    uint64_t differing[BATCH_KEY_MAX
                       / 8]; /* bits of the key, not of the last entry */
};

void batch_free(struct batch *batch);
void batch_clear(struct batch *batch);
void *batch_add(struct batch *batch); /* NULL when `most` are held */
void batch_sort(struct batch *batch);

/* The entry of a rank below count; meant for ranks one after the other. */
const void *batch_get(const struct batch *batch, size_t rank);

#endif
