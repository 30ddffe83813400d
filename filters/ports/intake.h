/*
 * intake - the raw bytes of a container on their way to the library, watched
 *
 * libarchive passes over what it does not understand; whoever must know that nothing was lost looks
 * at the raw bytes again, and at where the last of them that is not zero lay.
 * Shape:   blocks are full but for the last; what is behind by INTAKE_HELD bytes or less can be copied.
 * Lives:   a block until the next but two.
 * Cost:    256 KiB; no copy; a look at the end of each block.
 */
#ifndef HARK_PORTS_INTAKE_H
#define HARK_PORTS_INTAKE_H

#include "ports/container.h"

enum { INTAKE_BLOCK = 1 << 16, INTAKE_BLOCKS = 4 };
enum { INTAKE_HELD = INTAKE_BLOCK * (INTAKE_BLOCKS - 1) };

struct intake;

struct intake *intake_new(container_source *source, void *context);
void intake_free(struct intake *intake);

/* Bytes at *at, 0 at the end, -1 where the source is damaged; both stay. */
ssize_t intake_next(struct intake *intake, const void **at);

/* False where they are not held any more, or not yet. */
bool intake_copy(const struct intake *intake, uint64_t from, void *to,
                 size_t count);

bool intake_failed(const struct intake *intake);
uint64_t intake_taken(const struct intake *intake); /* bytes so far */
uint64_t
intake_content(const struct intake *intake); /* up to the last non-zero */

#endif
