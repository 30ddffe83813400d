/*
 * spill - the one temporary file of a filter
 *
 * Opened once at the start, already unlinked: nothing is left behind however the filter ends.
 * Shape:   append-only; several users share it, each keeps the offsets of what it wrote.
 * Fails:   spill_open() exits 73 (cannot create); writes and reads exit 74, both with the reason:
 *          a filter that cannot spill cannot go on.
 * Lives:   the name of the folder, which messages give, has to outlive it.
 */
#ifndef HARK_BASE_SPILL_H
#define HARK_BASE_SPILL_H

#include "base/text.h"

struct spill;

struct spill *spill_open(const char *directory); /* NULL: $TMPDIR, else /tmp */
void spill_close(struct spill *spill);
uint64_t spill_write(struct spill *spill, const void *bytes,
                     size_t count); /* its offset */
void spill_read(struct spill *spill, uint64_t offset, void *bytes,
                size_t count); /* all of them */
uint64_t spill_size(const struct spill *spill);

#endif
