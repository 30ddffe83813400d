/*
 * json_repair - a line that simdjson refuses, but that RFC 8259 does not quite
 *
 * Lives:   `out` is filled anew and has JSON_PADDING bytes behind its text; `line` must not lie in it.
 * Cost:    a pass over the line, for lines that failed only.
 */
#ifndef HARK_PORTS_JSON_REPAIR_H
#define HARK_PORTS_JSON_REPAIR_H

#include "base/buffer.h"

/* U+FFFD for ill-formed UTF-8 and for escapes of half a surrogate pair. */
struct text json_repair_text(struct buffer *out, struct text line);

/*
 * Integers of more than 64 bits get ".0" behind them, so that they are doubles. *well_formed says whether the grammar
 * of numbers holds everywhere; what then still fails is out of a double's range.
 */
struct text json_repair_numbers(struct buffer *out, struct text line,
                                bool *well_formed);

#endif
