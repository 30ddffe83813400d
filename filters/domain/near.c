#include "domain/near.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/prose.h"

enum { SHINGLE = 5 };

void
near_scratch_free(struct near_scratch *scratch)
{
    buffer_free(&scratch->prose);
    buffer_free(&scratch->plain);
    free(scratch->pairs);
    free(scratch->heads);
    *scratch = (struct near_scratch){0};
}

/* A letter or digit as it is compared; 0 of what stands between words. */
static char
plain_byte(char byte)
{
    char folded = (char)(byte | 0x20);

    if ((unsigned char)byte >= 0x80 || (byte >= '0' && byte <= '9'))
        return byte;
    return folded >= 'a' && folded <= 'z' ? folded : 0;
}

static struct text
make_plain(struct near_scratch *scratch, struct text text)
{
    struct buffer *plain = &scratch->plain;

    if (text.len > NEAR_TEXT_MOST)
        text.len = NEAR_TEXT_MOST;
    buffer_clear(&scratch->prose);
    buffer_clear(plain);
    prose_add(&scratch->prose, text);
    for (size_t i = 0; i < scratch->prose.len; i++) {
        char byte = plain_byte(scratch->prose.at[i]);

        if (byte != 0)
            buffer_add_char(plain, byte);
        else if (plain->len > 0 && plain->at[plain->len - 1] != ' ')
            buffer_add_char(plain, ' ');
    }
    if (plain->len > 0 && plain->at[plain->len - 1] == ' ')
        plain->len--;
    return buffer_text(plain);
}

/* The finishing steps of SplitMix64 (S. Vigna, public domain). */
static uint64_t
mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

/* Functions of one hash: x (2i + 1) K, of which the upper half is compared. */
static void
take_shingle(uint32_t least[NEAR_BYTES], uint64_t hash)
{
    uint32_t low = (uint32_t)hash, high = (uint32_t)(hash >> 32);

    for (uint32_t i = 0; i < NEAR_BYTES; i++) {
        uint32_t one = (low + i * high) ^ i * 0x9e3779b1U;

        one *= 0x85ebca6bU;
        one ^= one >> 15;
        least[i] = one < least[i] ? one : least[i];
    }
}

bool
near_sign(struct near_scratch *scratch, struct text text,
          uint8_t sign[NEAR_BYTES])
{
    struct text plain = make_plain(scratch, text);
    uint32_t least[NEAR_BYTES];

    memset(sign, 0, NEAR_BYTES);
    if (plain.len < NEAR_LEAST)
        return false;
    memset(least, 0xff, sizeof(least));
    for (size_t at = 0; at + SHINGLE <= plain.len; at++) {
        uint64_t shingle = 0;

        for (size_t i = 0; i < SHINGLE; i++)
            shingle = shingle << 8 | (unsigned char)plain.at[at + i];
        take_shingle(least, mix(shingle));
    }
    for (size_t i = 0; i < NEAR_BYTES; i++)
        sign[i] = (uint8_t)mix(least[i]);
    return true;
}

bool
near_is_none(const uint8_t sign[NEAR_BYTES])
{
    static const uint8_t none[NEAR_BYTES];

    return memcmp(sign, none, NEAR_BYTES) == 0;
}

bool
near_alike(const uint8_t a[NEAR_BYTES], const uint8_t b[NEAR_BYTES])
{
    unsigned same = 0;

    for (size_t i = 0; i < NEAR_BYTES; i++)
        same += a[i] == b[i];
    return same >= NEAR_ENOUGH;
}

uint64_t
near_band(const uint8_t sign[NEAR_BYTES], size_t band)
{
    uint32_t four;

    memcpy(&four, sign + band * NEAR_BAND, sizeof(four));
    return mix(four + ((uint64_t)(band + 1) << 32));
}

uint32_t
near_head(uint32_t *heads, uint32_t number)
{
    while (heads[number] != number) {
        heads[number] = heads[heads[number]];
        number = heads[number];
    }
    return number;
}

void
near_join(uint32_t *heads, uint32_t a, uint32_t b)
{
    a = near_head(heads, a);
    b = near_head(heads, b);
    if (a < b)
        heads[b] = a;
    else
        heads[a] = b;
}

/* What is sorted to find those that agree in a band: by their content, so that no order of the input shows. */
struct pair {
    uint64_t band;
    const uint8_t *sign;
    uint32_t number;
};

static int
compare(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;

    if (a->band != b->band)
        return a->band < b->band ? -1 : 1;
    return memcmp(a->sign, b->sign, NEAR_BYTES);
}

static void
reserve(struct near_scratch *scratch, size_t count)
{
    if (count <= scratch->cap)
        return;
    free(scratch->pairs);
    free(scratch->heads);
    scratch->cap = count * 2;
    scratch->pairs = calloc(scratch->cap, sizeof(struct pair));
    scratch->heads = calloc(scratch->cap, sizeof(*scratch->heads));
    if (scratch->pairs == NULL || scratch->heads == NULL)
        err(EX_OSERR, "%zu texts to compare", count);
}

/* Of those that agree in a band each is held against the one before it and the first. */
static void
join_band(struct near_scratch *scratch, size_t count, size_t band)
{
    struct pair *pairs = scratch->pairs;
    size_t first = 0;

    for (size_t i = 0; i < count; i++)
        pairs[i].band = near_band(pairs[i].sign, band);
    qsort(pairs, count, sizeof(*pairs), compare);
    for (size_t i = 1; i < count; i++) {
        if (pairs[i].band != pairs[first].band) {
            first = i;
            continue;
        }
        if (near_alike(pairs[i].sign, pairs[i - 1].sign))
            near_join(scratch->heads, pairs[i].number, pairs[i - 1].number);
        if (near_alike(pairs[i].sign, pairs[first].sign))
            near_join(scratch->heads, pairs[i].number, pairs[first].number);
    }
}

size_t
near_count(struct near_scratch *scratch, const uint8_t *signs, size_t stride,
           size_t count)
{
    struct pair *pairs;
    size_t with = 0, different = 0;

    reserve(scratch, count);
    pairs = scratch->pairs;
    for (size_t i = 0; i < count; i++) {
        if (near_is_none(signs + i * stride)) {
            different++;
            continue;
        }
        pairs[with] =
            (struct pair){.sign = signs + i * stride, .number = (uint32_t)with};
        scratch->heads[with] = (uint32_t)with;
        with++;
    }
    for (size_t band = 0; with > 1 && band < NEAR_BANDS; band++)
        join_band(scratch, with, band);
    for (size_t i = 0; i < with; i++)
        different += scratch->heads[i] == i;
    return different;
}
