/*
 * logquote - quoted fields of log lines, and the two dialects in which they are escaped
 *
 * Apache:  \" and \\, \n \t \r and such for what they are in C, \xhh for the rest that does not print.
 * nginx:   \xHH for quotes, backslashes, control bytes and whatever is not ASCII.
 * Both are undone by one decoder: what is no escape of theirs stays as it is.
 * Source:  Apache's ap_escape_logitem(); nginx's ngx_http_log_escape().
 */
#ifndef HARK_SOURCES_LOGQUOTE_H
#define HARK_SOURCES_LOGQUOTE_H

#include "base/arena.h"
#include "sources/logfield.h"

/* Offset of the first quote that no backslash escapes, from `from` on; or SIZE_MAX. */
size_t logquote_end(struct text line, size_t from);

/* The bytes that were meant, in the arena; the cell itself where there is nothing to undo. A NUL becomes
   U+FFFD, as it does in JSON. */
struct text logquote_undo(struct arena *arena, struct text cell);

/* The same of all cells of a line. */
void logquote_undo_cells(struct arena *arena, struct text *cells);

#endif
