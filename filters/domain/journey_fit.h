/*
 * journey_fit - everybody's touches and orders to the paths that fitted models count
 *
 * A person's touches lie behind each other in time, cut by the orders that were placed. Of the
 * touches since the order before it (of all up to it where they are used again) an order's path
 * has those within its window. What comes before those, and what comes after the last order, led
 * to nothing: a path of its own wherever more than a window lies between two touches. Such a path
 * ends when its window has passed since its last touch. Without a window all paths end with
 * their period.
 * Shape:   journey_fit_person() each person and journey_fit_row() each row of the ledger, in any
 *          order; then journey_fit_count() once.
 * Lives:   from journey_fit_new() to journey_fit_free(); rules, world, touches and counts outlive it.
 * Cost:    16 bytes a person and 64 a row of the ledger, which spill; the touches and orders of one
 *          person are held; memory for each distinct source of touches.
 */
#ifndef HARK_DOMAIN_JOURNEY_FIT_H
#define HARK_DOMAIN_JOURNEY_FIT_H

#include "base/journal.h"
#include "domain/fit.h"
#include "domain/fit_orders.h"
#include "domain/journey.h"

struct journey_fit;

struct journey_fit *journey_fit_new(const struct attribution_rules *rules,
                                    const struct journey_world *world,
                                    struct journal *touches, struct fit *fit,
                                    size_t budget_bytes, struct spill *spill);
void journey_fit_free(struct journey_fit *journey);

/* Whose paths are kept beside; NULL, as before it: nobody's. */
void journey_fit_ask(struct journey_fit *journey, struct fit_orders *asked);

/* The places of a person's touches begin at `first`, and ascend from one person to the next. */
void journey_fit_person(struct journey_fit *journey, uint64_t first,
                        size_t count);

/* The row's person has `count` touches up to the order; 0 too where there is none. */
void journey_fit_row(struct journey_fit *journey, const struct order_row *row,
                     uint64_t first, size_t count);

/* NULL, or why not: "too_many_states: ..." */
const char *journey_fit_count(struct journey_fit *journey);

#endif
