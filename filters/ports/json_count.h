/*
 * json_count - whether a text has more values than a parser should be asked to hold
 *
 * simdjson's DOM holds 16 to 24 bytes a value and 4 a mark, a check of a schema some 130 a member: of a text of nothing but `0,` that
 * is thirty times the text.
 * Cost:    nothing up to JSON_VALUES_MOST bytes; beyond it a pass at some GB/s, and one byte by byte where that finds too many marks.
 */
#ifndef HARK_PORTS_JSON_COUNT_H
#define HARK_PORTS_JSON_COUNT_H

#include "base/text.h"

enum { JSON_VALUES_MOST = 1 << 18 };

/* Commas and opening brackets outside of strings are more than that; of well-formed JSON they are its values or fewer. */
bool json_has_too_many(struct text json);

#endif
