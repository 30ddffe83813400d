/*
 * spool - lines put aside in order and read again, packed, in a filter's temporary file
 *
 * Cost:    Zstandard at its fastest level; one block of 256 KiB in memory, 24 bytes a block, a bit a mark.
 * Lives:   a line from spool_next() until the next call.
 * Fails:   as base/spill.h; a block that does not unpack is a bug of the machine: exits 74.
 */
#ifndef HARK_STREAM_SPOOL_H
#define HARK_STREAM_SPOOL_H

#include "base/spill.h"

/* A line may be marked in so many ways. */
enum { SPOOL_MARKS = 8 };

struct spool;

struct spool *spool_new(struct spill *spill);
void spool_free(struct spool *spool);

/* Its number, from 0. */
uint64_t spool_add(struct spool *spool, struct text line);

void spool_mark(struct spool *spool, uint64_t number, unsigned mark);

/* From the first line; after it no more can be added. */
void spool_rewind(struct spool *spool);
bool spool_next(struct spool *spool, struct text *line);

/* Whether the line that came last is marked so. */
bool spool_is_marked(const struct spool *spool, unsigned mark);

#endif
