/*
 * match - how many orders found their person, by which rule, and what that person is known by
 *
 * An address with an agent rarely lasts a year, so that what rests on one is worth less over a
 * long window than what rests on an account.
 * Shape:   records of kind row, "definition":"match/1": joined_by (none: nobody was found),
 *          visitor_by (where it is known), orders, of (all orders) and share_ppm.
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

void match_write(const struct match *match, const struct attribution_out *out);

#endif
