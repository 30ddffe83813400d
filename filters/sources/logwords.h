/*
 * logwords - the words of a log line between separators, some of them in quotes
 *
 * Shape:   a quoted word ends at a quote that a separator or the line's end follows, unless a backslash stands before it or
 *          it is doubled; its quotes are taken off, what is escaped in it stays. Two separators have an empty word between them.
 */
#ifndef HARK_SOURCES_LOGWORDS_H
#define HARK_SOURCES_LOGWORDS_H

#include "base/text.h"

/* Takes the next word off *rest. False when nothing is left, or a quote is not closed. */
bool logwords_next(struct text *rest, char separator, struct text *word);

/* The first `most` words; how many there were of those. */
size_t logwords_cut(struct text line, char separator, struct text *words,
                    size_t most);

#endif
