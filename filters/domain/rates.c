#include "domain/rates.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/money.h"

enum column { DATE, CURRENCY, RATE, COLUMNS };

static const struct listing_column columns[COLUMNS] = {
    [DATE] = {TEXT("date"), true},
    [CURRENCY] = {TEXT("currency"), true},
    [RATE] = {TEXT("rate"), true}};

enum { DAY_S = 86400, CODE = 3 };

struct entry {
    const char *currency; /* constant of money_currency() */
    int64_t day;
    struct decimal factor;
};

struct rates {
    const char *into;
    int exponent;
    struct entry *entries; /* by currency and day */
    size_t count, cap;
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

static void
add(struct rates *rates, const struct entry *entry)
{
    rates->entries = array_room(rates->entries, rates->count, &rates->cap,
                                sizeof(*rates->entries), "rates");
    rates->entries[rates->count++] = *entry;
}

static bool
take_row(void *context, struct listing *row)
{
    struct text date = listing_cell(row, DATE);
    struct text currency = listing_cell(row, CURRENCY);
    struct text rate = listing_cell(row, RATE);
    struct rates *rates = context;
    struct entry entry = {0};
    struct moment moment;
    int exponent;

    if (!clock_parse(date, &moment) || moment.s % DAY_S != 0)
        return listing_fail(row, "no date: %.*s", TEXT_ARGS(date));
    entry.day = moment.s / DAY_S;
    entry.currency = money_currency(currency, &exponent);
    if (entry.currency == NULL)
        return listing_fail(row, "no currency of ISO 4217: %.*s",
                            TEXT_ARGS(currency));
    if (decimal_factor(rate, &entry.factor) != NULL || entry.factor.digits <= 0)
        return listing_fail(row, "no rate above 0 of at most 18 digits: %.*s",
                            TEXT_ARGS(rate));
    add(rates, &entry);
    return true;
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

/* Two rates of one day would let the order of rows decide. */
static bool
settle(struct rates *rates, struct listing_error *error)
{
    if (rates->count > 0)
        qsort(rates->entries, rates->count, sizeof(*rates->entries), compare);
    for (size_t i = 1; i < rates->count; i++) {
        const struct entry *one = &rates->entries[i - 1];
        char day[CLOCK_TEXT];

        if (compare(one, one + 1) != 0)
            continue;
        clock_format(day, one->day * DAY_S);
        error->line = 0;
        snprintf(error->why, sizeof(error->why), "two rates of %s for %.10s",
                 one->currency, day);
        return false;
    }
    return true;
}

bool
rates_add(struct rates *rates, struct text csv, struct listing_error *error)
{
    return listing_read(csv, columns, COLUMNS, take_row, rates, error)
           && settle(rates, error);
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
