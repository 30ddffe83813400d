/*
 * arena - memory that is given back all at once
 *
 * Lives:   from {0} until arena_free(); arena_clear() keeps the blocks of 64 KiB for reuse.
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    constant an allocation; blocks of 64 KiB; what needs more than a quarter of one
 *          gets its own if it does not fit.
 */
#ifndef HARK_BASE_ARENA_H
#define HARK_BASE_ARENA_H

#include "base/text.h"

struct arena {
    struct arena_block *blocks;
    struct arena_block *large; /* for one piece each */
    size_t bytes;              /* held in both */
};

void arena_free(struct arena *arena);
void arena_clear(struct arena *arena);
void *arena_get(struct arena *arena, size_t bytes);  /* zeroed, aligned to 16 */
void *arena_room(struct arena *arena, size_t bytes); /* the same, not zeroed */
struct text arena_copy(struct arena *arena,
                       struct text text); /* a NUL behind it */

#endif
