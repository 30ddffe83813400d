#include "sources/columns.h"

#include <assert.h>
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

enum { EPOCH_LEAST = 9 };

struct column {
    struct text header;
    bool is_given; /* by the row */
    const char *missing, *note;
};

struct columns {
    size_t count;
    struct column columns[COLUMNS_MOST]; /* by the number of the name */
    char mark;                           /* `,` or `.`; 0: not said */
};

static const char setting[] = "decimal";

static char *print(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* In memory that lives on. */
static char *
print(const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) == -1)
        err(EX_OSERR, "columns");
    va_end(arguments);
    return text;
}

static void
add_column(struct columns *columns, const struct row *row, const char *name)
{
    struct column *column = &columns->columns[columns->count++];

    column->is_given = row_column(row, name, &column->header);
    if (!column->is_given)
        column->header = text_of(name);
    column->missing =
        print("missing_column: %s: no column '%.*s' in this row (--columns "
              "%s=COLUMN names another)",
              name, TEXT_ARGS(column->header), name);
    column->note = print("no_column_%s", name);
}

static const char *
read_setting(struct columns *columns, const struct row *row)
{
    struct text value;

    if (!row_column(row, setting, &value))
        return NULL;
    if (text_equal(value, TEXT("comma")))
        columns->mark = ',';
    else if (text_equal(value, TEXT("point")))
        columns->mark = '.';
    else
        return "columns: decimal is comma or point";
    return NULL;
}

static const char *
fill(struct columns *columns, const struct row *row, const char *const *names)
{
    const char *known[COLUMNS_MOST + 2] = {NULL};
    const char *unknown;

    for (size_t i = 0; names[i] != NULL; i++) {
        assert(i < COLUMNS_MOST);
        known[i] = names[i];
        known[i + 1] = setting;
        add_column(columns, row, names[i]);
    }
    unknown = row_unknown_column(row, known);
    if (unknown != NULL)
        return print("columns: '%s' is not one of this format's", unknown);
    return read_setting(columns, row);
}

struct columns *
columns_new(const struct row *row, const char *format, const char *const *names,
            const char **why)
{
    bool is_meant = text_equal(text_of(row->format), text_of(format));
    struct columns *columns = calloc(1, sizeof(*columns));
    const char *reason;

    if (columns == NULL)
        err(EX_OSERR, "columns");
    reason = fill(columns, row, names);
    if (reason == NULL)
        return columns;
    if (is_meant)
        *why = reason;
    free(columns);
    return NULL;
}

static bool
is_column(const struct column *column, struct text name)
{
    return column->is_given ? text_equal(name, column->header)
                            : text_equal_nocase(name, column->header);
}

bool
columns_read(const struct columns *columns, struct json_slot object,
             struct text *cells)
{
    struct json_items members = json_members(object);
    struct json_slot value;
    struct text name;

    for (size_t i = 0; i < columns->count; i++)
        cells[i] = TEXT_NONE;
    while (json_next_member(&members, &name, &value))
        for (size_t i = 0; i < columns->count; i++) {
            if (!is_column(&columns->columns[i], name)
                || value.type == JSON_ABSENT)
                continue;
            if (value.type != JSON_STRING || cells[i].at != NULL)
                return false;
            cells[i] = text_trim(value.text);
        }
    return true;
}

bool
columns_match(const struct raw *raw, struct text *cells)
{
    return raw->state != NULL && text_equal(raw->lines, TEXT("csv"))
           && columns_read(raw->state, source_root(raw), cells);
}

const char *
columns_lacking(const struct columns *columns, const struct text *cells,
                const size_t *needed, size_t count, size_t given)
{
    for (size_t i = 0; i < count; i++)
        if (cells[needed[i]].at == NULL && needed[i] != given)
            return columns->columns[needed[i]].missing;
    return NULL;
}

void
columns_note(const struct columns *columns, const struct text *cells,
             struct emitter *emitter)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->columns[i].is_given && cells[i].at == NULL)
            emitter_note(emitter, columns->columns[i].note);
}

/* The length of what parts thousands here, or 0. */
static size_t
separator(struct text rest, char mark)
{
    static const struct text separators[] = {
        {" ", 1}, {"'", 1}, {"\xc2\xa0", 2}, {"\xe2\x80\xaf", 3}};

    if (rest.at[0] == (mark == ',' ? '.' : ','))
        return 1;
    for (size_t i = 0; i < sizeof(separators) / sizeof(*separators); i++)
        if (text_starts(rest, separators[i]))
            return separators[i].len;
    return 0;
}

/* Groups of three, but for the first, up to the mark. */
static bool
without_separators(struct text cell, char mark, struct buffer *out)
{
    bool is_grouped = false, is_fraction = false;
    size_t digits = 0;

    for (size_t i = 0, step = 1; i < cell.len; i += step) {
        char byte = cell.at[i];
        size_t parts = is_fraction ? 0 : separator(text_from(cell, i), mark);

        step = parts > 0 ? parts : 1;
        if (parts > 0 || (byte == mark && !is_fraction)) {
            if (is_grouped ? digits != 3 : parts > 0 && digits - 1 > 2)
                return false;
            is_grouped = is_grouped || parts > 0;
            is_fraction = parts == 0;
            digits = 0;
        } else {
            digits += byte >= '0' && byte <= '9';
        }
        if (parts == 0)
            buffer_add_char(out, byte == mark ? '.' : byte);
    }
    return is_fraction || !is_grouped || digits == 3;
}

const char *
columns_decimal(const struct columns *columns, char other, struct text cell,
                struct arena *arena, struct text *plain)
{
    char mark = columns->mark != 0 ? columns->mark : other;
    struct buffer out = {arena_get(arena, cell.len), 0, cell.len};

    *plain = cell;
    if (mark == 0 && text_find_char(cell, ',') != SIZE_MAX)
        return "bad_amount: a comma, of which --columns decimal=comma or "
               "decimal=point says what it is";
    if (mark == 0)
        return NULL;
    if (!without_separators(cell, mark, &out))
        return "bad_amount: thousands that are not three digits each";
    *plain = buffer_text(&out);
    return NULL;
}

bool
columns_time(const struct row *row, struct text cell, struct moment *moment)
{
    int64_t number;

    if (cell.len < EPOCH_LEAST && text_integer(cell, &number))
        return false;
    return row_time(row, cell, moment);
}
