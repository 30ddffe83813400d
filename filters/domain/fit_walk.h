/*
 * fit_walk - the touches and orders of one person after the other, to paths
 *
 * Shape:   fit_walk_claim() each row of an order that has touches or codes; fit_walk_start(); then
 *          fit_walk_person() each person, by the place of its first touch, persons of one customer
 *          by moment; fit_walk_nobody() for the orders that have codes alone.
 * Lives:   from fit_walk_new() to fit_walk_free(); its world outlives it.
 * Cost:    72 bytes a claim, 24 an order of a visitor who becomes a customer, which spill.
 */
#ifndef HARK_DOMAIN_FIT_WALK_H
#define HARK_DOMAIN_FIT_WALK_H

#include "domain/fit_touches.h"
#include "domain/path_counter.h"

struct fit_walk_world {
    const struct attribution_rules *rules;
    const struct journey_world *journey;
    struct journal *touches;
    struct fit *fit;
    struct path_counter *counter;
};

struct fit_walk;

struct fit_walk *fit_walk_new(const struct fit_walk_world *world,
                              size_t budget_bytes, struct spill *spill);
void fit_walk_free(struct fit_walk *walk);

#define FIT_WALK_NOBODY UINT64_MAX

/* A row of the ledger. */
struct fit_claim {
    uint64_t first; /* place of its person's first touch, or FIT_WALK_NOBODY */
    int64_t last;   /* stamp of the last touch that its order may have */
    uint64_t order; /* a digest of its id, whose last bit is 1 */
    uint64_t row;
    int64_t amount;
    uint32_t in_session; /* the last touches, of the order's own session */
    uint32_t currency;
    bool is_paid;
};

void fit_walk_claim(struct fit_walk *walk, const struct fit_claim *claim);

/* One that has no path; dated then. */
void fit_walk_lose(struct fit_walk *walk, const struct fit_claim *claim,
                   int64_t time_s);

void fit_walk_start(struct fit_walk *walk);
void fit_walk_person(struct fit_walk *walk, uint64_t first, size_t count,
                     const struct fit_person *known);
void fit_walk_nobody(struct fit_walk *walk);

#endif
