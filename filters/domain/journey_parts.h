/*
 * journey_parts - what a journey is made of, for the files of journey alone
 *
 * Shape:   results begin with the time that they are sorted by, as runs_put_signed() has it.
 */
#ifndef HARK_DOMAIN_JOURNEY_PARTS_H
#define HARK_DOMAIN_JOURNEY_PARTS_H

#include "base/journal.h"
#include "domain/coupons.h"
#include "domain/journey.h"
#include "domain/journey_fit.h"
#include "domain/journey_share.h"
#include "domain/session.h"
#include "domain/why.h"

enum { JOURNEY_AHEAD = 32 };

/* A row of the ledger with its touches, by time. */
struct journey_result {
    unsigned char time[8];
    uint64_t row;
    uint64_t touches;  /* place of the first of its person */
    uint32_t count;    /* of touches, up to the order */
    uint32_t rule : 3; /* the strongest counts, of several results of one row */
    uint32_t basis : 3;       /* the least sure that the person's visits have */
    uint32_t in_session : 26; /* of those touches, the last: of the order's own
                                 session */
    uint64_t
        device; /* whose visits these are; of ORDERS_STITCHED 0: nobody's */
};

/* One of several of the same second, with what tells their order. */
struct journey_equal {
    struct journey_result result;
    int64_t stamp;
    uint64_t is_sequel; /* it takes back what its order gave */
    size_t order, id;   /* in journey.ids, a NUL behind each */
};

struct journey {
    const struct attribution_rules *rules;
    const struct journey_world *world;
    struct session *session;
    struct journal *touches;
    struct runs *results;
    struct journey_share *share;
    struct why *why;    /* or NULL */
    struct touch *seen; /* visits of one person, for why */
    size_t seen_count, seen_cap;
    struct touch *tied; /* visits of one instant */
    size_t tied_count, tied_cap;
    int64_t first;          /* stamp of the person's first visit */
    enum touch_basis basis; /* the least sure of the person's visits */
    struct journey_result ahead[JOURNEY_AHEAD]; /* a ring of the next results */
    size_t ahead_first, ahead_count;
    struct journey_equal *equal; /* results of one second */
    size_t equal_count, equal_cap;
    struct buffer ids; /* of those */
    struct coupons coupons;
    struct buffer copy;
    struct fit *fit; /* NULL: no model is fitted */
    struct journey_fit *everybody;
    struct fit_orders *asked; /* with models that are fitted; or NULL */
    uint64_t others;          /* sessions of who ordered nothing */
    struct journey_counts counts;
};

#endif
