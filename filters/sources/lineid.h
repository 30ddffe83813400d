/*
 * lineid - an id for a line that has none of its own
 *
 * The keyed hash of a 128-bit digest of the line and of its ordinal among equal lines of its archive: two
 * equal hits stay two, and a log that was rotated or copied counts once.
 */
#ifndef HARK_SOURCES_LINEID_H
#define HARK_SOURCES_LINEID_H

#include "sources/emitter.h"

void lineid_set(struct draft *draft, struct text line, struct emitter *emitter);

#endif
