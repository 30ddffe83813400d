/*
 * near - whether two texts say nearly the same words
 *
 * Of a text without links, names and RT (prose.h), its ASCII letters folded and all that is no letter or digit one
 * space, the runs of five bytes are its shingles. MinHash: for each of 96 hash functions the least hash of any shingle
 * is kept, a byte of it; two texts agree in a byte as often as their shingles overlap (Jaccard). Texts are near where
 * they agree in NEAR_ENOUGH bytes, about six shingles in ten of both; candidates are found by 24 bands of four bytes.
 * Shape:   a text of fewer than NEAR_LEAST bytes of prose is near to none: people congratulate in the same words. It
 *          has no sign, which is all zeros.
 * Lives:   scratch from {0} to near_scratch_free().
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    about 5 microseconds for 125 bytes; at most the first NEAR_TEXT_MOST bytes are looked at.
 * Source:  A. Broder, On the resemblance and containment of documents (1997); bytes in place of hashes: P. Li,
 *          A. C. Koenig, b-bit minwise hashing (2010).
 */
#ifndef HARK_DOMAIN_NEAR_H
#define HARK_DOMAIN_NEAR_H

#include "base/buffer.h"

enum {
    NEAR_BAND = 4,
    NEAR_BANDS = 24,
    NEAR_BYTES = NEAR_BAND * NEAR_BANDS,
    NEAR_ENOUGH = 56,
    NEAR_LEAST = 24,
    NEAR_TEXT_MOST = 8192
};

struct near_scratch {
    struct buffer prose, plain;
    void *pairs;
    uint32_t *heads;
    size_t cap;
};

void near_scratch_free(struct near_scratch *scratch);

/* False where the text is too short for one. */
bool near_sign(struct near_scratch *scratch, struct text text,
               uint8_t sign[NEAR_BYTES]);

bool near_is_none(const uint8_t sign[NEAR_BYTES]);
bool near_alike(const uint8_t a[NEAR_BYTES], const uint8_t b[NEAR_BYTES]);

/* One band as a number that is the same of texts that agree in it. */
uint64_t near_band(const uint8_t sign[NEAR_BYTES], size_t band);

/* How many different texts there are, signs[i] `stride` bytes apart; those without a sign are each one. Reorders nothing. */
size_t near_count(struct near_scratch *scratch, const uint8_t *signs,
                  size_t stride, size_t count);

/* Sets of numbers that are one group: the head of each is itself its own. */
uint32_t near_head(uint32_t *heads, uint32_t number);
void near_join(uint32_t *heads, uint32_t a, uint32_t b);

#endif
