/*
 * journal - records of any length, added at the end and read back by their place
 *
 * Held in chunks; beyond the budget a chunk that is full goes to the spill. A record never lies
 * across two chunks. Chunk number n begins at the place n x chunk_bytes, so that records of a
 * size that divides chunk_bytes lie side by side.
 * Shape:   places ascend, and stay below 2^48.
 * Lives:   until journal_free(); what journal_get() and journal_chunk() give until the next call
 *          of either, or of journal_reserve().
 * Fails:   as spill.h; without a spill memory grows.
 * Cost:    a read of what was spilled is one pread(2).
 */
#ifndef HARK_BASE_JOURNAL_H
#define HARK_BASE_JOURNAL_H

#include "base/spill.h"

struct journal;

struct journal *journal_new(size_t chunk_bytes, size_t budget_bytes,
                            struct spill *spill);
void journal_free(struct journal *journal);

/* Where the next record goes, of at most `most` bytes (no more than a chunk). */
char *journal_reserve(struct journal *journal, size_t most);

/* So many of the bytes reserved are the record; returns its place. */
uint64_t journal_keep(struct journal *journal, size_t bytes);

/* What lies at a place, at most `most` bytes of it: fewer where its chunk ends. */
struct text journal_get(struct journal *journal, uint64_t place, size_t most);

/* A hint that the place will be read soon. */
void journal_prefetch(const struct journal *journal, uint64_t place);

/* All records of a chunk and the place of the first: numbers from 0, TEXT_NONE after the last. */
struct text journal_chunk(struct journal *journal, size_t number,
                          uint64_t *place);

bool journal_spilled(const struct journal *journal);

#endif
