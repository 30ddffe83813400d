/*
 * woo_order - what the two exports of WooCommerce have in common: its words for the state of an order, and what it knows of how
 * the buyer came
 *
 * Source:  WooCommerce's REST documentation, version 3; its order attribution (8.5 and later).
 */
#ifndef HARK_SOURCES_WOO_ORDER_H
#define HARK_SOURCES_WOO_ORDER_H

#include "sources/sale.h"

enum woo_order_state {
    WOO_ORDER_PAID, /* processing, completed, refunded */
    WOO_ORDER_PENDING, /* pending, on-hold, failed, a draft, or a word of a plugin's */
    WOO_ORDER_CANCELLED, /* it took back what was paid, if anything was */
    WOO_ORDER_TRASH
};

/* With or without the `wc-` of its database. */
enum woo_order_state woo_order_state(struct text status);

/* One of an order's meta data: `_wc_order_attribution_referrer` and its like; others are let pass. */
struct woo_order_visit {
    struct sale_visit visit;
    struct moment start;
    bool is_untagged; /* utm_source and the rest are guesses, by referrer */
};
void woo_order_attribute(struct woo_order_visit *visit, struct text key,
                         struct text value);

/* The visit without tags that were none, or the campaign alone set on the order's draft where there is no page: before sale_add(). */
void woo_order_set_utms(struct sale *sale, struct woo_order_visit *visit);

/* What was taken back when an order was cancelled at that time, or refunded without a sum. */
const char *woo_order_take_rest(struct sale *sale, const char *state,
                                const struct moment *time, bool is_approx);

#endif
