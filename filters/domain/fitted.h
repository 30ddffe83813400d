/*
 * fitted - what each unit earned, by a model and the counts of one fit
 *
 * Shape:   rows by name of the unit. Of one currency: conversions of it, and the paths of no
 *          currency that led to none.
 * Units:   conversions in millionths; values in those of the counts, rounded to the nearest, or
 *          by fitted_split() so that they sum to the whole.
 * Lives:   rows until the next call; from fitted_new() to fitted_free(), made after fit_sort().
 * Fails:   with a constant string "code: why".
 * Source:  markov.h; Shapley values of the sum game: a path's conversions are shared equally
 *          among its distinct units.
 */
#ifndef HARK_DOMAIN_FITTED_H
#define HARK_DOMAIN_FITTED_H

#include "domain/fit.h"

struct fitted_row {
    uint32_t unit;
    __int128 conversions; /* millionths */
    __int128 value;
    double exact;  /* the value before it was rounded */
    double effect; /* removal effect, of markov alone */
};

struct fitted;

/* scale: what one conversion counts. nulls: the currency of paths that led to none. */
struct fitted *fitted_new(struct fit *fit, int64_t scale, uint32_t nulls);
void fitted_free(struct fitted *fitted);

const char *fitted_markov(struct fitted *fitted, const struct fit_group *group,
                          uint32_t currency);
/* Shares of paths by a model, as of fit_shares(). */
void fitted_shares(struct fitted *fitted, const struct fit_group *group,
                   uint32_t currency, uint32_t kind);

/* The same of fit_sets(), all of which have to be there. */
const char *fitted_shapley(struct fitted *fitted, const struct fit_group *group,
                           uint32_t currency, uint32_t kind);

/* The whole of such a total. */
struct fit_cell fitted_total(const struct fit_group *group, uint32_t currency,
                             enum fit_total total);

/* Makes the values whole and sum to the whole: the largest remainders are rounded up. */
void fitted_split(struct fitted *fitted, __int128 whole);

const struct fitted_row *fitted_rows(const struct fitted *fitted,
                                     size_t *count);

/* No model says more of so many: "too_many_units: ...". */
const char *fitted_limit(const struct fitted *fitted);

#endif
