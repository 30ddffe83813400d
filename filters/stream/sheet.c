#include "stream/sheet.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/utf8.h"

enum { HELD_ROWS = 1000, COLUMNS_MAX = 2048, GAP = 2 };

/* Of a table: a cell of a row that is held until the widths are known. */
struct cell {
    size_t at, len; /* in texts */
    size_t width;   /* in code points */
    bool is_number;
};

struct sheet {
    struct writer *writer;
    enum sheet_format format;
    bool is_raw;
    struct buffer line;
    size_t column; /* of the next cell */
    /* Of a table. */
    struct buffer texts;
    struct cell *cells;
    size_t count, cap;
    size_t rows;      /* held */
    size_t *row_ends; /* HELD_ROWS of them: the count of cells behind each */
    size_t widths[COLUMNS_MAX];
    bool knows_widths;
};

struct sheet *
sheet_open(struct writer *writer, enum sheet_format format, bool is_raw)
{
    struct sheet *sheet = calloc(1, sizeof(*sheet));

    if (sheet != NULL)
        sheet->row_ends = calloc(HELD_ROWS, sizeof(*sheet->row_ends));
    if (sheet == NULL || sheet->row_ends == NULL)
        err(EX_OSERR, "no memory for a sheet");
    sheet->writer = writer;
    sheet->format = format;
    sheet->is_raw = is_raw;
    return sheet;
}

static bool
is_formula(struct text cell)
{
    static const char first[] = {'=', '+', '-', '@', '\t', '\r'};

    return cell.len > 0 && memchr(first, cell.at[0], sizeof(first)) != NULL;
}

static bool
needs_quotes(struct text cell)
{
    static const char special[] = {'"', ',', '\n', '\r'};

    for (size_t i = 0; i < cell.len; i++) {
        if (memchr(special, cell.at[i], sizeof(special)) != NULL)
            return true;
    }
    return false;
}

static void
add_csv(struct buffer *line, struct text cell, bool is_guarded)
{
    bool is_quoted = needs_quotes(cell);

    if (is_quoted)
        buffer_add_char(line, '"');
    if (is_guarded)
        buffer_add_char(line, '\'');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] == '"')
            buffer_add_char(line, '"');
        buffer_add_char(line, cell.at[i]);
    }
    if (is_quoted)
        buffer_add_char(line, '"');
}

static void
add_tsv(struct buffer *line, struct text cell, bool is_guarded)
{
    static const char plain[] = "\t\n\r\\";
    static const char escaped[] = "tnr\\";

    if (is_guarded)
        buffer_add_char(line, '\'');
    for (size_t i = 0; i < cell.len; i++) {
        const char *found = memchr(plain, cell.at[i], sizeof(plain) - 1);

        if (found != NULL)
            buffer_add_char(line, '\\');
        buffer_add_char(line,
                        found == NULL ? cell.at[i] : escaped[found - plain]);
    }
}

/* What a terminal would obey is shown instead; returns the width. */
static size_t
add_visible(struct buffer *out, struct text cell)
{
    uint32_t code_point;
    size_t width = 0;

    while (utf8_next(&cell, &code_point)) {
        if (code_point < ' ' || (code_point >= 0x7f && code_point < 0xa0)) {
            buffer_printf(out, "\\x%02x", (unsigned)code_point);
            width += 4;
        } else {
            buffer_add_code_point(out, code_point);
            width++;
        }
    }
    return width;
}

static void
add_to_table(struct sheet *sheet, struct text text, bool is_number)
{
    struct cell *cell;

    sheet->cells = array_room(sheet->cells, sheet->count, &sheet->cap,
                              sizeof(*sheet->cells), "table");
    cell = sheet->cells + sheet->count++;
    *cell = (struct cell){.at = sheet->texts.len, .is_number = is_number};
    cell->width = add_visible(&sheet->texts, text);
    cell->len = sheet->texts.len - cell->at;
}

static void
add_cell(struct sheet *sheet, struct text cell, bool is_number)
{
    bool is_guarded = !is_number && !sheet->is_raw && is_formula(cell);

    if (sheet->format == SHEET_TABLE) {
        add_to_table(sheet, cell, is_number);
        return;
    }
    if (sheet->column++ > 0)
        buffer_add_char(&sheet->line, sheet->format == SHEET_CSV ? ',' : '\t');
    if (sheet->format == SHEET_CSV)
        add_csv(&sheet->line, cell, is_guarded);
    else
        add_tsv(&sheet->line, cell, is_guarded);
}

void
sheet_text(struct sheet *sheet, struct text cell)
{
    add_cell(sheet, cell, false);
}

void
sheet_number(struct sheet *sheet, struct text cell)
{
    add_cell(sheet, cell, true);
}

static void
write_line(struct sheet *sheet)
{
    buffer_add_char(&sheet->line, '\n');
    writer_raw(sheet->writer, buffer_text(&sheet->line));
    buffer_clear(&sheet->line);
}

static void
measure_widths(struct sheet *sheet)
{
    size_t cell = 0;

    for (size_t row = 0; row < sheet->rows; row++) {
        for (size_t i = 0; cell < sheet->row_ends[row]; i++, cell++) {
            if (i < COLUMNS_MAX && sheet->cells[cell].width > sheet->widths[i])
                sheet->widths[i] = sheet->cells[cell].width;
        }
    }
    sheet->knows_widths = true;
}

static void
add_spaces(struct buffer *line, size_t count)
{
    while (count-- > 0)
        buffer_add_char(line, ' ');
}

static void
write_table_row(struct sheet *sheet, size_t from, size_t to)
{
    struct buffer *line = &sheet->line;

    for (size_t i = from; i < to; i++) {
        const struct cell *cell = sheet->cells + i;
        size_t width = i - from < COLUMNS_MAX ? sheet->widths[i - from] : 0;
        size_t space = width > cell->width ? width - cell->width : 0;

        if (i > from)
            add_spaces(line, GAP);
        if (cell->is_number)
            add_spaces(line, space);
        buffer_add(line, (struct text){sheet->texts.at + cell->at, cell->len});
        if (!cell->is_number)
            add_spaces(line, space);
    }
    while (line->len > 0 && line->at[line->len - 1] == ' ')
        line->len--;
    write_line(sheet);
}

static void
write_held(struct sheet *sheet)
{
    size_t from = 0;

    if (!sheet->knows_widths)
        measure_widths(sheet);
    for (size_t row = 0; row < sheet->rows; row++) {
        write_table_row(sheet, from, sheet->row_ends[row]);
        from = sheet->row_ends[row];
    }
    sheet->rows = sheet->count = 0;
    buffer_clear(&sheet->texts);
}

void
sheet_end_row(struct sheet *sheet)
{
    if (sheet->format != SHEET_TABLE) {
        sheet->column = 0;
        write_line(sheet);
        return;
    }
    sheet->row_ends[sheet->rows++] = sheet->count;
    if (sheet->knows_widths || sheet->rows == HELD_ROWS)
        write_held(sheet);
}

void
sheet_close(struct sheet *sheet)
{
    if (sheet == NULL)
        return;
    write_held(sheet);
    buffer_free(&sheet->line);
    buffer_free(&sheet->texts);
    free(sheet->cells);
    free(sheet->row_ends);
    free(sheet);
}
