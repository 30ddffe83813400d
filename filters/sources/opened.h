/*
 * opened - what the rows need of sources and maps: states, by source and row, and the maps' programs
 *
 * Lives:   states to the end of the process, maps until opened_free().
 * Fails:   what a row names and cannot be opened ends the run with 78, at once; what only a record calls for, then.
 */
#ifndef HARK_SOURCES_OPENED_H
#define HARK_SOURCES_OPENED_H

#include "sources/map.h"
#include "sources/rows.h"
#include "sources/source.h"

struct opened;

/* Opens what the rows name. Notes the maps in the books, so before writer_open(). */
struct opened *opened_new(struct books *books, const struct rows *rows);
void opened_free(struct opened *opened);

/* What the open() of the source of that number gave for the row. */
void *opened_state(struct opened *opened, const struct row *row, size_t source);

/* The row's map, or NULL. */
struct map *opened_map(const struct opened *opened, const struct row *row);

#endif
