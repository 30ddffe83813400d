/*
 * explain - what became of one raw record: its format, where each of its values went, and what was left out
 *
 * Nothing is asked of the sources: a value is held against the records that were made of it, and its path against those
 * that its source reads.
 * Shape:   a line of the format; then a line a value, path, value and fate between tabs: the keys that hold it (`~key`: that
 *          hold it among other things), `read` (looked at, and not in the record as it stands), or `ignored`; then the records.
 */
#ifndef HARK_SOURCES_EXPLAIN_H
#define HARK_SOURCES_EXPLAIN_H

#include "sources/dispatch.h"

/* Appends the explanation; false where the record would be rejected. */
bool explain_record(struct dispatch *dispatch, struct emitter *emitter,
                    struct text record, struct buffer *out);

#endif
