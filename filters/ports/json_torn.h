/*
 * json_torn - whether a line that is no JSON is one into which another was written
 *
 * As two processes leave it that append to one file at once, or one that died in the middle of a line.
 * Shape:   a second object begins where the grammar allows none: behind the whole of the first one; or within it, and then
 *          by the same first key. Where it begins as a value could, nothing can tell, and the line is one that was cut.
 * Cost:    one walk over the line, of lines that are rejected anyway.
 */
#ifndef HARK_PORTS_JSON_TORN_H
#define HARK_PORTS_JSON_TORN_H

#include "base/text.h"

bool json_is_torn(struct text line);

#endif
