/*
 * rows - the rows of a CSV or TSV as objects, named by their header
 *
 * A quote that is never closed would swallow what follows: the line that opened it is rejected, and
 * those behind it are read again as rows. Where that happens time and again before as much as a row
 * may hold has been read anew, twice as many lines are rejected each time, so that the cost stays linear.
 */
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/table.h"
#include "ports/csv.h"
#include "stream/archive.h"

/* A row is written in pieces of about that size, and its cells are escaped so. */
enum { PIECE = 64 << 10 };

struct rows {
    struct feed *feed;
    struct csv *csv;
    struct arena arena;
    struct text *names; /* each `"name":`, escaped and numbered */
    size_t count;
    struct buffer piece; /* of the row being written */
    struct reach *reach;
    uint64_t line, at;   /* on which the current row began; in the stream */
    uint64_t row_end;    /* of its last line so far, without the line's end */
    struct buffer held;  /* its lines but the last, with their ends */
    size_t held_from;    /* where in it they begin */
    bool again;          /* lines come out of it, and need not be added */
    bool open;           /* a quoted cell goes on */
    uint64_t end;        /* of what was read, in the stream */
    uint64_t swallowed;  /* `end` when a quote was last not closed */
    size_t lines_to_bar; /* to be rejected when the next one is not */
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

static void
flush(struct rows *rows)
{
    feed_piece(rows->feed, buffer_text(&rows->piece));
    buffer_clear(&rows->piece);
}

/* A large cell goes through a small buffer: escaped it may be six times as long. */
static void
write_cell(struct rows *rows, struct text cell)
{
    buffer_add_char(&rows->piece, '"');
    do {
        struct text slice = {cell.at, cell.len < PIECE ? cell.len : PIECE};

        buffer_add_json(&rows->piece, slice);
        if (rows->piece.len >= PIECE)
            flush(rows);
        cell = text_from(cell, slice.len);
    } while (cell.len > 0);
    buffer_add_char(&rows->piece, '"');
}

static void
write_row(struct rows *rows, size_t count)
{
    feed_open(rows->feed, FEED_CSV, rows->line, -1);
    buffer_clear(&rows->piece);
    for (size_t i = 0; i < count; i++) {
        buffer_add_char(&rows->piece, i == 0 ? '{' : ',');
        buffer_add(&rows->piece, rows->names[i]);
        write_cell(rows, csv_cell(rows->csv, i));
    }
    buffer_add(&rows->piece, TEXT("}\n"));
    feed_close(rows->feed, buffer_text(&rows->piece));
}

static void
hold_line(struct rows *rows, struct text line)
{
    if (rows->again)
        return;
    buffer_add(&rows->held, line);
    buffer_add_char(&rows->held, '\n');
}

/* All lines of the row, the last of which is `line`. */
static void
reject_row(struct rows *rows, const char *why, struct text line)
{
    struct text raw = line;

    if (rows->open) {
        hold_line(rows, line);
        raw = text_from(buffer_text(&rows->held), rows->held_from);
        raw.len =
            rows->again ? (size_t)(line.at + line.len - raw.at) : raw.len - 1;
    }
    if (text_ends(raw, TEXT("\r")))
        raw.len--;
    feed_reject(rows->feed, rows->line, why, raw);
}

/* Cells beyond the last are absent, as a spreadsheet leaves them; beyond the header is an error. */
static void
take_row(struct rows *rows, struct text line)
{
    size_t count = csv_count(rows->csv);

    if (rows->names == NULL)
        take_header(rows);
    else if (rows->row_end < rows->reach->from)
        return;
    else if (count > rows->count)
        reject_row(rows, "ragged_row: it has more cells than the header", line);
    else
        write_row(rows, count);
}

static void take_line(struct rows *rows, struct text line, uint64_t number,
                      uint64_t at);

/* How many of the lines held are to be rejected: one, and more where it would go on and on. */
static size_t
lines_to_reject(struct rows *rows)
{
    uint64_t most = feed_options(rows->feed)->max_line;

    rows->lines_to_bar =
        rows->end - rows->swallowed >= most || rows->lines_to_bar == 0
            ? 1
            : rows->lines_to_bar * 2;
    rows->swallowed = rows->end;
    return rows->lines_to_bar;
}

/* What is held is the row that is still open, or nothing. */
static void
end_again(struct rows *rows)
{
    size_t left = rows->open ? rows->held.len - rows->held_from : 0;

    if (left > 0)
        memmove(rows->held.at, rows->held.at + rows->held_from, left);
    rows->held.len = left;
    rows->held_from = 0;
    rows->again = false;
}

/* The current row, all of whose lines are held, has a quote that was not closed. */
static void
read_again(struct rows *rows, const char *why)
{
    struct text rest = buffer_text(&rows->held), line;
    uint64_t number = rows->line, at = rows->at;
    size_t to_reject = lines_to_reject(rows);

    csv_reset(rows->csv);
    rows->open = false;
    rows->again = true;
    rest.len--; /* the last line's end */
    while (text_split(&rest, '\n', &line)) {
        if (to_reject == 0)
            take_line(rows, line, number, at);
        else if (to_reject-- > 0 && at + line.len >= rows->reach->from)
            feed_reject(rows->feed, number, why, line);
        number++;
        at += line.len + 1;
    }
    end_again(rows);
}

static void
begin_row(struct rows *rows, struct text line, uint64_t number, uint64_t at)
{
    rows->line = number;
    rows->at = at;
    if (rows->again) {
        rows->held_from = (size_t)(line.at - rows->held.at);
        return;
    }
    if (rows->held.cap > 8 * PIECE)
        buffer_free(&rows->held);
    buffer_clear(&rows->held);
}

/* One physical line; CR before its end is taken off for the cells alone. */
static void
take_line(struct rows *rows, struct text line, uint64_t number, uint64_t at)
{
    struct text cells = line;

    if (!rows->open)
        begin_row(rows, line, number, at);
    rows->row_end = at + line.len;
    if (at == 0 && text_starts(cells, TEXT("\xef\xbb\xbf")))
        cells = text_from(cells, 3);
    if (text_ends(cells, TEXT("\r")))
        cells.len--;
    switch (csv_line(rows->csv, cells)) {
    case CSV_MORE:
        rows->open = true;
        hold_line(rows, line);
        return;
    case CSV_ROW:
        take_row(rows, line);
        break;
    case CSV_BLANK:
        break;
    case CSV_BAD:
        hold_line(rows, line);
        read_again(rows, csv_why(rows->csv));
        return;
    }
    rows->open = false;
}

/* A row that may still grow is left for a later run, from its first line on. */
static bool
keep_tail(struct rows *rows, uint64_t at)
{
    if (!rows->reach->keeps_tail)
        return false;
    rows->reach->left = rows->end - (rows->open ? rows->at : at);
    return true;
}

static void
end_rows(struct rows *rows)
{
    while (rows->open && !keep_tail(rows, rows->at)
           && csv_end(rows->csv) == CSV_BAD)
        read_again(rows, csv_why(rows->csv));
}

static void
take_long(struct rows *rows, struct lines *lines, uint64_t at_end)
{
    while (rows->open)
        read_again(rows, "open_quote: a quoted cell is not closed");
    csv_reset(rows->csv);
    rows->open = false;
    if (at_end >= rows->reach->from)
        feed_reject_long(rows->feed, lines_number(lines), lines);
}

static bool
take_all(struct rows *rows, struct lines *lines)
{
    enum lines_found found;
    struct text line = TEXT_NONE;
    struct digest digest;

    while ((found = lines_next(lines, &line)) != LINES_END
           && found != LINES_BAD) {
        uint64_t at = rows->end;

        rows->end +=
            (found == LINES_LONG ? lines_long(lines, &digest) : line.len)
            + lines_ended(lines);
        if (!lines_ended(lines) && keep_tail(rows, at))
            return true;
        if (found == LINES_LONG)
            take_long(rows, lines, rows->end - lines_ended(lines));
        else
            take_line(rows, line, lines_number(lines), at);
    }
    end_rows(rows);
    return found == LINES_END;
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
copy(struct archive *archive, struct feed *feed, struct lines *lines,
     char separator)
{
    size_t max_line = feed_options(feed)->max_line;
    struct rows rows = {.feed = feed,
                        .csv = csv_new(separator, max_line),
                        .reach = archive_reach(archive)};
    bool whole = take_all(&rows, lines);

    csv_free(rows.csv);
    arena_free(&rows.arena);
    buffer_free(&rows.piece);
    buffer_free(&rows.held);
    free(rows.names);
    return whole;
}

bool
rows_copy_csv(struct archive *archive, struct feed *feed, struct lines *lines)
{
    struct text header = lines_peek(lines);
    size_t newline = text_find_char(header, '\n');

    if (newline != SIZE_MAX)
        header.len = newline;
    return copy(archive, feed, lines, separator_of(header));
}

bool
rows_copy_tsv(struct archive *archive, struct feed *feed, struct lines *lines)
{
    return copy(archive, feed, lines, '\t');
}
