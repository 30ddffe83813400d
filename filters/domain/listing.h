/*
 * listing - a CSV whose header names its columns, row by row
 *
 * Columns may come in any order and any case; others are passed over, and white space about a cell does
 * not count. A byte order mark, CRLF and blank lines are passed over.
 * Shape:   a row has as many cells as the header, and is UTF-8 in the columns asked for.
 * Lives:   cells until the next row.
 * Fails:   false, and *error has the line (where the row ends) and why.
 */
#ifndef HARK_DOMAIN_LISTING_H
#define HARK_DOMAIN_LISTING_H

#include "base/listing_error.h"
#include "base/text.h"

struct listing_column {
    struct text name;
    bool is_needed; /* in the header */
};

enum { LISTING_COLUMNS = 16 };

struct listing;

/* Calls `take` with each row until it returns false, having said why by listing_fail(). */
bool listing_read(struct text csv, const struct listing_column *columns,
                  size_t count,
                  bool (*take)(void *context, struct listing *row),
                  void *context, struct listing_error *error);

/* The same line by line, for what is too large to be held; a line is without its end. */
struct listing *listing_new(const struct listing_column *columns, size_t count,
                            bool (*take)(void *context, struct listing *row),
                            void *context, struct listing_error *error);
void listing_free(struct listing *listing);
bool listing_line(struct listing *listing, struct text line);
bool listing_end(struct listing *listing); /* after the last line */

/* By its number among the columns asked for; absent where there is no such column. */
struct text listing_cell(const struct listing *row, size_t column);

/* A time or date in UTC; `otherwise` where the cell is empty. */
bool listing_time(struct listing *row, size_t column, int64_t otherwise,
                  int64_t *time_s);

/* Always false. */
bool listing_fail(struct listing *row, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
