/*
 * upstream - whether all that earlier filters wrote has arrived
 *
 * Begins and ends are matched by `stream`; the ends' `out` must add up to the data lines that came in
 * operands with control lines; every end's status must be 0. Position does not matter.
 * Source:  docs/record.md, "Control records".
 */
#ifndef HARK_STREAM_UPSTREAM_H
#define HARK_STREAM_UPSTREAM_H

#include "base/buffer.h"

struct upstream;

struct upstream *upstream_new(void);
void upstream_free(struct upstream *upstream);

/* False where the line is no such record in full (it is damaged). */
bool upstream_begin(struct upstream *upstream, struct text line);
bool upstream_end(struct upstream *upstream, struct text line);
void upstream_lines(struct upstream *upstream, uint64_t count);
bool upstream_seen(const struct upstream *upstream);

/* Records that the ends so far, and those in their chains, say were rejected. */
uint64_t upstream_rejected(const struct upstream *upstream);

/* The ends so far, oldest first, as the inside of a JSON array. */
struct text upstream_chain(const struct upstream *upstream);

/* Appends one line for each trouble; true where there is none. */
bool upstream_check(const struct upstream *upstream, struct buffer *troubles);

#endif
