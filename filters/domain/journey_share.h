/*
 * journey_share - a row of the ledger shared among its touches, in each model and window
 *
 * Lives:   from journey_share_new() to journey_share_free().
 * Cost:    about 0.3 us a credit, most of it writing the record.
 */
#ifndef HARK_DOMAIN_JOURNEY_SHARE_H
#define HARK_DOMAIN_JOURNEY_SHARE_H

#include "base/journal.h"
#include "domain/journey.h"

struct journey_share;

/* touches: of persons, each at its place, side by side. */
struct journey_share *journey_share_new(const struct attribution_rules *rules,
                                        const struct journey_world *world,
                                        struct journal *touches);
void journey_share_free(struct journey_share *share);

/* Rows that no rate was there for. */
uint64_t journey_share_unconverted(const struct journey_share *share);

/* `first` is the place of the person's first touch, `count` how many are at or before the order. */
void journey_share_row(struct journey_share *share, const struct order_row *row,
                       enum order_rule rule, uint64_t first, size_t count,
                       const struct attribution_out *out);

#endif
