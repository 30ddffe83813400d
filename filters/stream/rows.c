/*
 * rows - the rows of a CSV or TSV as objects, named by their header
 *
 * A quote that is never closed would swallow what follows: the line that opened it is rejected, and
 * those behind it are read again as rows. Where that happens time and again before as much as a row
 * may hold has been read anew, twice as many lines are rejected each time, so that the cost stays linear.
 */
#include "ports/csv.h"
#include "stream/archive.h"
#include "stream/header.h"
#include "stream/quote.h"

/* A buffer beyond that is not kept for the next row. */
enum { LARGE = 512 << 10 };

struct rows {
    struct feed *feed;
    struct csv *csv;
    char separator;
    struct header header;
    struct reach *reach;
    uint64_t line, at;   /* on which the current row began; in the stream */
    uint64_t row_end;    /* of its last line so far, without the line's end */
    struct buffer held;  /* its lines but the last, with their ends */
    size_t held_from;    /* where in it they begin */
    bool again;          /* lines come out of it, and need not be added */
    const char *bad;     /* why the current row is, while it is read again */
    bool open;           /* a quoted cell goes on */
    bool was_large;      /* the row before: its memory is given back */
    uint64_t end;        /* of what was read, in the stream */
    uint64_t swallowed;  /* `end` when a quote was last not closed */
    uint64_t count;      /* to be fed: rows, and lines that are none */
    size_t lines_to_bar; /* to be rejected when the next one is not */
};

/* What ends there is not what an earlier run took. */
static bool
is_new(const struct rows *rows, uint64_t end)
{
    return end >= rows->reach->from;
}

static void
hold_line(struct rows *rows, struct text line)
{
    if (rows->again)
        return;
    buffer_add(&rows->held, line);
    buffer_add_char(&rows->held, '\n');
}

/* The lines of the row before this one, with their ends. */
static struct text
lines_before(const struct rows *rows, struct text line)
{
    struct text held = text_from(buffer_text(&rows->held), rows->held_from);

    if (rows->again)
        held.len = (size_t)(line.at - held.at);
    return held;
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

static void
take_row(struct rows *rows, struct text line)
{
    if (rows->header.names == NULL)
        header_take(&rows->header, rows->csv);
    else if (!is_new(rows, rows->row_end))
        return;
    else if (rows->open
             && quote_is_bare(lines_before(rows, line), line, rows->separator))
        reject_row(rows,
                   "bare_quote: a quoted cell goes on over several lines and "
                   "past a quote that is not doubled",
                   line);
    else if (csv_count(rows->csv) > rows->header.count)
        reject_row(rows, "ragged_row: it has more cells than the header", line);
    else
        header_write(&rows->header, rows->csv, rows->feed, rows->line);
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

/* The row that begins at held_from has a quote that was not closed: its first lines go, the rest is read anew. */
static void
read_from(struct rows *rows)
{
    struct text rest = text_from(buffer_text(&rows->held), rows->held_from);
    struct text line;
    uint64_t number = rows->line, at = rows->at;
    size_t to_reject = lines_to_reject(rows);
    const char *why = rows->bad;

    csv_reset(rows->csv);
    rows->open = false;
    rows->bad = NULL;
    rest.len--; /* the last line's end */
    while (rows->bad == NULL && text_split(&rest, '\n', &line)) {
        if (to_reject == 0)
            take_line(rows, line, number, at);
        else if (to_reject-- > 0 && is_new(rows, at + line.len)) {
            rows->count++;
            feed_reject(rows->feed, number, why, line);
        }
        number++;
        at += line.len + 1;
    }
}

/* The current row, all of whose lines are held, is bad; one behind it may be as well. */
static void
read_again(struct rows *rows, const char *why)
{
    rows->bad = why;
    rows->again = true;
    rows->held_from = 0;
    while (rows->bad != NULL)
        read_from(rows);
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
    if (rows->held.cap > LARGE)
        buffer_free(&rows->held);
    if (rows->was_large)
        csv_reset(rows->csv);
    rows->was_large = false;
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
        rows->count +=
            rows->header.names != NULL && is_new(rows, rows->row_end);
        take_row(rows, line);
        rows->was_large = rows->row_end - rows->at > LARGE;
        break;
    case CSV_BLANK:
        break;
    case CSV_BAD:
        hold_line(rows, line);
        if (rows->again)
            rows->bad = csv_why(rows->csv);
        else
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
    if (!is_new(rows, at_end))
        return;
    rows->count++;
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

/* All rows would be one line, the header, and a table without any would look whole. */
static bool
ends_in_cr_alone(struct text header)
{
    size_t cr = text_find_char(header, '\r');

    return cr != SIZE_MAX && cr + 1 < header.len
           && text_find_char(header, '"') > cr;
}

static bool
copy_rows(struct archive *archive, struct feed *feed, struct lines *lines,
          char separator)
{
    size_t max_line = feed_options(feed)->max_line;
    struct rows rows = {.feed = feed,
                        .csv = csv_new(separator, max_line),
                        .separator = separator,
                        .reach = archive_reach(archive)};
    uint64_t before = feed_records(feed);
    bool whole = take_all(&rows, lines);

    feed_balance(feed, before, rows.count);
    csv_free(rows.csv);
    header_free(&rows.header);
    buffer_free(&rows.held);
    return whole;
}

/* The separator NUL: that which the header has most of. */
static bool
copy(struct archive *archive, struct feed *feed, struct lines *lines,
     char separator)
{
    struct text peek = lines_peek(lines), header = TEXT_NONE;

    text_split(&peek, '\n', &header);
    if (!ends_in_cr_alone(header))
        return copy_rows(archive, feed, lines,
                         separator != '\0' ? separator : separator_of(header));
    feed_problem(feed, EX_DATAERR, 1,
                 "bad_line_ends: its lines end in a carriage return alone; "
                 "convert them first (tr '\\r' '\\n')");
    return false;
}

bool
rows_copy_csv(struct archive *archive, struct feed *feed, struct lines *lines)
{
    return copy(archive, feed, lines, '\0');
}

bool
rows_copy_tsv(struct archive *archive, struct feed *feed, struct lines *lines)
{
    return copy(archive, feed, lines, '\t');
}
