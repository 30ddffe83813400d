/*
 * columns - the cells of a CSV row by what they mean, for sources whose columns the user names
 *
 * A name stands for the column that the row's `columns` gives it ("id=Order ID"), by that very name; else
 * for one of its own name in either case. `decimal=comma` (or point) among them is no column: it says how
 * numbers are written, and that the other sign, a space or an apostrophe may part thousands.
 * Shape:   at most COLUMNS_MOST names; a cell that is empty is an empty text, a column that is not there (or
 *          beyond the end of a short row) TEXT_NONE.
 * Lives:   a set of columns to the end of the process; cells as long as the raw record.
 */
#ifndef HARK_SOURCES_COLUMNS_H
#define HARK_SOURCES_COLUMNS_H

#include "sources/source.h"

enum { COLUMNS_MOST = 32 };

struct columns;

/* `names` ends in NULL and lives on. NULL where the row is for another format, and NULL with *why where it is
   for `format` and cannot be. */
struct columns *columns_new(const struct row *row, const char *format,
                            const char *const *names, const char **why);

/* Fills cells[number of the name]. False where the object has a column twice or one that is no string. */
bool columns_read(const struct columns *columns, struct json_slot object,
                  struct text *cells);

/* The same of a raw record: false, too, where it is no row of a CSV, or the columns are those of another format. */
bool columns_match(const struct raw *raw, struct text *cells);

/* NULL, or "missing_column: …", a constant string, of the first name among those `needed` whose column is not there.
   `given` is one that the row of --sources says in its place, or SIZE_MAX. */
const char *columns_lacking(const struct columns *columns,
                            const struct text *cells, const size_t *needed,
                            size_t count, size_t given);

/* Notes no_column_NAME for what `columns` names and the object does not have. */
void columns_note(const struct columns *columns, const struct text *cells,
                  struct emitter *emitter);

/* The number as base/decimal.h takes it, in the arena. `other` is '.' where thousands may be parted by commas
   though the row does not say so, else 0. NULL, or why not. */
const char *columns_decimal(const struct columns *columns, char other,
                            struct text cell, struct arena *arena,
                            struct text *plain);

/* As row_time(), but a bare number is seconds since 1970 only if it has nine digits or more: 20110405 is none
   of them. */
bool columns_time(const struct row *row, struct text cell,
                  struct moment *moment);

#endif
