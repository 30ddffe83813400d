/*
 * states - sorted runs of entries of any length, merged as they are read
 *
 * Shape:   an entry is a key and a payload, both any bytes. Within a run keys ascend as memcmp(3)
 *          sees them; entries of equal keys come back side by side, in no stated order.
 * Lives:   until states_free(); an entry until the next states_next().
 * Fails:   as spill.h; no memory: err(EX_OSERR).
 * Cost:    on disk a key takes the bytes in which it differs from the one before it; 64 runs are
 *          merged into one as soon as there are so many, so that a run takes a buffer of
 *          16 KiB and there are never more than a few hundred.
 */
#ifndef HARK_BASE_STATES_H
#define HARK_BASE_STATES_H

#include "base/spill.h"

struct states;

struct states *states_new(struct spill *spill);
void states_free(struct states *states);

void states_put(struct states *states, struct text key, struct text payload);
void states_cut(struct states *states); /* the run ends, if there is one */
bool states_any(const struct states *states); /* a run has been cut */

/* All entries of all runs, from the first; nothing is put afterwards. */
bool states_next(struct states *states, struct text *key, struct text *payload);

#endif
