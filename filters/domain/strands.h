/*
 * strands - counts of many series by bucket, put together by series without a sort
 *
 * Each series has a strand of blocks to which its counts are added as they come, bucket and count as a few bytes: mostly two,
 * where rows come by time. When the budget is full all strands go to the spill, side by side in the order of their
 * series, as one layer; afterwards a series is read from each layer in turn.
 * Shape:   series are numbers from 0 on, best without holes; the order of adding does not show.
 * Lives:   until strands_free().
 * Fails:   as base/spill.h; never returns without memory: err(EX_OSERR).
 * Cost:    some nanoseconds a count, in rows by time; 24 bytes a series beside the budget, and 64 KiB a layer.
 */
#ifndef HARK_DOMAIN_STRANDS_H
#define HARK_DOMAIN_STRANDS_H

#include "base/spill.h"

struct strands;

struct strands *strands_new(size_t budget_bytes, struct spill *spill);
void strands_free(struct strands *strands);

void strands_add(struct strands *strands, uint32_t series, int64_t bucket,
                 uint64_t count);

/* Once, after the last add; strands_rewind() begins again. */
void strands_settle(struct strands *strands);
void strands_rewind(struct strands *strands);

/* Adds all counts of a series to sums[bucket - first]. Series are asked for in ascending order. */
void strands_sum(struct strands *strands, uint32_t series, int64_t first,
                 uint64_t *sums);

#endif
