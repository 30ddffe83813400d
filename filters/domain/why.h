/*
 * why - of the orders that are asked for: which visits counted, which did not, and why
 *
 * Shape:   records of kind row, "definition":"why/1", a visit each, by time and id, of whoever may
 *          have given the order, bots among them; and then the order's coupons. `verdict` is the first that holds of
 *            other_person   of a visitor who named the order, but whose it is not
 *            bot            a crawler or a link preview
 *            after_order
 *            counts         a touch, in `windows`
 *            outside_window a touch that is too old for all of them
 *            ignored_referrer
 *                           no touch, and its referrer is a payment service's or of --ignore-referrer
 *            not_tracked    no source that competes (--touches tracked)
 *            not_listed     a coupon of nobody
 *            same_session   its session shows the source earlier, or it shows none and the session one
 * Lives:   until why_free(); rules and world outlive it.
 * Cost:    the visits of those orders' people are held, 24 bytes each.
 */
#ifndef HARK_DOMAIN_WHY_H
#define HARK_DOMAIN_WHY_H

#include "domain/journey_share.h"

struct why;

/* NULL where no order is asked for. */
struct why *why_new(const struct attribution_rules *rules,
                    const struct journey_world *world);
void why_free(struct why *why);

/* By id, with or without the platform before it, or by number. */
bool why_asks(const struct why *why, const struct order_row *row);

/* Somebody who may have given the order, and all visits of that person. */
void why_keep(struct why *why, const struct order_claim *claim,
              const struct touch *visits, size_t count);

/* The row at that place; `share` has found its touches. */
void why_write(struct why *why, uint64_t place, const struct order_row *row,
               const struct journey_found *found,
               const struct journey_share *share,
               const struct attribution_out *out);

#endif
