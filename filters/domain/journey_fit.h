/*
 * journey_fit - everybody's touches and orders to the paths that fitted models count
 *
 * A person's touches lie behind each other in time, cut by the orders that were placed. Of the
 * touches since the order before it (of all up to it where they are used again) an order's path
 * has those within its window, and behind them its codes. What else there is led to nothing
 * (null_paths.h).
 * Where visitors are stitched to customers, a customer is several persons, one behind the other: what
 * was known of the customer from some moment on. An order is of the one that was known then, and so
 * is a path that led to nothing, at the end of its period. An order of a visitor cuts the paths of
 * the customer whose that visitor becomes.
 * Shape:   journey_fit_person() each person, visitors before customers, and journey_fit_row() each
 *          row of the ledger; then journey_fit_count() once.
 * Lives:   from journey_fit_new() to journey_fit_free(); rules, world, touches and counts outlive it.
 * Cost:    16 bytes a person, 48 more one that is known from a moment on, and 72 a row of the ledger,
 *          which spill; the touches and orders of one person are held.
 */
#ifndef HARK_DOMAIN_JOURNEY_FIT_H
#define HARK_DOMAIN_JOURNEY_FIT_H

#include "base/journal.h"
#include "domain/fit_orders.h"
#include "domain/journey.h"
#include "domain/journey_share.h"

struct journey_fit;

struct journey_fit *journey_fit_new(const struct attribution_rules *rules,
                                    const struct journey_world *world,
                                    struct journal *touches, struct fit *fit,
                                    size_t budget_bytes, struct spill *spill);
void journey_fit_free(struct journey_fit *journey);

/* Whose paths are kept beside; NULL, as before it: nobody's. */
void journey_fit_ask(struct journey_fit *journey, struct fit_orders *asked);

/* The places of a person's touches begin at `first`, and ascend from one person to the next. known: or
   NULL, where a person is nobody else. */
void journey_fit_person(struct journey_fit *journey, uint64_t first,
                        size_t count, const struct fit_person *known);

/* `place` is the row's. */
void journey_fit_row(struct journey_fit *journey, const struct order_row *row,
                     uint64_t place, const struct journey_found *found);

/* NULL, or why not: "too_many_states: ..." */
const char *journey_fit_count(struct journey_fit *journey);

#endif
