/*
 * gather - a raw record that its format spreads over several lines, held until the next one begins
 *
 * Shape:   a first line, then those that go on, as the source's group() tells them: of the same archive and member, with
 *          nothing between them that makes a record. All of them share what becomes of the record.
 * Lives:   a line is copied; rows and states of sources live to the end of the process.
 * Memory:  one group, at most --max-line together behind its first line: what is more is rejected.
 */
#ifndef HARK_SOURCES_GATHER_H
#define HARK_SOURCES_GATHER_H

#include "sources/source.h"

struct gather;

struct gather *gather_new(struct books *books);
void gather_free(struct gather *gather);

enum gathered {
    GATHER_NONE,  /* it is a record by itself */
    GATHER_HELD,  /* accounted for when its group is done */
    GATHER_ASTRAY /* it goes on from a line that is not held: its source
                     drops or rejects it */
};

/*
 * A parsed raw record of a source that has a group(), with its slots. A first line ends the group before it; its parser
 * is kept, and raw->parser another one then.
 */
enum gathered gather_take(struct gather *gather, const struct source *source,
                          struct raw *raw, int64_t seen_s,
                          struct emitter *emitter);

/* The group is whole: its records are written, its lines accounted for. Nothing where none is held. */
void gather_end(struct gather *gather, struct emitter *emitter);

#endif
