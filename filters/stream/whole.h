/*
 * whole - a small file of settings, read at once
 *
 * Its digest goes to the begin record's `uses` under its role; so before writer_open().
 * Fails:   unreadable, or larger than 256 MiB: exits 78 with the path.
 */
#ifndef HARK_STREAM_WHOLE_H
#define HARK_STREAM_WHOLE_H

#include "base/listing_error.h"
#include "stream/books.h"

void whole_read(struct books *books, const char *role, const char *path,
                struct buffer *content);

/* The same without a digest, for one of several files under a role. */
void whole_get(struct books *books, const char *role, const char *path,
               struct buffer *content);

/* Reads it and hands it to `add`, such as account_book_add; where that says no, exits 78: "CODE: PATH:line: why". */
void whole_list(struct books *books, const char *role, const char *code,
                const char *path,
                bool (*add)(void *list, struct text csv,
                            struct listing_error *error),
                void *list);

#endif
