/*
 * whole - a small file of settings, read at once
 *
 * Its digest goes to the begin record's `uses` under its role; so before writer_open().
 * Fails:   unreadable, or larger than 256 MiB: exits 78 with the path.
 */
#ifndef HARK_STREAM_WHOLE_H
#define HARK_STREAM_WHOLE_H

#include "stream/books.h"

void whole_read(struct books *books, const char *role, const char *path,
                struct buffer *content);

/* The same without a digest, for one of several files under a role. */
void whole_get(struct books *books, const char *role, const char *path,
               struct buffer *content);

#endif
