/*
 * digest - hashes that are written down and compared between runs, by xxHash
 *
 * Not secret: whoever must not find a person by trying uses ports/secret.h.
 * Source:  XXH3 64 and 128 bits, canonical (big-endian) form, seed 0.
 */
#ifndef HARK_PORTS_DIGEST_H
#define HARK_PORTS_DIGEST_H

#include "base/text.h"

struct digest {
    uint64_t high, low;
};

uint64_t digest64(struct text text);
uint64_t digest64_seeded(struct text text, uint64_t seed);
struct digest digest128(struct text text);

enum { DIGEST_TEXT = 32 };
void digest_format(char out[DIGEST_TEXT],
                   struct digest digest); /* lower-case hex */

/* Of more than memory holds. */
struct digester;
struct digester *digester_new(void);
void digester_free(struct digester *digester);
void digester_reset(struct digester *digester);
void digester_add(struct digester *digester, struct text text);
struct digest digester_value(const struct digester *digester);

#endif
