/*
 * region - a file mapped into memory, read-only, whole
 *
 * Lives:   to the end of the process. A file that is cut meanwhile ends it by SIGBUS: files are replaced, not rewritten.
 * Fails:   unreadable, or no plain file: exits 78 with the path.
 */
#ifndef HARK_STREAM_REGION_H
#define HARK_STREAM_REGION_H

#include "stream/books.h"

struct text region_map(struct books *books, const char *role, const char *path);

#endif
