#include "domain/token_runs.h"

#include <endian.h>

enum { BLOCK = 64 };

void
token_runs_free(struct token_runs *runs)
{
    buffer_free(&runs->words);
    buffer_free(&runs->beyond);
}

/* The low bits of 64 bytes that are 0 or 1. */
static uint64_t
gather(const uint8_t bytes[BLOCK])
{
    uint64_t bits = 0;

    for (int i = 0; i < BLOCK; i += 8) {
        uint64_t eight;

        memcpy(&eight, bytes + i, 8);
        bits |= (le64toh(eight) * UINT64_C(0x0102040810204080)) >> 56 << i;
    }
    return bits;
}

/* Lower case in place; the loops have a fixed count so that compilers vectorise them. */
static void
look_at_block(uint8_t *at, uint64_t *runs, uint64_t *beyond)
{
    uint8_t run[BLOCK];
    uint8_t high[BLOCK];

    for (int i = 0; i < BLOCK; i++) {
        uint8_t byte = at[i];
        uint8_t is_upper = (uint8_t)(byte - 'A') < 26;
        uint8_t lower = (uint8_t)(byte | is_upper << 5);

        at[i] = lower;
        high[i] = byte >> 7;
        run[i] = (uint8_t)(((uint8_t)(lower - 'a') < 26)
                           | ((uint8_t)(byte - '0') < 10) | byte >> 7);
    }
    *runs = gather(run);
    *beyond = gather(high);
}

void
token_runs_find(struct token_runs *runs, struct text text, struct buffer *lower)
{
    size_t blocks = text.len / BLOCK + 1;
    uint64_t any = 0;
    uint8_t *at;
    uint64_t *words;
    uint64_t *beyond;

    buffer_clear(lower);
    buffer_clear(&runs->words);
    buffer_clear(&runs->beyond);
    at = (uint8_t *)buffer_reserve(lower, blocks * BLOCK);
    words = (uint64_t *)(void *)buffer_reserve(&runs->words, blocks * 8);
    beyond = (uint64_t *)(void *)buffer_reserve(&runs->beyond, blocks * 8);
    if (text.len > 0)
        memcpy(at, text.at, text.len);
    memset(at + text.len, 0, blocks * BLOCK - text.len);
    for (size_t i = 0; i < blocks; i++) {
        look_at_block(at + i * BLOCK, &words[i], &beyond[i]);
        any |= beyond[i];
    }
    lower->len = text.len;
    runs->len = text.len;
    runs->is_ascii = any == 0;
}

/* The first bit from `at` on that differs from those of `flip`. */
static size_t
next_bit(const struct token_runs *runs, const struct buffer *bits, size_t at,
         uint64_t flip)
{
    const uint64_t *words = (const uint64_t *)(const void *)bits->at;
    size_t last = runs->len / BLOCK;
    size_t word = at / BLOCK;
    uint64_t found = (words[word] ^ flip) & UINT64_MAX << at % BLOCK;

    while (found == 0) {
        if (++word > last)
            return runs->len;
        found = words[word] ^ flip;
    }
    at = word * BLOCK + (size_t)__builtin_ctzll(found);
    return at < runs->len ? at : runs->len;
}

size_t
token_runs_word(const struct token_runs *runs, size_t at)
{
    return next_bit(runs, &runs->words, at, 0);
}

size_t
token_runs_gap(const struct token_runs *runs, size_t at)
{
    return next_bit(runs, &runs->words, at, UINT64_MAX);
}

bool
token_runs_are_ascii(const struct token_runs *runs, size_t from, size_t end)
{
    return runs->is_ascii || next_bit(runs, &runs->beyond, from, 0) >= end;
}
