#include "base/bloom.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

void
bloom_new(struct bloom *bloom, uint64_t count, size_t most_bytes)
{
    uint64_t words = 64;

    while (words < count / 4 && words * 2 * sizeof(*bloom->words) <= most_bytes)
        words *= 2;
    bloom->mask = words - 1;
    bloom->words = calloc(words, sizeof(*bloom->words));
    if (bloom->words == NULL)
        err(EX_OSERR, "a filter of %zu bytes", words * sizeof(*bloom->words));
}

void
bloom_free(struct bloom *bloom)
{
    free(bloom->words);
    bloom->words = NULL;
}
