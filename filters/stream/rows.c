/* rows - the rows of a CSV or TSV as objects, named by their header */

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/table.h"
#include "ports/csv.h"
#include "stream/archive.h"

struct rows {
    struct feed *feed;
    struct csv *csv;
    struct arena arena;
    struct text *names; /* each `"name":`, escaped and numbered */
    size_t count;
    struct buffer row;
    struct buffer raw; /* of a row over several lines, for its reject */
    uint64_t first;    /* line on which the current row began */
    bool open;         /* a quoted cell goes on */
};

/* `name`, or `name_2` for the second of that name, and so on; a name for an empty one. */
static struct text
unique_name(struct table *seen, struct buffer *name, struct text cell,
            size_t column)
{
    struct buffer base = {0};

    buffer_add(&base, text_trim(cell));
    if (base.len == 0)
        buffer_printf(&base, "column_%zu", column + 1);
    buffer_clear(name);
    buffer_add(name, buffer_text(&base));
    for (int i = 2; table_find(seen, buffer_text(name)) != TABLE_NONE; i++) {
        buffer_clear(name);
        buffer_printf(name, "%.*s_%d", TEXT_ARGS(buffer_text(&base)), i);
    }
    table_add(seen, buffer_text(name));
    buffer_free(&base);
    return buffer_text(name);
}

static void
take_header(struct rows *rows)
{
    struct table *seen = table_new();
    struct buffer name = {0}, key = {0};

    rows->count = csv_count(rows->csv);
    rows->names = calloc(rows->count, sizeof(*rows->names));
    if (rows->names == NULL)
        err(EX_OSERR, "rows");
    for (size_t i = 0; i < rows->count; i++) {
        buffer_clear(&key);
        buffer_add_json_string(
            &key, unique_name(seen, &name, csv_cell(rows->csv, i), i));
        buffer_add_char(&key, ':');
        rows->names[i] = arena_copy(&rows->arena, buffer_text(&key));
    }
    buffer_free(&name);
    buffer_free(&key);
    table_free(seen);
}

/* Cells beyond the last are absent, as a spreadsheet leaves them; beyond the header is an error. */
static void
take_row(struct rows *rows)
{
    size_t count = csv_count(rows->csv);

    if (rows->names == NULL) {
        take_header(rows);
        return;
    }
    if (count > rows->count) {
        feed_reject(rows->feed, rows->first,
                    "ragged_row: it has more cells than the header",
                    buffer_text(&rows->raw));
        return;
    }
    buffer_clear(&rows->row);
    for (size_t i = 0; i < count; i++) {
        buffer_add_char(&rows->row, i == 0 ? '{' : ',');
        buffer_add(&rows->row, rows->names[i]);
        buffer_add_json_string(&rows->row, csv_cell(rows->csv, i));
    }
    buffer_add_char(&rows->row, '}');
    feed_record(rows->feed, FEED_CSV, rows->first, -1, buffer_text(&rows->row));
}

static void
reject_row(struct rows *rows)
{
    feed_reject(rows->feed, rows->first, csv_why(rows->csv),
                buffer_text(&rows->raw));
    csv_reset(rows->csv);
    rows->open = false;
}

static void
take_line(struct rows *rows, struct lines *lines, struct text line)
{
    if (!rows->open) {
        rows->first = lines_number(lines);
        buffer_clear(&rows->raw);
    } else {
        buffer_add_char(&rows->raw, '\n');
    }
    buffer_add(&rows->raw, line);
    switch (csv_line(rows->csv, line)) {
    case CSV_MORE:
        rows->open = true;
        return;
    case CSV_ROW:
        take_row(rows);
        break;
    case CSV_BLANK:
        break;
    case CSV_BAD:
        reject_row(rows);
        break;
    }
    rows->open = false;
}

static struct text
without_mark(struct text line, uint64_t number)
{
    return number == 1 && text_starts(line, TEXT("\xef\xbb\xbf"))
               ? text_from(line, 3)
               : line;
}

static bool
take_all(struct rows *rows, struct lines *lines)
{
    struct text line;

    for (;;) {
        switch (lines_next(lines, &line)) {
        case LINES_END:
            if (csv_end(rows->csv) == CSV_BAD)
                reject_row(rows);
            return true;
        case LINES_BAD:
            return false;
        case LINES_LONG:
            feed_reject_long(rows->feed, lines_number(lines), lines);
            csv_reset(rows->csv);
            rows->open = false;
            break;
        case LINES_LINE:
            line = without_mark(line, lines_number(lines));
            if (line.len > 0 && line.at[line.len - 1] == '\r')
                line.len--;
            take_line(rows, lines, line);
        }
    }
}

/* The separator that the header has most of. */
static char
separator_of(struct text header)
{
    static const char separators[] = {',', ';', '\t', '|'};
    size_t most = 0;
    char best = ',';

    for (size_t i = 0; i < sizeof(separators); i++) {
        struct text rest = header, piece;
        size_t count = 0;

        while (text_split(&rest, separators[i], &piece))
            count++;
        if (count > most) {
            most = count;
            best = separators[i];
        }
    }
    return best;
}

static bool
copy(struct feed *feed, struct lines *lines, char separator)
{
    size_t max_line = feed_options(feed)->max_line;
    struct rows rows = {.feed = feed, .csv = csv_new(separator, max_line)};
    bool whole = take_all(&rows, lines);

    csv_free(rows.csv);
    arena_free(&rows.arena);
    buffer_free(&rows.row);
    buffer_free(&rows.raw);
    free(rows.names);
    return whole;
}

bool
rows_copy_csv(struct archive *archive, struct feed *feed, struct lines *lines)
{
    struct text header = lines_peek(lines);
    size_t newline = text_find_char(header, '\n');

    (void)archive;
    if (newline != SIZE_MAX)
        header.len = newline;
    return copy(feed, lines, separator_of(header));
}

bool
rows_copy_tsv(struct archive *archive, struct feed *feed, struct lines *lines)
{
    (void)archive;
    return copy(feed, lines, '\t');
}
