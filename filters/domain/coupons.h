/*
 * coupons - the codes of an order to touches
 *
 * A code of ours is shown in the order's own second: a touch behind all visits, of the session that the
 * order is in. So a direct touch of that session gives way to it, and what the session shows already,
 * a link of the same post, is no second touch. An order has several codes between commas; those of
 * one owner are one touch.
 * Shape:   at most COUPONS_MOST touches an order.
 * Cost:    nothing for an order without a code.
 */
#ifndef HARK_DOMAIN_COUPONS_H
#define HARK_DOMAIN_COUPONS_H

#include "domain/link_table.h"
#include "domain/order_rows.h"
#include "domain/touch.h"

enum { COUPONS_MOST = 64 };

/* touch.visit of the first, then descending: no visit has that place. */
#define COUPONS_PLACE ((UINT64_C(1) << 48) - 1)

struct coupons {
    struct touch touches[COUPONS_MOST];
    size_t count;
};

/* links: or NULL, of which no coupon is. */
void coupons_find(struct coupons *coupons, const struct link_table *links,
                  const struct order_row *row);

/*
 * Puts them behind `count` touches up to the order, of which the last `in_session` are of the
 * order's session; there is room for COUPONS_MOST. How many touches there are then.
 */
size_t coupons_join(const struct coupons *coupons, struct touch *touches,
                    size_t count, size_t in_session);

/* Whose a code of the order is; LINK_NOBODY. */
uint32_t coupons_owner(const struct link_table *links,
                       const struct order_row *row, struct text code);

/* The next code of a list; false where there is none. */
bool coupons_next(struct text *list, struct text *code);

#endif
