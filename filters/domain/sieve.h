/*
 * sieve - lets no word through that nobody asked for, but for a few
 *
 * Shape:   a bit a word, told by its first eight bytes and its length, and a bit a wildcard, told by its first
 *          three bytes. What was added always passes; of other words about one in a hundred does.
 * Lives:   from {0}; read-only once all is added.
 * Cost:    a multiplication and a bit for each of the two; eight bytes of a word are read even of a shorter
 *          one.
 */
#ifndef HARK_DOMAIN_SIEVE_H
#define HARK_DOMAIN_SIEVE_H

#include <endian.h>

#include "base/text.h"

enum { SIEVE_LOG = 16, SIEVE_READS = 8 };

struct sieve {
    uint64_t words[(1 << SIEVE_LOG) / 64];
    uint64_t starts[(1 << SIEVE_LOG) / 64];
};

#define SIEVE_SPREAD UINT64_C(0x9e3779b97f4a7c15)

/* The first eight bytes; zeros behind a shorter word. No branch: lengths cannot be guessed. */
static inline uint64_t
sieve_head(const char *at, size_t len)
{
    uint64_t head;
    unsigned unused = len < 8 ? 64 - 8 * (unsigned)len : 0;

    memcpy(&head, at, sizeof(head));
    return le64toh(head) & UINT64_MAX >> unused;
}

static inline uint32_t
sieve_word(uint64_t head, size_t len)
{
    return (uint32_t)((head ^ (uint64_t)len << 59) * SIEVE_SPREAD
                      >> (64 - SIEVE_LOG));
}

static inline uint32_t
sieve_start(uint64_t head)
{
    return (uint32_t)((head & 0xffffff) * SIEVE_SPREAD >> (64 - SIEVE_LOG));
}

/* len > 0 */
static inline bool
sieve_passes(const struct sieve *sieve, const char *at, size_t len)
{
    uint64_t head = sieve_head(at, len);
    uint32_t word = sieve_word(head, len);
    uint32_t start = sieve_start(head);

    return ((sieve->words[word / 64] >> word % 64
             | sieve->starts[start / 64] >> start % 64)
            & 1)
           != 0;
}

void sieve_add(struct sieve *sieve, struct text word);

/* At least two bytes. */
void sieve_add_prefix(struct sieve *sieve, struct text prefix);

#endif
