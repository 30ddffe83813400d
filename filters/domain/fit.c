#include "base/array.h"
#include "domain/fit_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/markov.h"

enum { CACHE = 1 << 16 };

static void *
allocate(size_t count, size_t size)
{
    void *at = calloc(count, size);

    if (at == NULL)
        err(EX_OSERR, "counts of paths");
    return at;
}

struct fit *
fit_new(uint32_t order, size_t budget_bytes, struct spill *spill)
{
    struct fit *fit = allocate(1, sizeof(*fit));

    fit->order = order;
    fit->units = table_new();
    fit->currencies = table_new();
    fit->states = table_new();
    fit->runs =
        runs_new(sizeof(struct fit_entry), FIT_KEY_BYTES, budget_bytes, spill);
    fit->cache = allocate(CACHE, sizeof(*fit->cache));
    fit->is_used = allocate(CACHE, sizeof(*fit->is_used));
    return fit;
}

void
fit_free(struct fit *fit)
{
    if (fit == NULL)
        return;
    table_free(fit->units);
    table_free(fit->currencies);
    table_free(fit->states);
    runs_free(fit->runs);
    free(fit->cache);
    free(fit->is_used);
    free(fit->walk);
    free(fit->seen);
    free(fit->cells);
    free(fit);
}

uint32_t
fit_unit(struct fit *fit, struct text name)
{
    return table_add(fit->units, name);
}

uint32_t
fit_currency(struct fit *fit, struct text name)
{
    return table_add(fit->currencies, name);
}

struct text
fit_unit_name(const struct fit *fit, uint32_t unit)
{
    return table_text(fit->units, unit);
}

struct text
fit_currency_name(const struct fit *fit, uint32_t currency)
{
    return table_text(fit->currencies, currency);
}

uint32_t
fit_state(struct fit *fit, const uint32_t *units, size_t count)
{
    struct text text = {(const char *)units, count * sizeof(*units)};

    return table_add(fit->states, text) + MARKOV_FIRST;
}

size_t
fit_state_units(const struct fit *fit, uint32_t state, uint32_t *units)
{
    struct text text = table_text(fit->states, state - MARKOV_FIRST);

    memcpy(units, text.at, text.len);
    return text.len / sizeof(*units);
}

bool
fit_is_full(const struct fit *fit)
{
    return table_count(fit->states) > FIT_STATES;
}

uint32_t
fit_order(const struct fit *fit)
{
    return fit->order;
}

static void
put32(unsigned char *at, uint32_t value)
{
    value = __builtin_bswap32(value);
    memcpy(at, &value, sizeof(value));
}

static uint32_t
get32(const unsigned char *at)
{
    uint32_t value;

    memcpy(&value, at, sizeof(value));
    return __builtin_bswap32(value);
}

static size_t
slot_of(const unsigned char *key)
{
    uint64_t hash = 0, part;

    for (size_t i = 0; i < FIT_KEY_BYTES; i += sizeof(part)) {
        memcpy(&part, key + i, sizeof(part));
        hash = (hash ^ part) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    return (size_t)(hash >> 32) & (CACHE - 1);
}

static void
join(struct fit_entry *entry, __int128 count, __int128 value)
{
    __int128 sum;

    memcpy(&sum, entry->count, sizeof(sum));
    sum += count;
    memcpy(entry->count, &sum, sizeof(sum));
    memcpy(&sum, entry->value, sizeof(sum));
    sum += value;
    memcpy(entry->value, &sum, sizeof(sum));
}

/* Cells that come again and again are summed up before they go to the runs. */
void
fit_add(struct fit *fit, uint64_t group, const struct fit_cell *cell)
{
    unsigned char key[FIT_KEY_BYTES];
    struct fit_entry *entry;
    size_t slot;

    runs_put64(key, group);
    put32(key + 8, cell->currency);
    put32(key + 12, cell->kind);
    put32(key + 16, cell->a);
    put32(key + 20, cell->b);
    slot = slot_of(key);
    entry = &fit->cache[slot];
    if (!fit->is_used[slot] || memcmp(entry->key, key, FIT_KEY_BYTES) != 0) {
        if (fit->is_used[slot])
            memcpy(runs_add(fit->runs), entry, sizeof(*entry));
        *entry = (struct fit_entry){0};
        memcpy(entry->key, key, FIT_KEY_BYTES);
        fit->is_used[slot] = true;
    }
    join(entry, cell->count, cell->value);
}

void
fit_sort(struct fit *fit)
{
    for (size_t i = 0; i < CACHE; i++)
        if (fit->is_used[i])
            memcpy(runs_add(fit->runs), &fit->cache[i], sizeof(*fit->cache));
    runs_sort(fit->runs);
    fit->ahead = runs_next(fit->runs);
}

/* The last cell, where it counts the same; else NULL. */
static struct fit_cell *
last_like(const struct fit *fit, const struct fit_cell *cell)
{
    struct fit_cell *last;

    if (fit->cell_count == 0)
        return NULL;
    last = fit->cells + fit->cell_count - 1;
    return last->currency == cell->currency && last->kind == cell->kind
                   && last->a == cell->a && last->b == cell->b
               ? last
               : NULL;
}

/* The entry as a cell of its own, or into the one before it where that is the same. */
static void
take(struct fit *fit, const struct fit_entry *entry)
{
    struct fit_cell cell = {get32(entry->key + 8),
                            get32(entry->key + 12),
                            get32(entry->key + 16),
                            get32(entry->key + 20),
                            0,
                            0};
    struct fit_cell *last = last_like(fit, &cell);

    memcpy(&cell.count, entry->count, sizeof(cell.count));
    memcpy(&cell.value, entry->value, sizeof(cell.value));
    if (last != NULL) {
        last->count += cell.count;
        last->value += cell.value;
        return;
    }
    fit->cells = array_room(fit->cells, fit->cell_count, &fit->cell_cap,
                            sizeof(*fit->cells), "counts of one fit");
    fit->cells[fit->cell_count++] = cell;
}

bool
fit_next(struct fit *fit, struct fit_group *group)
{
    if (fit->ahead == NULL)
        return false;
    group->number = runs_get64(fit->ahead->key);
    fit->cell_count = 0;
    while (fit->ahead != NULL && runs_get64(fit->ahead->key) == group->number) {
        take(fit, fit->ahead);
        fit->ahead = runs_next(fit->runs);
    }
    group->cells = fit->cells;
    group->count = fit->cell_count;
    return true;
}
