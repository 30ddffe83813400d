/*
 * csv - rows of comma- or otherwise separated values (RFC 4180 and looser), by libcsv
 *
 * Fed physical lines, so that the caller knows on which line a row starts. libcsv's own habits that
 * lose data are set aside: white space is kept, a lone CR does not end a row.
 * Shape:   cells are bytes, unquoted; a quote inside an unquoted cell stays as it is. Between tabs quotes
 *          mean nothing: a line is a row. A quoted cell ends at a quote before a separator or the line's
 *          end and nowhere else: "a"b goes on, and may take lines with it up to max_row.
 * Lives:   cells until the next csv_line().
 * Fails:   CSV_BAD with csv_why(): "open_quote: …" at csv_end(), "too_long: …" beyond max_row bytes.
 */
#ifndef HARK_PORTS_CSV_H
#define HARK_PORTS_CSV_H

#include "base/text.h"

struct csv;

struct csv *csv_new(char separator, size_t max_row);
void csv_free(struct csv *csv);

enum csv_found { CSV_MORE, CSV_ROW, CSV_BLANK, CSV_BAD };

/* One physical line without its line end. CSV_MORE: a quoted cell goes on in the next line. */
enum csv_found csv_line(struct csv *csv, struct text line);

/* At the end of the input: CSV_BLANK, or CSV_BAD where a quoted cell is still open. */
enum csv_found csv_end(struct csv *csv);

/* After CSV_BAD: forget the row; the next line begins another. */
void csv_reset(struct csv *csv);

size_t csv_count(const struct csv *csv);
struct text csv_cell(const struct csv *csv, size_t number);
const char *csv_why(const struct csv *csv);

#endif
