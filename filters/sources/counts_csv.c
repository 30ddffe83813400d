/*
 * counts_csv - figures that no post carries, one row each: fans, readers, calls, page views
 *
 * Columns: date, source, account, measure and value, or others that --columns names so. A value is a
 * whole number, "1,500,000" too; of a measure that is money (spend) it is a decimal in the currency of the
 * column `currency` or of the row, to minor units. A figure of the same date, account and measure that
 * comes again is a later revision of it.
 */
#include "sources/columns.h"

enum { DATE, PLATFORM, ACCOUNT, MEASURE, VALUE, CURRENCY, CELLS };

static const char *const names[] = {"date",  "source",   "account", "measure",
                                    "value", "currency", NULL};

static void *
open_columns(const struct row *row, const char **why)
{
    return columns_new(row, names, why);
}

static bool
read_cells(const struct raw *raw, struct text *cells)
{
    return raw->state != NULL && columns_read(raw->state, raw->root, cells);
}

static bool
matches(const struct raw *raw)
{
    struct text cells[CELLS];

    return text_equal(raw->lines, TEXT("csv")) && read_cells(raw, cells)
           && cells[DATE].len > 0 && cells[PLATFORM].len > 0
           && cells[MEASURE].len > 0 && cells[VALUE].len > 0;
}

/* "1,500,000": commas only where thousands end. */
static bool
read_number(struct text digits, int64_t *value)
{
    char plain[32];
    size_t len = 0;

    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] == ',' && i > 0 && (digits.len - i) % 4 == 0)
            continue;
        if (len == sizeof(plain))
            return false;
        plain[len++] = digits.at[i];
    }
    return text_integer((struct text){plain, len}, value);
}

static bool
is_slug(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.at[i];
        if (!((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')
              || byte == '_'))
            return false;
    }
    return text.len > 0;
}

static const char *
set_value(struct draft *draft, const struct raw *raw, const struct text *cells)
{
    struct text currency =
        cells[CURRENCY].len > 0 ? cells[CURRENCY] : text_of(raw->row->currency);
    int64_t value;

    if (currency.len > 0) {
        draft_currency(draft, currency);
        draft_money(draft, DRAFT_VALUE, cells[VALUE]);
        return NULL;
    }
    if (!read_number(cells[VALUE], &value))
        return "bad_value: the value is no whole number";
    draft_integer(draft, DRAFT_VALUE, value);
    return NULL;
}

/* date/account/measure: what makes it the same figure again. */
static struct text
native_id(struct draft *draft, const struct text *cells)
{
    struct text id = draft_join(draft, "count/", cells[ACCOUNT], "/");
    struct buffer whole = {0};

    buffer_add(&whole, id);
    buffer_add(&whole, cells[MEASURE]);
    buffer_add_char(&whole, '/');
    buffer_add(&whole, cells[DATE]);
    id = arena_copy(draft_arena(draft), buffer_text(&whole));
    buffer_free(&whole);
    return id;
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct text cells[CELLS];
    struct moment moment;
    struct draft *draft;
    const char *why;

    if (!read_cells(raw, cells))
        return "bad_row: a column stands twice, or its cell is no string";
    if (!is_slug(cells[PLATFORM]))
        return "bad_source: the source is no slug (twitter, facebook, web …)";
    if (!row_time(raw->row, cells[DATE], &moment))
        return "bad_time: the date is none that hark knows";
    draft = emitter_draft_of(emitter, DRAFT_COUNT, cells[PLATFORM]);
    draft_id(draft, DRAFT_ID, native_id(draft, cells));
    draft_moment(draft, &moment);
    draft_text(draft, DRAFT_HANDLE, cells[ACCOUNT]);
    draft_text(draft, DRAFT_MEASURE, cells[MEASURE]);
    why = set_value(draft, raw, cells);
    return why != NULL ? why : emitter_add(emitter);
}

const struct source source_counts_csv = {
    .name = "counts_csv",
    .title = "figures of a day, CSV: date, source, account, measure, value",
    .shape = SOURCE_JSON,
    .open = open_columns,
    .matches = matches,
    .normalize = normalize,
};
