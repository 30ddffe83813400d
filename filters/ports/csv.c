#include "ports/csv.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/buffer.h"

/* libcsv has a csv_free() of its own, which could not be called beside ours. */
#define csv_free libcsv_free
#include <csv.h>
#undef csv_free

enum { GROW_BYTES = 4096, GROW_CELLS = 64 };

struct csv {
    struct csv_parser parser;
    char separator;
    bool is_open;   /* a quoted cell goes on in the next line */
    bool has_row;   /* the cells are those of a whole row */
    size_t max_row; /* bytes */
    size_t row;
    struct buffer bytes; /* of all cells, one behind the other */
    size_t *ends;        /* in bytes, of each cell */
    size_t count;
    size_t cap;
    const char *why;
};

static int
is_never(unsigned char byte)
{
    (void)byte;
    return 0;
}

static int
is_line_end(unsigned char byte)
{
    return byte == '\n';
}

struct csv *
csv_new(char separator, size_t max_row)
{
    struct csv *csv = calloc(1, sizeof(*csv));

    if (csv == NULL || csv_init(&csv->parser, 0) != 0)
        err(EX_OSERR, "no memory for rows");
    csv->separator = separator;
    csv->max_row = max_row;
    csv_set_delim(&csv->parser, (unsigned char)separator);
    csv_set_space_func(&csv->parser, is_never);
    csv_set_term_func(&csv->parser, is_line_end);
    csv_set_blk_size(&csv->parser, GROW_BYTES);
    return csv;
}

/* What libcsv's csv_free() does. */
static void
free_entry(struct csv_parser *parser)
{
    free(parser->entry_buf);
    parser->entry_buf = NULL;
    parser->entry_size = 0;
}

void
csv_free(struct csv *csv)
{
    if (csv == NULL)
        return;
    free_entry(&csv->parser);
    buffer_free(&csv->bytes);
    free(csv->ends);
    free(csv);
}

static void
clear(struct csv *csv)
{
    buffer_clear(&csv->bytes);
    csv->count = 0;
    csv->row = 0;
    csv->has_row = false;
    csv->is_open = false;
}

/* Also gives back the memory that a row too long has taken. */
void
csv_reset(struct csv *csv)
{
    (void)csv_fini(&csv->parser, NULL, NULL, NULL);
    free_entry(&csv->parser);
    buffer_free(&csv->bytes);
    csv->bytes = (struct buffer){0};
    csv->why = NULL;
    clear(csv);
}

static void
grow_cells(struct csv *csv)
{
    csv->cap = csv->cap == 0 ? GROW_CELLS : 2 * csv->cap;
    csv->ends = reallocarray(csv->ends, csv->cap, sizeof(*csv->ends));
    if (csv->ends == NULL)
        err(EX_OSERR, "no memory for the cells of a row");
}

static void
add_cell(void *bytes, size_t len, void *context)
{
    struct csv *csv = context;

    if (csv->count == csv->cap)
        grow_cells(csv);
    buffer_add(&csv->bytes, (struct text){bytes, len});
    csv->ends[csv->count++] = csv->bytes.len;
}

static void
end_row(int by, void *context)
{
    struct csv *csv = context;

    (void)by;
    csv->has_row = true;
}

static void
parse(struct csv *csv, struct text text)
{
    if (csv_parse(&csv->parser, text.at, text.len, add_cell, end_row, csv)
        != text.len)
        err(EX_OSERR, "no memory for a row: %s",
            csv_strerror(csv_error(&csv->parser)));
}

static void
split(struct csv *csv, struct text line)
{
    struct text piece;

    while (text_split(&line, csv->separator, &piece))
        add_cell((void *)piece.at, piece.len, csv);
    csv->has_row = true;
}

static enum csv_found
bad(struct csv *csv, const char *why)
{
    csv->why = why;
    return CSV_BAD;
}

enum csv_found
csv_line(struct csv *csv, struct text line)
{
    if (csv->has_row)
        clear(csv);
    if (line.len == 0 && !csv->is_open)
        return CSV_BLANK;
    csv->row += line.len + 1;
    if (csv->row > csv->max_row)
        return bad(csv, "too_long: a row, or a quote in it is never closed");
    if (csv->separator == '\t') {
        split(csv, line);
    } else {
        parse(csv, line);
        parse(csv, TEXT("\n"));
    }
    csv->is_open = !csv->has_row;
    return csv->has_row ? CSV_ROW : CSV_MORE;
}

enum csv_found
csv_end(struct csv *csv)
{
    if (csv->is_open)
        return bad(csv, "open_quote: a quoted cell is not closed");
    return CSV_BLANK;
}

size_t
csv_count(const struct csv *csv)
{
    return csv->count;
}

struct text
csv_cell(const struct csv *csv, size_t number)
{
    size_t from = number == 0 ? 0 : csv->ends[number - 1];

    return (struct text){csv->bytes.at + from, csv->ends[number] - from};
}

const char *
csv_why(const struct csv *csv)
{
    return csv->why;
}
