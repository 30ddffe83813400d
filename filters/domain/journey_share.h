/*
 * journey_share - a row of the ledger shared among its touches, in each model and window
 *
 * Lives:   from journey_share_new() to journey_share_free().
 * Cost:    about 0.3 us a credit, most of it writing the record.
 */
#ifndef HARK_DOMAIN_JOURNEY_SHARE_H
#define HARK_DOMAIN_JOURNEY_SHARE_H

#include "base/journal.h"
#include "domain/coupons.h"
#include "domain/journey.h"

struct journey_share;

/* touches: of persons, each at its place, side by side. */
struct journey_share *journey_share_new(const struct attribution_rules *rules,
                                        const struct journey_world *world,
                                        struct journal *touches);
void journey_share_free(struct journey_share *share);

/* Rows that no rate was there for. */
uint64_t journey_share_unconverted(const struct journey_share *share);

/* Whose an order is, and the touches of that person up to it. */
struct journey_found {
    uint64_t first;    /* place of the person's first touch */
    size_t count;      /* of those at or before the order */
    size_t in_session; /* the last of them: of the order's own session */
    enum order_rule rule;
    bool is_stitched; /* visits of other visitors are among them */
    uint64_t device;  /* the visitor by whom the rule found the person */
};

/* The touches of the row's order alone: for the questions below. */
void journey_share_find(struct journey_share *share,
                        const struct order_row *row,
                        const struct journey_found *found);

/* The codes of ours that the order of journey_share_find() has. */
const struct coupons *journey_share_coupons(const struct journey_share *share);

/* Whether the touch is in the path of that window, or up to the order at all. */
bool journey_share_has(const struct journey_share *share, size_t window,
                       const struct touch *visit);
bool journey_share_has_touch(const struct journey_share *share,
                             const struct touch *visit);

/* By which rule the touch is of the order's person. */
enum order_rule journey_share_rule(const struct journey_share *share,
                                   const struct touch *touch,
                                   const struct journey_found *found);

void journey_share_row(struct journey_share *share, const struct order_row *row,
                       const struct journey_found *found,
                       const struct attribution_out *out);

#endif
