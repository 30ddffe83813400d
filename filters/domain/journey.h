/*
 * journey - from the visits of each buyer to the credits of each order
 *
 * journey_walk() goes through buyers' visits and claims side by side, both by person and time, and
 * keeps for each row of the ledger where its touches are; journey_write() then goes through the
 * rows by time and order id and shares each among its touches, for each model and window.
 * Shape:   credits by time, order, row (the order's own first), model (by name), window (the
 *          shorter first) and position.
 * Lives:   from journey_new() to journey_free().
 * Cost:    24 bytes a touch of a buyer and 56 a claim, which spill; the touches of one person and
 *          the rows of one second are held.
 */
#ifndef HARK_DOMAIN_JOURNEY_H
#define HARK_DOMAIN_JOURNEY_H

#include "domain/attribution.h"
#include "domain/fit_span.h"
#include "domain/match.h"
#include "domain/visits.h"

struct credit_rows;

/* What the credits are made of; outlives the journey. */
struct journey_world {
    struct visits *visits;
    struct orders *orders;
    struct evidence_reader *evidence;
    const struct link_table
        *links; /* or NULL: links and coupons are no rivals */
    struct channels *channels;
    const struct rates *rates; /* or NULL: amounts stay as they are */
    struct credit_rows *rows;  /* or NULL: credits are written */
    struct text touches;       /* what competes, as credits say it */
    struct fit_span fitted;    /* the periods that models are fitted to */
};

struct journey;

/* The rules outlive the journey. */
struct journey *journey_new(const struct attribution_rules *rules,
                            const struct journey_world *world,
                            size_t budget_bytes, struct spill *spill);
void journey_free(struct journey *journey);

/* Claims by person and time, as of orders_next(). */
struct journey_claims {
    bool (*next)(void *context, struct order_claim *claim);
    void *context;
    /* Who a person is to fits, asked in order of persons; or NULL: itself. */
    void (*know)(void *context, uint64_t person, struct fit_person *known);
    void *known;
};

/* `visits`: as of visits_select(), sorted. Where an order is claimed by ORDERS_STITCHED too, in
   another walk, the touches of that claim are the order's. */
void journey_walk(struct journey *journey, struct runs *visits,
                  const struct journey_claims *claims);

/* Each credit to `out`. */
void journey_write(struct journey *journey, const struct attribution_out *out);

/* Then each row of the fitted models, or their states; NULL, or why not. */
const char *journey_write_fits(struct journey *journey,
                               const struct attribution_out *out);

struct journey_counts {
    uint64_t sessions, touches; /* of buyers */
    struct match match;
    uint64_t unconverted; /* rows without a rate */
};

struct journey_counts journey_counts(const struct journey *journey);

#endif
