/*
 * header - the names of a table's columns, and its rows as objects by them
 *
 * Shape:   a name that comes again is numbered (`a`, `a_2`), an empty one is `column_3`. Cells beyond the last
 *          are absent, as a spreadsheet leaves them.
 * Cost:    a row is written in pieces: a large cell, which may be six times as long when escaped, is never
 *          held so.
 */
#ifndef HARK_STREAM_HEADER_H
#define HARK_STREAM_HEADER_H

#include "base/arena.h"
#include "ports/csv.h"
#include "stream/feed.h"

struct header {
    struct arena arena;
    struct text *names; /* each `"name":`; NULL before header_take() */
    size_t count;
    struct buffer piece; /* of the row being written */
};

/* From {0}; the row that stands in `csv`. */
void header_take(struct header *header, const struct csv *csv);
void header_free(struct header *header);

/* A row of no more cells than names. */
void header_write(struct header *header, const struct csv *csv,
                  struct feed *feed, uint64_t line);

#endif
