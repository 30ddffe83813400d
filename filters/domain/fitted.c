#include "domain/fitted.h"

#include <assert.h>
#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/figure.h"
#include "domain/markov.h"

/* A state of the counts, and its place in the chain. */
struct place {
    uint32_t state;               /* of the fit */
    uint32_t local;               /* in the chain */
    uint32_t units[MARKOV_ORDER]; /* local, then MARKOV_NOBODY */
};

struct fitted {
    struct fit *fit;
    int64_t scale;
    uint32_t nulls, order;
    struct fitted_row *rows;
    size_t count, cap;
    struct markov_edge *edges;
    size_t edge_count;
    struct place *places; /* by state, but while they are ranked */
    size_t place_count;
    uint32_t *units; /* of the fit, by name */
    size_t unit_count;
    uint32_t *units_of; /* as of markov_chain */
};

static void *
allocate(size_t count, size_t size)
{
    void *at = calloc(count > 0 ? count : 1, size);

    if (at == NULL)
        err(EX_OSERR, "%zu of one fit", count);
    return at;
}

struct fitted *
fitted_new(struct fit *fit, int64_t scale, uint32_t nulls)
{
    struct fitted *fitted = allocate(1, sizeof(*fitted));

    fitted->fit = fit;
    fitted->scale = scale;
    fitted->nulls = nulls;
    fitted->order = fit_order(fit);
    assert(fitted->order >= 1 && fitted->order <= MARKOV_ORDER);
    return fitted;
}

static void
forget_chain(struct fitted *fitted)
{
    free(fitted->edges);
    free(fitted->places);
    free(fitted->units);
    free(fitted->units_of);
    fitted->edges = NULL;
    fitted->places = NULL;
    fitted->units = fitted->units_of = NULL;
}

void
fitted_free(struct fitted *fitted)
{
    if (fitted == NULL)
        return;
    forget_chain(fitted);
    free(fitted->rows);
    free(fitted);
}

const struct fitted_row *
fitted_rows(const struct fitted *fitted, size_t *count)
{
    *count = fitted->count;
    return fitted->rows;
}

struct fit_cell
fitted_total(const struct fit_group *group, uint32_t currency,
             enum fit_total total)
{
    for (size_t i = 0; i < group->count; i++)
        if (group->cells[i].currency == currency
            && group->cells[i].kind == FIT_TOTAL && group->cells[i].a == total)
            return group->cells[i];
    return (struct fit_cell){.currency = currency, .kind = FIT_TOTAL};
}

static void
reserve_rows(struct fitted *fitted, size_t count)
{
    if (fitted->cap < count) {
        fitted->cap = count;
        free(fitted->rows);
        fitted->rows = allocate(count, sizeof(*fitted->rows));
    }
    memset(fitted->rows, 0, count * sizeof(*fitted->rows));
    fitted->count = 0;
}

static int
compare_units(const void *a, const void *b, void *fit)
{
    return text_compare(fit_unit_name(fit, *(const uint32_t *)a),
                        fit_unit_name(fit, *(const uint32_t *)b));
}

static int
compare_rows(const void *a, const void *b, void *fit)
{
    return compare_units(&((const struct fitted_row *)a)->unit,
                         &((const struct fitted_row *)b)->unit, fit);
}

static const char *
limit(size_t units)
{
    return units > MARKOV_UNITS
               ? "too_many_units: a model is fitted to at most 1,000 units"
               : NULL;
}

const char *
fitted_limit(const struct fitted *fitted)
{
    return limit(fitted->count);
}

/* The whole part is added up as it is; what is left of it comes last. */
static void
settle(struct fitted_row *row, double conversions, double value)
{
    row->exact = (double)row->value + value;
    row->conversions += (__int128)floor(conversions + 0.5);
    row->value += (__int128)floor(value + 0.5);
}

const char *
fitted_shares(struct fitted *fitted, const struct fit_group *group,
              uint32_t currency, uint32_t kind)
{
    int64_t up = FIGURE_ONE / fitted->scale;
    struct fitted_row *row = NULL;
    double conversions = 0, value = 0;

    reserve_rows(fitted, group->count);
    for (size_t i = 0; i < group->count; i++) {
        const struct fit_cell *cell = &group->cells[i];
        __int128 count = cell->count * up;

        if (cell->currency != currency || cell->kind != kind)
            continue;
        if (row == NULL || row->unit != cell->a) {
            if (row != NULL)
                settle(row, conversions, value);
            row = &fitted->rows[fitted->count++];
            row->unit = cell->a;
            conversions = value = 0;
        }
        row->conversions += count / cell->b;
        row->value += cell->value / cell->b;
        conversions += (double)(count % cell->b) / cell->b;
        value += (double)(cell->value % cell->b) / cell->b;
    }
    if (row != NULL)
        settle(row, conversions, value);
    qsort_r(fitted->rows, fitted->count, sizeof(*fitted->rows), compare_rows,
            fitted->fit);
    return NULL;
}

/* The edges as they were counted: states are the fit's. */
static void
gather_edges(struct fitted *fitted, const struct fit_group *group,
             uint32_t currency)
{
    fitted->edges = allocate(group->count, sizeof(*fitted->edges));
    fitted->edge_count = 0;
    for (size_t i = 0; i < group->count; i++) {
        const struct fit_cell *cell = &group->cells[i];

        if (cell->kind == FIT_EDGE
            && (cell->currency == currency || cell->currency == fitted->nulls))
            fitted->edges[fitted->edge_count++] = (struct markov_edge){
                cell->a, cell->b, (double)cell->count, (double)cell->value};
    }
}

static int
compare_places(const void *a, const void *b)
{
    const struct place *left = a;
    const struct place *right = b;

    return left->state < right->state ? -1 : left->state > right->state;
}

/* Each state once; every state but the first three is where an edge ends. */
static void
gather_states(struct fitted *fitted)
{
    size_t count = 0, kept = 0;

    fitted->places = allocate(fitted->edge_count, sizeof(*fitted->places));
    for (size_t i = 0; i < fitted->edge_count; i++)
        if (fitted->edges[i].to >= MARKOV_FIRST)
            fitted->places[count++].state = fitted->edges[i].to;
    qsort(fitted->places, count, sizeof(*fitted->places), compare_places);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || fitted->places[i].state != fitted->places[kept - 1].state)
            fitted->places[kept++] = fitted->places[i];
    fitted->place_count = kept;
}

static void
gather_units(struct fitted *fitted)
{
    size_t count = 0, kept = 0;

    fitted->units =
        allocate(fitted->place_count * fitted->order, sizeof(*fitted->units));
    for (size_t i = 0; i < fitted->place_count; i++) {
        count += fit_state_units(fitted->fit, fitted->places[i].state,
                                 fitted->units + count);
    }
    qsort_r(fitted->units, count, sizeof(*fitted->units), compare_units,
            fitted->fit);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || fitted->units[i] != fitted->units[kept - 1])
            fitted->units[kept++] = fitted->units[i];
    fitted->unit_count = kept;
}

static uint32_t
local_unit(const struct fitted *fitted, uint32_t unit)
{
    size_t low = 0, high = fitted->unit_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_units(&fitted->units[middle], &unit, fitted->fit);

        if (order == 0)
            return (uint32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    assert(!"a unit of no state");
    return 0;
}

static int
compare_tuples(const void *a, const void *b)
{
    const struct place *left = a;
    const struct place *right = b;

    for (size_t i = 0; i < MARKOV_ORDER; i++)
        if (left->units[i] != right->units[i])
            return left->units[i] < right->units[i] ? -1 : 1;
    return 0;
}

/* The chain's own numbers hang on names alone, not on what came first. */
static void
number_states(struct fitted *fitted)
{
    struct place *places = fitted->places;

    for (size_t i = 0; i < fitted->place_count; i++) {
        uint32_t units[MARKOV_ORDER];
        size_t wide = fit_state_units(fitted->fit, places[i].state, units);

        for (size_t j = 0; j < MARKOV_ORDER; j++)
            places[i].units[j] =
                j < wide ? local_unit(fitted, units[j]) : MARKOV_NOBODY;
    }
    qsort(places, fitted->place_count, sizeof(*places), compare_tuples);
    fitted->units_of =
        allocate((fitted->place_count + MARKOV_FIRST) * fitted->order,
                 sizeof(*fitted->units_of));
    for (size_t i = 0; i < fitted->place_count; i++) {
        places[i].local = (uint32_t)i + MARKOV_FIRST;
        memcpy(fitted->units_of + (size_t)places[i].local * fitted->order,
               places[i].units, fitted->order * sizeof(uint32_t));
    }
    qsort(places, fitted->place_count, sizeof(*places), compare_places);
}

static uint32_t
local_state(const struct fitted *fitted, uint32_t state)
{
    const struct place wanted = {.state = state};
    const struct place *found;

    if (state < MARKOV_FIRST)
        return state;
    found = bsearch(&wanted, fitted->places, fitted->place_count,
                    sizeof(wanted), compare_places);
    return found == NULL ? MARKOV_NOBODY : found->local;
}

static int
compare_edges(const void *a, const void *b)
{
    const struct markov_edge *left = a;
    const struct markov_edge *right = b;

    if (left->from != right->from)
        return left->from < right->from ? -1 : 1;
    return left->to < right->to ? -1 : left->to > right->to;
}

/* In the chain's numbers and order, each pair once; false where one begins at a state that none
   leads to, or leads back. */
static bool
number_edges(struct fitted *fitted)
{
    struct markov_edge *edges = fitted->edges;
    size_t kept = 0;

    for (size_t i = 0; i < fitted->edge_count; i++) {
        edges[i].from = local_state(fitted, edges[i].from);
        edges[i].to = local_state(fitted, edges[i].to);
        if (edges[i].from == MARKOV_NOBODY || edges[i].from == edges[i].to
            || edges[i].to == MARKOV_START || edges[i].from == MARKOV_CONVERSION
            || edges[i].from == MARKOV_NULL)
            return false;
    }
    qsort(edges, fitted->edge_count, sizeof(*edges), compare_edges);
    for (size_t i = 0; i < fitted->edge_count; i++) {
        if (i > 0 && compare_edges(&edges[i], &edges[kept - 1]) == 0) {
            edges[kept - 1].count += edges[i].count;
            edges[kept - 1].value += edges[i].value;
        } else {
            edges[kept++] = edges[i];
        }
    }
    fitted->edge_count = kept;
    return true;
}

/* What value is shared by: the effects on value, unless refunds have left some of them negative or
   all at nothing. What is below zero by rounding alone is nothing. */
static const double *
find_measure(const struct fitted *fitted, struct markov_effects *effects)
{
    static const double noise = 1e-9;
    double sum = 0;

    for (size_t i = 0; i < fitted->unit_count; i++) {
        if (!(effects->value[i] >= -noise))
            return effects->conversions;
        if (effects->value[i] < 0)
            effects->value[i] = 0;
        sum += effects->value[i];
    }
    return sum > noise ? effects->value : effects->conversions;
}

static double
sum_up(const double *numbers, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += numbers[i];
    return sum;
}

/* In proportion to the effects. */
static void
share(struct fitted *fitted, struct markov_effects *effects,
      const struct fit_cell *total)
{
    const double *measure = find_measure(fitted, effects);
    double sum = sum_up(effects->conversions, fitted->unit_count);
    double value_sum = sum_up(measure, fitted->unit_count);
    __int128 parts = total->count * (FIGURE_ONE / fitted->scale); /* exact */
    double conversions = (double)parts;

    for (size_t i = 0; i < fitted->unit_count; i++) {
        struct fitted_row *row = &fitted->rows[i];

        row->unit = fitted->units[i];
        row->effect = effects->conversions[i];
        if (sum > 0)
            settle(row, conversions * (row->effect / sum),
                   (double)total->value * (measure[i] / value_sum));
    }
    fitted->count = fitted->unit_count;
}

/* Everything of the chain but its solution. */
static const char *
make_chain(struct fitted *fitted, const struct fit_group *group,
           uint32_t currency)
{
    const char *why;

    forget_chain(fitted);
    gather_edges(fitted, group, currency);
    gather_states(fitted);
    gather_units(fitted);
    why = limit(fitted->unit_count);
    if (why != NULL)
        return why;
    if (fitted->place_count > MARKOV_STATES)
        return "too_many_states: a chain has at most 3,000: a lower --order or "
               "a coarser --unit has fewer";
    number_states(fitted);
    return number_edges(fitted)
               ? NULL
               : "bad_chain: an edge leads from or to what is no state";
}

static bool
has_total(const struct fitted *fitted, const struct fit_cell *total)
{
    double conversions = 0;

    for (size_t i = 0; i < fitted->edge_count; i++)
        if (fitted->edges[i].to == MARKOV_CONVERSION)
            conversions += fitted->edges[i].count;
    return conversions == (double)total->count;
}

const char *
fitted_markov(struct fitted *fitted, const struct fit_group *group,
              uint32_t currency)
{
    const struct fit_cell total =
        fitted_total(group, currency, FIT_CONVERSIONS);
    struct markov_effects effects;
    struct markov_chain chain;
    const char *why = make_chain(fitted, group, currency);

    if (why != NULL)
        return why;
    chain = (struct markov_chain){
        .order = fitted->order,
        .units = (uint32_t)fitted->unit_count,
        .states = (uint32_t)fitted->place_count + MARKOV_FIRST,
        .units_of = fitted->units_of,
        .edges = fitted->edges,
        .edge_count = fitted->edge_count,
    };
    if (!has_total(fitted, &total))
        return "bad_chain: not all conversions come out of a state";
    reserve_rows(fitted, fitted->unit_count);
    why = markov_solve(&chain, &effects);
    if (why == NULL)
        share(fitted, &effects, &total);
    markov_effects_free(&effects);
    return why;
}

/* How much more a row is owed than it has, in millionths: noise below that decides nothing. */
static int64_t
owed(const struct fitted_row *row)
{
    return (int64_t)floor((row->exact - (double)row->value) * FIGURE_ONE + 0.5);
}

/* Who is owed most (sign 1) or least (sign -1); of equal ones the first. */
static size_t
find_owed(const struct fitted *fitted, int sign)
{
    size_t best = 0;

    for (size_t i = 1; i < fitted->count; i++)
        if (owed(&fitted->rows[i]) * sign > owed(&fitted->rows[best]) * sign)
            best = i;
    return best;
}

void
fitted_split(struct fitted *fitted, __int128 whole)
{
    __int128 left = whole;

    for (size_t i = 0; i < fitted->count; i++) {
        fitted->rows[i].value = (__int128)floor(fitted->rows[i].exact);
        left -= fitted->rows[i].value;
    }
    if (fitted->count == 0)
        return;
    for (; left > 0; left--)
        fitted->rows[find_owed(fitted, 1)].value++;
    for (; left < 0; left++)
        fitted->rows[find_owed(fitted, -1)].value--;
}
