/*
 * merge - sorted stretches of a spill, and a sorted batch behind them, as one
 *
 * Shape:   entries by their keys as memcmp(3) sees them; of equal ones those of the earlier
 *          stretch first, those of the batch last.
 * Lives:   until merge_free(); the batch must outlive it; an entry until the next merge_next().
 * Fails:   as spill.h; no memory: err(EX_OSERR).
 * Cost:    a buffer a stretch; an entry as many comparisons as the count has bits.
 */
#ifndef HARK_BASE_MERGE_H
#define HARK_BASE_MERGE_H

#include "base/batch.h"
#include "base/spill.h"

struct stretch {
    uint64_t offset;
    uint64_t count; /* of entries */
};

struct merge;

/* buffer_bytes for each stretch; one entry is held at least. */
struct merge *merge_new(struct spill *spill, const struct stretch *stretches,
                        size_t count, const struct batch *batch,
                        size_t buffer_bytes);
void merge_free(struct merge *merge);
const void *merge_next(struct merge *merge); /* NULL after the last */

#endif
