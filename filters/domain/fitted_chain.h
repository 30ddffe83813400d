/*
 * fitted_chain - the counts of one fit as an absorbing chain
 *
 * Shape:   numbers hang on the names of units alone, not on what was counted first: the same counts give the same chain.
 * Lives:   from {0} to fitted_chain_free(); made anew as often as wanted.
 * Fails:   with a constant string "code: why".
 */
#ifndef HARK_DOMAIN_FITTED_CHAIN_H
#define HARK_DOMAIN_FITTED_CHAIN_H

#include "domain/fit.h"
#include "domain/markov.h"

/* A state of the counts, and its place in the chain. */
struct fitted_place {
    uint32_t state;               /* of the fit */
    uint32_t local;               /* in the chain */
    uint32_t units[MARKOV_ORDER]; /* local, then MARKOV_NOBODY */
};

struct fitted_chain {
    struct fit *fit;
    uint32_t order;
    struct markov_edge *edges; /* as of markov_chain */
    size_t edge_count;
    struct fitted_place *places; /* by state, but while they are ranked */
    size_t place_count;
    uint32_t *units; /* of the fit, by name */
    size_t unit_count;
    uint32_t *units_of; /* as of markov_chain */
};

/* What a chain is made of: a currency's paths, and those that led to none. */
struct fitted_counts {
    struct fit *fit;
    const struct fit_group *group;
    uint32_t currency;
    uint32_t nulls; /* the currency of paths that led to none */
};

const char *fitted_chain_make(struct fitted_chain *chain,
                              const struct fitted_counts *counts);
void fitted_chain_free(struct fitted_chain *chain);

/* NULL, or why there are too many units. */
const char *fitted_chain_limit(size_t units);

/* For qsort_r(3): numbers of units of a fit, by name. */
int fitted_chain_compare(const void *a, const void *b, void *fit);

/* No memory ends the run. */
void *fitted_chain_allocate(size_t count, size_t size);

#endif
