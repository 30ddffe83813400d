/*
 * sheet - rows for people and for spreadsheets: CSV, TSV, or a table
 *
 * Shape:   CSV: RFC 4180's quotes, lines end in `\n`. TSV: tab, line breaks and backslash as \t \n \r \\.
 *          A table: columns in line, numbers to the right, control bytes as \xNN; its widths are
 *          those of the first 1,000 rows.
 *          In CSV and TSV a text that a spreadsheet would take for a formula (it begins with
 *          = + - @, tab or CR) gets a ' in front, unless raw.
 * Lives:   until sheet_close(), which writes what is still held.
 */
#ifndef HARK_STREAM_SHEET_H
#define HARK_STREAM_SHEET_H

#include "stream/writer.h"

enum sheet_format { SHEET_CSV, SHEET_TSV, SHEET_TABLE };

struct sheet;

struct sheet *sheet_open(struct writer *writer, enum sheet_format format,
                         bool is_raw);
void sheet_close(struct sheet *sheet);

void sheet_text(struct sheet *sheet, struct text cell);
void sheet_number(struct sheet *sheet, struct text cell);
void sheet_end_row(struct sheet *sheet);

#endif
