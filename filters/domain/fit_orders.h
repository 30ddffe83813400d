/*
 * fit_orders - what models that are fitted to many paths say of single orders
 *
 * By markov an order is shared among the distinct units of its path in proportion to the removal effects that they have in
 * the whole fit. These shares do not add up to what the fit gives the units: it shares all its conversions in proportion to
 * effects that hang on all paths, those that led to nothing among them. So they have a name of their own. By shapley (the sum
 * game) the distinct units of a path have equal shares, which do add up.
 * Shape:   records of kind row, by fit, window, currency, model, order and unit:
 *          "order", "model", of markov "markov_order", "fit", "window", "touches", UNIT, then of markov "removal_effect",
 *          "removal_share_ppm" and "definition":"removal_share/1", of shapley "share_ppm" and
 *          "definition":"shapley_share/1". An order without a path has one without a unit: "reason":"no_path".
 * Lives:   from fit_orders_new() to fit_orders_free(); rules and fit outlive it.
 * Cost:    a fit once for each currency that is asked for; the paths of the orders are held.
 */
#ifndef HARK_DOMAIN_FIT_ORDERS_H
#define HARK_DOMAIN_FIT_ORDERS_H

#include "domain/attribution.h"
#include "domain/fit.h"

struct fit_orders;

struct fit_orders *fit_orders_new(const struct attribution_rules *rules,
                                  struct fit *fit);
void fit_orders_free(struct fit_orders *orders);

/* Asks for an order, by id. */
void fit_orders_ask(struct fit_orders *orders, struct text id);

/* The path of an order, by digest64() of its id, whose last bit says nothing: of one that is asked for it is kept. */
void fit_orders_path(struct fit_orders *orders, uint64_t order,
                     const struct fit_path *path);

/* After fit_sort(), in place of fit_rows_write(); NULL, or why not, as there. */
const char *fit_orders_write(struct fit_orders *orders,
                             const struct attribution_out *out);

#endif
