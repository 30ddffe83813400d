#include "domain/listing.h"

#include <assert.h>
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "ports/csv.h"

enum { ROW_MOST = 1 << 20 };

struct listing {
    struct csv *csv;
    const struct listing_column *columns;
    size_t count;
    size_t at[LISTING_COLUMNS]; /* of a row's cells; SIZE_MAX: not there */
    size_t width;               /* of the header; 0: none yet */
    uint64_t line;
    struct listing_error *error;
    bool (*take)(void *context, struct listing *row);
    void *context;
};

bool
listing_fail(struct listing *row, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    vsnprintf(row->error->why, sizeof(row->error->why), format, list);
    va_end(list);
    row->error->line = row->line;
    return false;
}

struct text
listing_cell(const struct listing *row, size_t column)
{
    if (row->at[column] == SIZE_MAX)
        return TEXT_NONE;
    return text_trim(csv_cell(row->csv, row->at[column]));
}

bool
listing_time(struct listing *row, size_t column, int64_t otherwise,
             int64_t *time_s)
{
    struct text text = listing_cell(row, column);
    struct moment moment;

    *time_s = otherwise;
    if (text.len == 0)
        return true;
    if (!clock_parse(text, &moment))
        return listing_fail(row, "no date or time: %.*s", TEXT_ARGS(text));
    *time_s = moment.s;
    return true;
}

static bool
find_column(struct listing *row, size_t column)
{
    const struct listing_column *wanted = &row->columns[column];

    row->at[column] = SIZE_MAX;
    for (size_t i = 0; i < row->width; i++) {
        if (!text_equal_nocase(text_trim(csv_cell(row->csv, i)), wanted->name))
            continue;
        if (row->at[column] != SIZE_MAX)
            return listing_fail(row, "the column %.*s stands twice",
                                TEXT_ARGS(wanted->name));
        row->at[column] = i;
    }
    if (row->at[column] == SIZE_MAX && wanted->is_needed)
        return listing_fail(row, "there is no column %.*s",
                            TEXT_ARGS(wanted->name));
    return true;
}

static bool
read_header(struct listing *row)
{
    row->width = csv_count(row->csv);
    for (size_t column = 0; column < row->count; column++)
        if (!find_column(row, column))
            return false;
    return true;
}

static bool
check_row(struct listing *row)
{
    if (csv_count(row->csv) != row->width)
        return listing_fail(row, "%zu cells where the header has %zu",
                            csv_count(row->csv), row->width);
    for (size_t column = 0; column < row->count; column++)
        if (!utf8_is_valid(listing_cell(row, column)))
            return listing_fail(row, "this row is no UTF-8");
    return true;
}

struct listing *
listing_new(const struct listing_column *columns, size_t count,
            bool (*take)(void *, struct listing *), void *context,
            struct listing_error *error)
{
    struct listing *row = calloc(1, sizeof(*row));

    assert(count <= LISTING_COLUMNS);
    if (row == NULL)
        err(EX_OSERR, "a list");
    row->csv = csv_new(',', ROW_MOST);
    row->columns = columns;
    row->count = count;
    row->take = take;
    row->context = context;
    row->error = error;
    return row;
}

void
listing_free(struct listing *row)
{
    if (row == NULL)
        return;
    csv_free(row->csv);
    free(row);
}

bool
listing_line(struct listing *row, struct text line)
{
    if (row->line++ == 0 && text_starts(line, TEXT("\xef\xbb\xbf")))
        line = text_from(line, 3);
    if (text_ends(line, TEXT("\r")))
        line.len--;
    switch (csv_line(row->csv, line)) {
    case CSV_BAD:
        return listing_fail(row, "%s", csv_why(row->csv));
    case CSV_ROW:
        return row->width == 0 ? read_header(row)
                               : check_row(row) && row->take(row->context, row);
    default:
        return true;
    }
}

bool
listing_end(struct listing *row)
{
    if (csv_end(row->csv) == CSV_BAD)
        return listing_fail(row, "%s", csv_why(row->csv));
    return row->width > 0 || listing_fail(row, "there is no header");
}

bool
listing_read(struct text csv, const struct listing_column *columns,
             size_t count, bool (*take)(void *, struct listing *),
             void *context, struct listing_error *error)
{
    struct listing *row = listing_new(columns, count, take, context, error);
    struct text line;
    bool is_good = true;

    while (is_good && text_split(&csv, '\n', &line))
        is_good = listing_line(row, line);
    is_good = is_good && listing_end(row);
    listing_free(row);
    return is_good;
}
