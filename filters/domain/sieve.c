#include "domain/sieve.h"

#include <assert.h>

static void
set_bit(uint64_t *bits, uint32_t bit)
{
    bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

void
sieve_add(struct sieve *sieve, struct text word)
{
    set_bit(sieve->words, sieve_word(sieve_head(word.at, word.len), word.len));
}

/* Behind two bytes any third may stand, and where the word ends none. */
void
sieve_add_prefix(struct sieve *sieve, struct text prefix)
{
    uint64_t head = sieve_head(prefix.at, prefix.len);

    assert(prefix.len >= 2);
    if (prefix.len > 2) {
        set_bit(sieve->starts, sieve_start(head));
        return;
    }
    for (uint64_t third = 0; third < 256; third++)
        set_bit(sieve->starts, sieve_start(head | third << 16));
}
