/*
 * lineid - an id for a line that has none of its own
 *
 * The keyed hash of a 128-bit digest of the line and of its ordinal among equal lines of its archive: two
 * equal hits stay two, and a log that was rotated or copied counts once.
 */
#ifndef HARK_SOURCES_LINEID_H
#define HARK_SOURCES_LINEID_H

#include "ports/digest.h"
#include "sources/emitter.h"

/* In two steps: what the second needs comes from memory meanwhile. */
struct digest lineid_start(struct text line, const struct emitter *emitter);
void lineid_set(struct draft *draft, struct digest line,
                struct emitter *emitter);

#endif
