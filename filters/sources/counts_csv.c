/*
 * counts_csv - figures that no post carries, one row each: fans, readers, calls, page views
 *
 * Columns: date, source, account, measure and value, or others that --columns names so; account may be missing,
 * and source where --source says it; channel and campaign are kept where they are there. A value is a whole number, "1,500,000" too; in a row with a currency, and of
 * the measure `spend` also in that of --currency, it is a decimal, to minor units. A figure of the same time,
 * source, account, measure, channel and campaign that comes again is a later revision of it.
 */
#include "base/decimal.h"
#include "sources/columns.h"
#include "sources/slug.h"

enum {
    DATE,
    PLATFORM,
    ACCOUNT,
    MEASURE,
    VALUE,
    CURRENCY,
    CHANNEL,
    CAMPAIGN,
    CELLS
};

static const char *const names[] = {"date",    "source",   "account",
                                    "measure", "value",    "currency",
                                    "channel", "campaign", NULL};

static void *
open_columns(const struct row *row, const char **why)
{
    return columns_new(row, "counts_csv", names, why);
}

/* NULL, or which of the columns that every figure needs is not there. */
static const char *
lacking(const struct raw *raw, const struct text *cells)
{
    static const size_t needed[] = {DATE, PLATFORM, MEASURE, VALUE};

    return columns_lacking(raw->state, cells, needed,
                           sizeof(needed) / sizeof(*needed),
                           raw->row->source == NULL ? SIZE_MAX : PLATFORM);
}

static bool
matches(const struct raw *raw)
{
    struct text cells[CELLS];

    return columns_match(raw, cells) && lacking(raw, cells) == NULL;
}

static bool
is_spend(const struct text *cells)
{
    return text_equal_nocase(cells[MEASURE], TEXT("spend"));
}

/* Fans have no currency, whatever the row says of its orders. */
static struct text
currency_of(const struct raw *raw, const struct text *cells)
{
    if (cells[CURRENCY].len > 0)
        return cells[CURRENCY];
    return is_spend(cells) ? text_of(raw->row->currency) : TEXT_NONE;
}

static const char *
set_value(struct draft *draft, const struct raw *raw, const struct text *cells)
{
    struct text currency = currency_of(raw, cells), plain;
    bool is_rounded = false;
    int64_t value = 0;
    const char *why = columns_decimal(raw->state, '.', cells[VALUE],
                                      draft_arena(draft), &plain);

    if (why != NULL)
        return "bad_value: thousands that are not three digits each";
    if (currency.len == 0 && is_spend(cells))
        return "no_currency: neither its column nor --currency says it";
    if (currency.len > 0) {
        draft_currency(draft, currency);
        draft_money(draft, DRAFT_VALUE, plain);
        return NULL;
    }
    if (decimal_parse(plain, 0, &value, &is_rounded) != NULL || is_rounded)
        return "bad_value: the value is no whole number";
    draft_integer(draft, DRAFT_VALUE, value);
    return NULL;
}

/* A part of an id that most figures have not: after a slash that parts no others. */
static void
add_part(struct buffer *id, const char *name, struct text part)
{
    if (part.len == 0)
        return;
    buffer_add_string(id, name);
    buffer_add(id, part);
}

/* count/account/measure/time, with channel and campaign: what makes it the same figure again. */
static struct text
native_id(struct draft *draft, const struct text *cells, int64_t time_s)
{
    struct text account = cells[ACCOUNT], measure = cells[MEASURE];
    size_t most = account.len + measure.len + cells[CHANNEL].len
                  + cells[CAMPAIGN].len + CLOCK_TEXT + 32;
    struct buffer id = {arena_get(draft_arena(draft), most), 0, most};

    buffer_add(&id, TEXT("count/"));
    buffer_add(&id, account);
    buffer_add_char(&id, '/');
    buffer_add(&id, measure);
    buffer_add_char(&id, '/');
    clock_write(&id, time_s);
    add_part(&id, "/channel/", cells[CHANNEL]);
    add_part(&id, "/campaign/", cells[CAMPAIGN]);
    return buffer_text(&id);
}

static const char *
normalize(const struct raw *raw, struct emitter *emitter)
{
    struct text cells[CELLS], platform;
    struct moment moment;
    struct draft *draft;
    const char *why;

    if (!columns_read(raw->state, source_root(raw), cells))
        return "bad_row: a column stands twice, or its cell is no string";
    why = lacking(raw, cells);
    if (why != NULL)
        return why;
    platform =
        cells[PLATFORM].len > 0 ? cells[PLATFORM] : text_of(raw->row->source);
    if (!slug_is(platform))
        return "bad_source: wants a-z, 0-9 and _ (twitter, facebook, web)";
    if (!columns_time(raw->row, cells[DATE], &moment))
        return "bad_time: the date is none that hark knows";
    draft = emitter_draft_of(emitter, DRAFT_COUNT, platform);
    draft_moment(draft, &moment);
    draft_id(draft, DRAFT_ID, native_id(draft, cells, moment.s));
    draft_text(draft, DRAFT_HANDLE, cells[ACCOUNT]);
    draft_text(draft, DRAFT_MEASURE, cells[MEASURE]);
    draft_text(draft, DRAFT_CHANNEL, cells[CHANNEL]);
    draft_text(draft, DRAFT_CAMPAIGN, cells[CAMPAIGN]);
    why = set_value(draft, raw, cells);
    if (why != NULL)
        return why;
    columns_note(raw->state, cells, emitter);
    return emitter_add(emitter);
}

const struct source source_counts_csv = {
    .name = "counts_csv",
    .title = "figures of a day, CSV: date, source, account, measure, value",
    .shape = SOURCE_JSON,
    .open = open_columns,
    .matches = matches,
    .normalize = normalize,
};
