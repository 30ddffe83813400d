/*
 * state_lines - the lines of a state, read
 */
#ifndef HARK_STREAM_STATE_LINES_H
#define HARK_STREAM_STATE_LINES_H

#include "stream/state.h"

#define STATE_MAGIC "hark-state 1\n"

/* All of them are put into the state; false where the file is not what was written. */
bool state_lines_read(struct state *state, struct text file);

#endif
