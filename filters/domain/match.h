/*
 * match - how many orders found their person, by which rule, and what that person is known by
 *
 * An address with an agent rarely lasts a year, so that what rests on one is worth less over a
 * long window than what rests on an account.
 * Shape:   records of kind match, "definition":"match/1": joined_by (none: nobody was found),
 *          visitor_by (where it is known), orders, of (all orders) and share_ppm; none without orders.
 */
#ifndef HARK_DOMAIN_MATCH_H
#define HARK_DOMAIN_MATCH_H

#include "domain/attribution.h"
#include "domain/orders.h"

/* Orders, without refunds and cancellations. */
struct match {
    uint64_t orders[ORDERS_NOBODY + 1][TOUCH_BASES];
};

uint64_t match_joined(const struct match *match, enum order_rule rule);
uint64_t match_count(const struct match *match);

/* What such a record says; absent names are TEXT_NONE. False where it is none. */
bool match_add(struct match *match, struct text joined_by,
               struct text visitor_by, int64_t orders);

void match_write(const struct match *match, const struct attribution_out *out);

#endif
