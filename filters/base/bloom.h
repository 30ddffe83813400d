/*
 * bloom - whether a number may have been added
 *
 * For numbers that are hashes already. What was added is always found; of the others about one in
 * a hundred, at the sixteen bits a number that bloom_new() takes where `most_bytes` allows.
 * Lives:   until bloom_free().
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    one cache line a look-up.
 */
#ifndef HARK_BASE_BLOOM_H
#define HARK_BASE_BLOOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bloom {
    uint64_t *words;
    uint64_t mask; /* count of words - 1 */
};

void bloom_new(struct bloom *bloom, uint64_t count, size_t most_bytes);
void bloom_free(struct bloom *bloom);

/* Three bits of one word. */
static inline uint64_t
bloom_bits(uint64_t hash)
{
    return UINT64_C(1) << (hash >> 58) | UINT64_C(1) << (hash >> 52 & 63)
           | UINT64_C(1) << (hash >> 46 & 63);
}

static inline void
bloom_add(struct bloom *bloom, uint64_t hash)
{
    bloom->words[hash & bloom->mask] |= bloom_bits(hash);
}

static inline bool
bloom_may_have(const struct bloom *bloom, uint64_t hash)
{
    uint64_t bits = bloom_bits(hash);

    return (bloom->words[hash & bloom->mask] & bits) == bits;
}

#endif
