/*
 * quote - whether a row of several lines is what it seems
 */
#ifndef HARK_STREAM_QUOTE_H
#define HARK_STREAM_QUOTE_H

#include "base/text.h"

/*
 * A quote within a quoted cell that is neither doubled nor at the cell's end. On one line that is somebody's
 * way of writing; over several it may as well be a stray quote that ran into the next cell that has one.
 * `first` are the row's lines with their ends, `last` is the last of them without.
 */
bool quote_is_bare(struct text first, struct text last, char separator);

#endif
