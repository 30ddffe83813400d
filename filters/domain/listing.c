#include "domain/listing.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

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

static bool
read_line(struct listing *row, struct text line,
          bool (*take)(void *, struct listing *), void *context)
{
    row->line++;
    if (text_ends(line, TEXT("\r")))
        line.len--;
    switch (csv_line(row->csv, line)) {
    case CSV_BAD:
        return listing_fail(row, "%s", csv_why(row->csv));
    case CSV_ROW:
        return row->width == 0 ? read_header(row)
                               : check_row(row) && take(context, row);
    default:
        return true;
    }
}

bool
listing_read(struct text csv, const struct listing_column *columns,
             size_t count, bool (*take)(void *, struct listing *),
             void *context, struct listing_error *error)
{
    struct listing row = {.csv = csv_new(',', ROW_MOST),
                          .columns = columns,
                          .count = count,
                          .error = error};
    struct text line;
    bool is_good = true;

    assert(count <= LISTING_COLUMNS);
    if (text_starts(csv, TEXT("\xef\xbb\xbf")))
        csv = text_from(csv, 3);
    while (is_good && text_split(&csv, '\n', &line))
        is_good = read_line(&row, line, take, context);
    if (is_good && csv_end(row.csv) == CSV_BAD)
        is_good = listing_fail(&row, "%s", csv_why(row.csv));
    if (is_good && row.width == 0)
        is_good = listing_fail(&row, "there is no header");
    csv_free(row.csv);
    return is_good;
}
