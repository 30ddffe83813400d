/*
 * columns - the cells of a CSV row by what they mean, for sources whose columns the user names
 *
 * A name stands for the column that the row's `columns` gives it ("id=Order ID"), else for the one of
 * that very name.
 * Shape:   at most COLUMNS_MOST names; a cell that is empty or not there is TEXT_NONE.
 * Lives:   a set of columns to the end of the process; cells as long as the raw record.
 */
#ifndef HARK_SOURCES_COLUMNS_H
#define HARK_SOURCES_COLUMNS_H

#include "sources/source.h"

enum { COLUMNS_MOST = 32 };

struct columns;

/* `names` ends in NULL and lives on. NULL and *why where the row names a column that is none of them. */
struct columns *columns_new(const struct row *row, const char *const *names,
                            const char **why);

/* Fills cells[number of the name]. False where the object has a column twice or one that is no string. */
bool columns_read(const struct columns *columns, struct json_slot object,
                  struct text *cells);

#endif
