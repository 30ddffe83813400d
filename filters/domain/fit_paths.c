#include "base/array.h"
#include "domain/fit_parts.h"

#include "domain/markov.h"

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
    fit->walk = array_resize(fit->walk, fit->walk_cap, sizeof(*fit->walk),
                             "states of one path");
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
    fit->seen = array_resize(fit->seen, count * 2, sizeof(*fit->seen), "units");
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
