/*
 * fit - paths, counted for the models that are fitted to many of them
 *
 * A path is never kept: it becomes counts, and what was counted of parts of the visitors adds up
 * to what would have been counted of all.
 * Shape:   fit_path() and fit_share() all; fit_sort(); then fit_next() group by group. A group is
 *          a number of the caller's (a period and a window); a currency is a text, "" where
 *          there is none; a unit is a text, and so is the state that the last few units make.
 * Units:   of counts and values the caller's: ones or millionths.
 * Lives:   from fit_new() to fit_free(); what fit_next() gives until the next call.
 * Cost:    an edge of a path about 20 ns; counts are put together in 4 MiB and then spill;
 *          memory for the names of units and states, and for the counts of one group.
 */
#ifndef HARK_DOMAIN_FIT_H
#define HARK_DOMAIN_FIT_H

#include "base/spill.h"
#include "base/text.h"

enum { FIT_STATES = 4 << 20 }; /* of one run */

/* What a cell counts. */
enum fit_kind {
    FIT_TOTAL, /* a: enum fit_total */
    FIT_EDGE,  /* a, b: states from and to, as of markov.h */
    FIT_SHARE  /* and above: of one model; a: unit, b: the whole that counts
                  and values are parts of */
};

enum fit_total { FIT_CONVERSIONS, FIT_NULLS, FIT_PATHLESS };

struct fit_cell {
    uint32_t currency, kind, a, b;
    __int128 count, value;
};

struct fit_path {
    uint64_t group;
    uint32_t currency;
    const uint32_t *units;
    size_t count;
    int64_t conversions, nulls;
    __int128 value;
};

struct fit;

struct fit *fit_new(uint32_t order, size_t budget_bytes, struct spill *spill);
void fit_free(struct fit *fit);

/* Numbers of texts. */
uint32_t fit_unit(struct fit *fit, struct text name);
uint32_t fit_currency(struct fit *fit, struct text name);
struct text fit_unit_name(const struct fit *fit, uint32_t unit);
struct text fit_currency_name(const struct fit *fit, uint32_t currency);

/* The number of a state: at most `order` units. */
uint32_t fit_state(struct fit *fit, const uint32_t *units, size_t count);
/* Its units to units[fit_order()]; how many. */
size_t fit_state_units(const struct fit *fit, uint32_t state, uint32_t *units);
bool fit_is_full(const struct fit *fit); /* FIT_STATES are passed */
uint32_t fit_order(const struct fit *fit);

/* One cell as it is. */
void fit_add(struct fit *fit, uint64_t group, const struct fit_cell *cell);

/* The totals. */
void fit_total(struct fit *fit, const struct fit_path *path);

/* The edges of the chain; a path without units has none. */
void fit_edges(struct fit *fit, const struct fit_path *path);

/* The shares of a model, number FIT_SHARE or above: a weight for each of the path's units. */
void fit_shares(struct fit *fit, uint32_t kind, const struct fit_path *path,
                const uint64_t *weights, uint64_t whole);

/* The same, equal for each distinct unit: what a path is in the sum game of shapley. */
void fit_sets(struct fit *fit, uint32_t kind, const struct fit_path *path);

/* Which of its units come for the first time. */
void fit_firsts(struct fit *fit, const struct fit_path *path, bool *is_first);

void fit_sort(struct fit *fit);

struct fit_group {
    uint64_t number;
    const struct fit_cell *cells; /* by currency, kind, a and b, each once */
    size_t count;
};

/* By number; false behind the last. */
bool fit_next(struct fit *fit, struct fit_group *group);

#endif
