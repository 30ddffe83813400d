/*
 * runs - many entries of one size, sorted; more of them than memory holds
 *
 * Entries are added in any order and come back sorted by their first key_bytes as memcmp(3)
 * sees them, those of equal keys in the order added. Whoever needs numbers in the key stores
 * them big-endian (runs_put64), signed ones with the sign turned round (runs_put_signed).
 * Shape:   beyond the budget, what is held is sorted and written to the spill as one run; all
 *          runs are merged as they are read (in several passes if there are more than fit).
 * Lives:   until runs_free(); an entry from runs_next() until the next call.
 * Fails:   as spill.h; without a spill memory grows.
 * Cost:    radix sort on the bytes of the key that differ; an entry takes 16 bytes beside its own;
 *          memory at most budget_bytes plus a constant. Keys of 1 to 64 bytes.
 */
#ifndef HARK_BASE_RUNS_H
#define HARK_BASE_RUNS_H

#include "base/spill.h"

struct runs;

struct runs *runs_new(size_t entry_bytes, size_t key_bytes, size_t budget_bytes,
                      struct spill *spill);
void runs_free(struct runs *runs);
void *runs_add(
    struct runs *
        runs); /* where the next entry goes, to be filled before the next call */
void runs_sort(struct runs *runs);        /* once, after the last add */
const void *runs_next(struct runs *runs); /* NULL after the last */
void runs_rewind(struct runs *runs);      /* runs_next() begins again */
uint64_t runs_count(const struct runs *runs);
bool runs_spilled(const struct runs *runs);

static inline void
runs_put64(void *at, uint64_t value)
{
    value = __builtin_bswap64(value);
    memcpy(at, &value, sizeof(value));
}

static inline uint64_t
runs_get64(const void *at)
{
    uint64_t value;

    memcpy(&value, at, sizeof(value));
    return __builtin_bswap64(value);
}

static inline void
runs_put_signed(void *at, int64_t value)
{
    runs_put64(at, (uint64_t)value ^ UINT64_C(1) << 63);
}

static inline int64_t
runs_get_signed(const void *at)
{
    return (int64_t)(runs_get64(at) ^ UINT64_C(1) << 63);
}

#endif
