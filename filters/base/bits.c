#include "base/bits.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

enum { LEAST = 4096 };

void
bits_free(struct bits *bits)
{
    free(bits->at);
    *bits = (struct bits){0};
}

void
bits_set(struct bits *bits, uint64_t number)
{
    size_t cap = bits->cap == 0 ? LEAST : bits->cap;

    while (number / 8 >= cap)
        cap *= 2;
    if (cap != bits->cap) {
        bits->at = realloc(bits->at, cap);
        if (bits->at == NULL)
            err(EX_OSERR, "bits");
        memset(bits->at + bits->cap, 0, cap - bits->cap);
        bits->cap = cap;
    }
    bits->at[number / 8] |= (uint8_t)(1U << number % 8);
}
