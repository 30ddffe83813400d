#include "domain/rates.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/money.h"
#include "ports/csv.h"

enum column { DATE, CURRENCY, RATE, COLUMNS };

static const struct text names[COLUMNS] = {[DATE] = TEXT("date"),
                                           [CURRENCY] = TEXT("currency"),
                                           [RATE] = TEXT("rate")};

enum { ROW_MOST = 1 << 20, DAY_S = 86400, CODE = 3 };

struct entry {
    const char *currency; /* constant of money_currency() */
    int64_t day;
    struct decimal factor;
    uint64_t line;
};

struct rates {
    const char *into;
    int exponent;
    struct entry *entries; /* by currency and day */
    size_t count, cap;
};

struct sheet {
    struct rates *rates;
    struct csv *csv;
    size_t at[COLUMNS]; /* of a row's cells */
    bool has_header;
    uint64_t line;
    struct rates_error *error;
};

struct rates *
rates_new(struct text into)
{
    int exponent;
    const char *code = money_currency(into, &exponent);
    struct rates *rates;

    if (code == NULL)
        return NULL;
    rates = calloc(1, sizeof(*rates));
    if (rates == NULL)
        err(EX_OSERR, "rates");
    rates->into = code;
    rates->exponent = exponent;
    return rates;
}

void
rates_free(struct rates *rates)
{
    if (rates == NULL)
        return;
    free(rates->entries);
    free(rates);
}

struct text
rates_into(const struct rates *rates)
{
    return (struct text){rates->into, CODE};
}

int
rates_exponent(const struct rates *rates)
{
    return rates->exponent;
}

static bool
fail(struct sheet *sheet, uint64_t line, const char *why, struct text what)
{
    sheet->error->line = line;
    snprintf(sheet->error->why, sizeof(sheet->error->why), "%s%.*s", why,
             TEXT_ARGS(what));
    return false;
}

static struct text
cell(const struct sheet *sheet, enum column column)
{
    return text_trim(csv_cell(sheet->csv, sheet->at[column]));
}

static bool
read_header(struct sheet *sheet)
{
    for (enum column column = 0; column < COLUMNS; column++) {
        size_t i = 0;

        while (i < csv_count(sheet->csv)
               && !text_equal_nocase(text_trim(csv_cell(sheet->csv, i)),
                                     names[column]))
            i++;
        if (i == csv_count(sheet->csv))
            return fail(sheet, sheet->line,
                        "the header needs the columns date, currency and rate",
                        TEXT(""));
        sheet->at[column] = i;
    }
    sheet->has_header = true;
    return true;
}

static void
add(struct rates *rates, const struct entry *entry)
{
    if (rates->count == rates->cap) {
        rates->cap = rates->cap * 2 + 64;
        rates->entries =
            reallocarray(rates->entries, rates->cap, sizeof(*rates->entries));
        if (rates->entries == NULL)
            err(EX_OSERR, "%zu rates", rates->cap);
    }
    rates->entries[rates->count++] = *entry;
}

static bool
read_row(struct sheet *sheet)
{
    struct text date = cell(sheet, DATE), rate = cell(sheet, RATE);
    struct entry entry = {.line = sheet->line};
    struct moment moment;
    int exponent;

    if (!clock_parse(date, &moment) || moment.s % DAY_S != 0)
        return fail(sheet, sheet->line, "no date: ", date);
    entry.day = moment.s / DAY_S;
    entry.currency = money_currency(cell(sheet, CURRENCY), &exponent);
    if (entry.currency == NULL)
        return fail(sheet, sheet->line,
                    "no currency of ISO 4217: ", cell(sheet, CURRENCY));
    if (decimal_factor(rate, &entry.factor) != NULL || entry.factor.digits <= 0)
        return fail(sheet, sheet->line,
                    "no rate above 0 of at most 18 digits: ", rate);
    add(sheet->rates, &entry);
    return true;
}

static bool
read_line(struct sheet *sheet, struct text line)
{
    sheet->line++;
    if (text_ends(line, TEXT("\r")))
        line.len--;
    switch (csv_line(sheet->csv, line)) {
    case CSV_BAD:
        return fail(sheet, sheet->line, csv_why(sheet->csv), TEXT(""));
    case CSV_ROW:
        return sheet->has_header ? read_row(sheet) : read_header(sheet);
    default:
        return true;
    }
}

static int
compare_key(const struct entry *entry, struct text currency, int64_t day)
{
    int order = text_compare((struct text){entry->currency, CODE}, currency);

    if (order != 0)
        return order;
    return entry->day < day ? -1 : entry->day > day;
}

static int
compare(const void *a, const void *b)
{
    const struct entry *other = b;

    return compare_key(a, (struct text){other->currency, CODE}, other->day);
}

/* Two rates of one day that differ would let the order of rows decide. */
static bool
settle(struct sheet *sheet)
{
    struct rates *rates = sheet->rates;

    if (rates->count > 0)
        qsort(rates->entries, rates->count, sizeof(*rates->entries), compare);
    for (size_t i = 1; i < rates->count; i++) {
        const struct entry *one = &rates->entries[i - 1];
        const struct entry *other = &rates->entries[i];

        if (compare(one, other) == 0)
            return fail(sheet,
                        one->line > other->line ? one->line : other->line,
                        "a second rate of the day for ",
                        (struct text){one->currency, CODE});
    }
    return true;
}

bool
rates_add(struct rates *rates, struct text csv, struct rates_error *error)
{
    struct sheet sheet = {
        .rates = rates, .csv = csv_new(',', ROW_MOST), .error = error};
    struct text line;
    bool is_good = true;

    if (text_starts(csv, TEXT("\xef\xbb\xbf")))
        csv = text_from(csv, 3);
    while (is_good && text_split(&csv, '\n', &line))
        is_good = read_line(&sheet, line);
    if (is_good && csv_end(sheet.csv) == CSV_BAD)
        is_good = fail(&sheet, sheet.line, csv_why(sheet.csv), TEXT(""));
    if (is_good && !sheet.has_header)
        is_good = fail(&sheet, sheet.line, "there is no header", TEXT(""));
    if (is_good)
        is_good = settle(&sheet);
    csv_free(sheet.csv);
    return is_good;
}

static int64_t
day_of(int64_t time_s)
{
    int64_t day = time_s / DAY_S;

    return time_s % DAY_S < 0 ? day - 1 : day;
}

bool
rates_find(const struct rates *rates, struct text currency, int64_t time_s,
           struct rate *rate)
{
    int64_t day = day_of(time_s);
    size_t low = 0, high = rates->count;
    const struct entry *entry;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_key(&rates->entries[middle], currency, day) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return false;
    entry = &rates->entries[low - 1];
    if (!text_equal((struct text){entry->currency, CODE}, currency)
        || day - entry->day > RATES_DAYS)
        return false;
    *rate = (struct rate){entry->factor, entry->day};
    return true;
}
