/*
 * state_lines - the lines of a state, read
 */
#ifndef HARK_STREAM_STATE_LINES_H
#define HARK_STREAM_STATE_LINES_H

#include "stream/state.h"

#define STATE_MAGIC "hark-state 1\n"

/* All of them are put into the state; false where the file is not what was written. */
bool state_lines_read(struct state *state, struct text file);

/* A number, or 64 bits in hexadecimal, off the beginning; a name with %XX, and back. False where it is none. */
bool state_lines_number(struct text *line, int64_t *value);
bool state_lines_hex(struct text *digits, uint64_t *value);
bool state_lines_name(struct buffer *name, struct text written);
void state_lines_add_name(struct buffer *out, struct text name);

#endif
