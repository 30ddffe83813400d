#include "domain/fit.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/runs.h"
#include "base/table.h"
#include "domain/markov.h"

enum { KEY_BYTES = 24, CACHE = 1 << 16 };

/* A cell of a group, sorted by what stands first. */
struct entry {
    unsigned char key[KEY_BYTES]; /* group, currency, kind, a, b */
    char count[sizeof(__int128)], value[sizeof(__int128)];
};

struct fit {
    uint32_t order;
    struct table *units, *currencies, *states;
    struct runs *runs;
    struct entry *cache; /* by hash of the key; free where the mark says so */
    bool *is_used;
    uint32_t *walk; /* states or distinct units of one path */
    size_t walk_cap;
    uint64_t *seen; /* by unit: the number of the path that had it last */
    size_t seen_cap;
    uint64_t paths;
    const struct entry *ahead; /* the first of the next group */
    struct fit_cell *cells;
    size_t cell_count, cell_cap;
};

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
    fit->runs = runs_new(sizeof(struct entry), KEY_BYTES, budget_bytes, spill);
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

    for (size_t i = 0; i < KEY_BYTES; i += sizeof(part)) {
        memcpy(&part, key + i, sizeof(part));
        hash = (hash ^ part) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    return (size_t)(hash >> 32) & (CACHE - 1);
}

static void
join(struct entry *entry, __int128 count, __int128 value)
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
    unsigned char key[KEY_BYTES];
    struct entry *entry;
    size_t slot;

    runs_put64(key, group);
    put32(key + 8, cell->currency);
    put32(key + 12, cell->kind);
    put32(key + 16, cell->a);
    put32(key + 20, cell->b);
    slot = slot_of(key);
    entry = &fit->cache[slot];
    if (!fit->is_used[slot] || memcmp(entry->key, key, KEY_BYTES) != 0) {
        if (fit->is_used[slot])
            memcpy(runs_add(fit->runs), entry, sizeof(*entry));
        *entry = (struct entry){0};
        memcpy(entry->key, key, KEY_BYTES);
        fit->is_used[slot] = true;
    }
    join(entry, cell->count, cell->value);
}

void
fit_total(struct fit *fit, const struct fit_path *path)
{
    struct fit_cell cell = {.currency = path->currency, .kind = FIT_TOTAL};

    cell.a = path->count > 0 ? FIT_CONVERSIONS : FIT_PATHLESS;
    cell.count = path->conversions;
    cell.value = path->value;
    if (path->conversions != 0 || path->value != 0)
        fit_add(fit, path->group, &cell);
    cell.a = FIT_NULLS;
    cell.count = path->nulls;
    cell.value = 0;
    if (path->nulls != 0)
        fit_add(fit, path->group, &cell);
}

static void
reserve_walk(struct fit *fit, size_t count)
{
    if (count <= fit->walk_cap)
        return;
    fit->walk_cap = count * 2;
    fit->walk = reallocarray(fit->walk, fit->walk_cap, sizeof(*fit->walk));
    if (fit->walk == NULL)
        err(EX_OSERR, "%zu states of one path", fit->walk_cap);
}

/* The states that a path goes through, none twice in a row; how many. */
static size_t
find_walk(struct fit *fit, const struct fit_path *path)
{
    size_t wide = path->count < fit->order ? path->count : fit->order;
    size_t count = 0;

    reserve_walk(fit, path->count);
    for (size_t i = 0; i + wide <= path->count; i++) {
        uint32_t state = fit_state(fit, path->units + i, wide);

        if (count == 0 || fit->walk[count - 1] != state)
            fit->walk[count++] = state;
    }
    return count;
}

void
fit_edges(struct fit *fit, const struct fit_path *path)
{
    struct fit_cell cell = {.currency = path->currency,
                            .kind = FIT_EDGE,
                            .a = MARKOV_START,
                            .count = (__int128)path->conversions + path->nulls};
    size_t count;

    if (cell.count == 0 || path->count == 0)
        return;
    count = find_walk(fit, path);
    for (size_t i = 0; i < count; i++) {
        cell.b = fit->walk[i];
        fit_add(fit, path->group, &cell);
        cell.a = cell.b;
    }
    cell.b = MARKOV_NULL;
    cell.count = path->nulls;
    if (cell.count != 0)
        fit_add(fit, path->group, &cell);
    cell.b = MARKOV_CONVERSION;
    cell.count = path->conversions;
    cell.value = path->value;
    if (cell.count != 0)
        fit_add(fit, path->group, &cell);
}

void
fit_shares(struct fit *fit, uint32_t kind, const struct fit_path *path,
           const uint64_t *weights, uint64_t whole)
{
    for (size_t i = 0; i < path->count; i++) {
        struct fit_cell cell = {
            .currency = path->currency,
            .kind = kind,
            .a = path->units[i],
            .b = (uint32_t)whole,
            .count = (__int128)path->conversions * weights[i],
            .value = path->value * weights[i],
        };

        if (weights[i] != 0 && (cell.count != 0 || cell.value != 0))
            fit_add(fit, path->group, &cell);
    }
}

static void
reserve_seen(struct fit *fit)
{
    size_t count = table_count(fit->units);

    if (count <= fit->seen_cap)
        return;
    fit->seen = reallocarray(fit->seen, count * 2, sizeof(*fit->seen));
    if (fit->seen == NULL)
        err(EX_OSERR, "%zu units", count);
    memset(fit->seen + fit->seen_cap, 0,
           (count * 2 - fit->seen_cap) * sizeof(*fit->seen));
    fit->seen_cap = count * 2;
}

/* Whether the unit has not come since the last path began. */
static bool
is_new(struct fit *fit, uint32_t unit)
{
    bool is_first = fit->seen[unit] != fit->paths;

    fit->seen[unit] = fit->paths;
    return is_first;
}

void
fit_firsts(struct fit *fit, const struct fit_path *path, bool *is_first)
{
    reserve_seen(fit);
    fit->paths++;
    for (size_t i = 0; i < path->count; i++)
        is_first[i] = is_new(fit, path->units[i]);
}

void
fit_sets(struct fit *fit, uint32_t kind, const struct fit_path *path)
{
    struct fit_cell cell = {.currency = path->currency,
                            .kind = kind,
                            .count = path->conversions,
                            .value = path->value};

    if (cell.count == 0 && cell.value == 0)
        return;
    reserve_walk(fit, path->count);
    reserve_seen(fit);
    fit->paths++;
    for (size_t i = 0; i < path->count; i++)
        if (is_new(fit, path->units[i]))
            fit->walk[cell.b++] = path->units[i];
    for (uint32_t i = 0; i < cell.b; i++) {
        cell.a = fit->walk[i];
        fit_add(fit, path->group, &cell);
    }
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
take(struct fit *fit, const struct entry *entry)
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
    if (fit->cell_count == fit->cell_cap) {
        fit->cell_cap = fit->cell_cap * 2 + 1024;
        fit->cells =
            reallocarray(fit->cells, fit->cell_cap, sizeof(*fit->cells));
        if (fit->cells == NULL)
            err(EX_OSERR, "%zu counts of one fit", fit->cell_cap);
    }
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
