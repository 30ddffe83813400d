/*
 * ordinals - how often a hash was seen before, in bounded memory
 *
 * Only the last ORDINALS_KEPT different hashes at least are remembered, twice as many at most:
 * equal lines of a log bear the same second, so they stand close together.
 * Cost:    constant; 32 bytes or more a hash, 16 MiB once the first are forgotten.
 */
#ifndef HARK_SOURCES_ORDINALS_H
#define HARK_SOURCES_ORDINALS_H

#include "base/text.h"

enum { ORDINALS_KEPT = 250000 };

struct ordinals;

struct ordinals *ordinals_new(void);
void ordinals_free(struct ordinals *ordinals);
uint64_t ordinals_next(struct ordinals *ordinals, uint64_t hash);

/* It will be asked for: fetches what that needs from memory meanwhile. */
void ordinals_soon(const struct ordinals *ordinals, uint64_t hash);

#endif
