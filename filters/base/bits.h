/*
 * bits - a set of numbers from 0 on, one bit each
 *
 * Lives:   from {0} until bits_free().
 * Fails:   never returns without memory: err(EX_OSERR).
 */
#ifndef HARK_BASE_BITS_H
#define HARK_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bits {
    uint8_t *at;
    size_t cap; /* bytes */
};

void bits_free(struct bits *bits);
void bits_set(struct bits *bits, uint64_t number);

static inline bool
bits_get(const struct bits *bits, uint64_t number)
{
    return number / 8 < bits->cap
           && (bits->at[number / 8] & 1U << number % 8) != 0;
}

#endif
