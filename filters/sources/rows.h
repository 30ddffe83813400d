/*
 * rows - which row speaks for an archive: the file of --sources, and below it the options
 *
 * Shape:   a row a line, `GLOB key=value …`; double quotes round a glob or a value with spaces,
 *          in which \" and \\ are escapes; `#` begins a comment. The first row whose glob fits
 *          holds; what it leaves open is as the options say. A glob has the shape of fnmatch(3),
 *          `*` stops at `/`, and it is held against as many trailing components of the archive's
 *          path as it has itself, else of archive!member; one that begins with `/` against the
 *          whole path.
 * Lives:   rows to the end of the process.
 * Fails:   a bad file ends the run with 78 and names its line.
 */
#ifndef HARK_SOURCES_ROWS_H
#define HARK_SOURCES_ROWS_H

#include "sources/row.h"
#include "stream/books.h"

struct rows;

/* `options` is the row for everything; path may be NULL. */
struct rows *rows_new(struct books *books, const char *path,
                      const struct row *options);
void rows_free(struct rows *rows);

const struct row *rows_find(const struct rows *rows, struct text archive,
                            struct text member);

/* All of them, the options last; rows_count() of them. */
size_t rows_count(const struct rows *rows);
const struct row *rows_at(const struct rows *rows, size_t number);
size_t rows_number(const struct rows *rows, const struct row *row);

#endif
