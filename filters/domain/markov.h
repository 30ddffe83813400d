/*
 * markov - what a conversion owes to each unit of the paths, by leaving it out
 *
 * An absorbing chain: from the start through states, each of which stands for the last few units
 * of a path, to a conversion or to nothing. The effect of a unit is the share of converting walks
 * that visit it: 1 - P(conversion without it) / P(conversion). Of value the same, where a walk
 * that converts from a state is worth what conversions from it were worth in the mean.
 * Shape:   states are numbered from MARKOV_FIRST in an order that is the same for the same paths;
 *          so are units from 0. Edges are counts, not probabilities; nothing leads from a state
 *          to itself, all lead to an absorbing state in the end.
 * Exact:   states are eliminated one by one, each by additions, products and divisions of what is
 *          not negative, in a fixed order: no digit is cancelled, and the same chain gives the
 *          same bits. All units' effects come of one elimination that is halved again and
 *          again: units of one half go first for the other.
 * Cost:    about n^3 multiplications for n states, fewer where few edges meet; 32 n^2 bytes.
 * Source:  Anderl, Becker, von Wangenheim, Schumann 2016 (removal effect); Grassmann, Taksar,
 *          Heyman 1985 (elimination without subtraction).
 */
#ifndef HARK_DOMAIN_MARKOV_H
#define HARK_DOMAIN_MARKOV_H

#include "base/text.h"

enum { MARKOV_START, MARKOV_CONVERSION, MARKOV_NULL, MARKOV_FIRST };
enum { MARKOV_UNITS = 1000, MARKOV_STATES = 3000, MARKOV_ORDER = 8 };

#define MARKOV_NOBODY UINT32_MAX

struct markov_edge {
    uint32_t from, to;
    double count;
    double value; /* of conversions, where `to` is MARKOV_CONVERSION */
};

struct markov_chain {
    uint32_t order;
    uint32_t units;           /* at most MARKOV_UNITS */
    uint32_t states;          /* with the first three; beside them at most
                                    MARKOV_STATES */
    const uint32_t *units_of; /* states x order: units of a state, then
                                    MARKOV_NOBODY */
    const struct markov_edge *edges; /* by from and to, each pair once */
    size_t edge_count;
};

struct markov_effects {
    double base;         /* P(conversion) from the start */
    double *conversions; /* removal effect of each unit, to be freed */
    double *value;       /* the same by value; 0 where there is no value */
};

/* NULL, or why not: the base has to be conversions / (conversions + nulls). */
const char *markov_solve(const struct markov_chain *chain,
                         struct markov_effects *effects);
void markov_effects_free(struct markov_effects *effects);

#endif
