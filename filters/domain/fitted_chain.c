#include "domain/fitted_chain.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

void *
fitted_chain_allocate(size_t count, size_t size)
{
    void *at = calloc(count > 0 ? count : 1, size);

    if (at == NULL)
        err(EX_OSERR, "%zu of one fit", count);
    return at;
}

void
fitted_chain_free(struct fitted_chain *chain)
{
    free(chain->edges);
    free(chain->places);
    free(chain->units);
    free(chain->units_of);
    *chain = (struct fitted_chain){0};
}

int
fitted_chain_compare(const void *a, const void *b, void *fit)
{
    return text_compare(fit_unit_name(fit, *(const uint32_t *)a),
                        fit_unit_name(fit, *(const uint32_t *)b));
}

const char *
fitted_chain_limit(size_t units)
{
    return units > MARKOV_UNITS
               ? "too_many_units: a model is fitted to at most 1,000 units"
               : NULL;
}

/* The edges as they were counted: states are the fit's. */
static void
gather_edges(struct fitted_chain *chain, const struct fitted_counts *counts)
{
    const struct fit_group *group = counts->group;

    chain->edges = fitted_chain_allocate(group->count, sizeof(*chain->edges));
    chain->edge_count = 0;
    for (size_t i = 0; i < group->count; i++) {
        const struct fit_cell *cell = &group->cells[i];

        if (cell->kind == FIT_EDGE
            && (cell->currency == counts->currency
                || cell->currency == counts->nulls))
            chain->edges[chain->edge_count++] = (struct markov_edge){
                cell->a, cell->b, (double)cell->count, (double)cell->value};
    }
}

static int
compare_places(const void *a, const void *b)
{
    const struct fitted_place *left = a;
    const struct fitted_place *right = b;

    return left->state < right->state ? -1 : left->state > right->state;
}

/* Each state once; every state but the first three is where an edge ends. */
static void
gather_states(struct fitted_chain *chain)
{
    size_t count = 0, kept = 0;

    chain->places =
        fitted_chain_allocate(chain->edge_count, sizeof(*chain->places));
    for (size_t i = 0; i < chain->edge_count; i++)
        if (chain->edges[i].to >= MARKOV_FIRST)
            chain->places[count++].state = chain->edges[i].to;
    qsort(chain->places, count, sizeof(*chain->places), compare_places);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || chain->places[i].state != chain->places[kept - 1].state)
            chain->places[kept++] = chain->places[i];
    chain->place_count = kept;
}

static void
gather_units(struct fitted_chain *chain)
{
    size_t count = 0, kept = 0;

    chain->units = fitted_chain_allocate(chain->place_count * chain->order,
                                         sizeof(*chain->units));
    for (size_t i = 0; i < chain->place_count; i++) {
        count += fit_state_units(chain->fit, chain->places[i].state,
                                 chain->units + count);
    }
    qsort_r(chain->units, count, sizeof(*chain->units), fitted_chain_compare,
            chain->fit);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || chain->units[i] != chain->units[kept - 1])
            chain->units[kept++] = chain->units[i];
    chain->unit_count = kept;
}

static uint32_t
local_unit(const struct fitted_chain *chain, uint32_t unit)
{
    size_t low = 0, high = chain->unit_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order =
            fitted_chain_compare(&chain->units[middle], &unit, chain->fit);

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
    const struct fitted_place *left = a;
    const struct fitted_place *right = b;

    for (size_t i = 0; i < MARKOV_ORDER; i++)
        if (left->units[i] != right->units[i])
            return left->units[i] < right->units[i] ? -1 : 1;
    return 0;
}

/* The chain's own numbers hang on names alone, not on what came first. */
static void
number_states(struct fitted_chain *chain)
{
    struct fitted_place *places = chain->places;

    for (size_t i = 0; i < chain->place_count; i++) {
        uint32_t units[MARKOV_ORDER];
        size_t wide = fit_state_units(chain->fit, places[i].state, units);

        for (size_t j = 0; j < MARKOV_ORDER; j++)
            places[i].units[j] =
                j < wide ? local_unit(chain, units[j]) : MARKOV_NOBODY;
    }
    qsort(places, chain->place_count, sizeof(*places), compare_tuples);
    chain->units_of = fitted_chain_allocate((chain->place_count + MARKOV_FIRST)
                                                * chain->order,
                                            sizeof(*chain->units_of));
    for (size_t i = 0; i < chain->place_count; i++) {
        places[i].local = (uint32_t)i + MARKOV_FIRST;
        memcpy(chain->units_of + (size_t)places[i].local * chain->order,
               places[i].units, chain->order * sizeof(uint32_t));
    }
    qsort(places, chain->place_count, sizeof(*places), compare_places);
}

static uint32_t
local_state(const struct fitted_chain *chain, uint32_t state)
{
    const struct fitted_place wanted = {.state = state};
    const struct fitted_place *found;

    if (state < MARKOV_FIRST)
        return state;
    found = bsearch(&wanted, chain->places, chain->place_count, sizeof(wanted),
                    compare_places);
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
number_edges(struct fitted_chain *chain)
{
    struct markov_edge *edges = chain->edges;
    size_t kept = 0;

    for (size_t i = 0; i < chain->edge_count; i++) {
        edges[i].from = local_state(chain, edges[i].from);
        edges[i].to = local_state(chain, edges[i].to);
        if (edges[i].from == MARKOV_NOBODY || edges[i].from == edges[i].to
            || edges[i].to == MARKOV_START || edges[i].from == MARKOV_CONVERSION
            || edges[i].from == MARKOV_NULL)
            return false;
    }
    qsort(edges, chain->edge_count, sizeof(*edges), compare_edges);
    for (size_t i = 0; i < chain->edge_count; i++) {
        if (i > 0 && compare_edges(&edges[i], &edges[kept - 1]) == 0) {
            edges[kept - 1].count += edges[i].count;
            edges[kept - 1].value += edges[i].value;
        } else {
            edges[kept++] = edges[i];
        }
    }
    chain->edge_count = kept;
    return true;
}

const char *
fitted_chain_make(struct fitted_chain *chain,
                  const struct fitted_counts *counts)
{
    const char *why;

    fitted_chain_free(chain);
    chain->fit = counts->fit;
    chain->order = fit_order(counts->fit);
    assert(chain->order >= 1 && chain->order <= MARKOV_ORDER);
    gather_edges(chain, counts);
    gather_states(chain);
    gather_units(chain);
    why = fitted_chain_limit(chain->unit_count);
    if (why != NULL)
        return why;
    if (chain->place_count > MARKOV_STATES)
        return "too_many_states: a chain has at most 3,000: a lower --order or "
               "a coarser --unit has fewer";
    number_states(chain);
    return number_edges(chain)
               ? NULL
               : "bad_chain: an edge leads from or to what is no state";
}
