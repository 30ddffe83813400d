/*
 * orders - the rows of the ledger, and whose they are
 *
 * A refund or cancellation names its order: it takes back from the touches of that order, as of
 * the order's own time, so that after it they hold the split of what is left. An order belongs to
 * its visitor; where that person has no visits, to the person whose visit names the order by its
 * id (with or without the platform before it) or else by its number.
 * Shape:   orders_add() and orders_name() all; orders_join(); then orders_next() gives claims by
 *          person and time: one for each row and person who may own it, and one of
 *          ORDERS_NOBODY for a row that none may.
 * Lives:   from orders_new() to orders_free(); texts of a row until the next orders_row().
 * Cost:    about 150 bytes a row, 40 a visit that names an order; all spill.
 * Risk:    orders are compared by 64-bit digests of their ids.
 */
#ifndef HARK_DOMAIN_ORDERS_H
#define HARK_DOMAIN_ORDERS_H

#include "base/bloom.h"
#include "base/runs.h"
#include "base/spill.h"
#include "domain/order_rows.h"
#include "domain/touch.h"

struct orders;
struct stitch;

struct orders *orders_new(size_t budget_bytes, struct spill *spill);
void orders_free(struct orders *orders);

/* What comes after an order's UTC day does not tell whose it is: so days can be taken one by one.
   Before orders_join(). */
void orders_by_day(struct orders *orders);

/* NULL, or why it cannot be kept. */
const char *orders_add(struct orders *orders, const struct order *order);

/* A visit of that person names an order. */
struct order_naming {
    struct text order, visit; /* their ids */
    uint64_t person;
    int64_t stamp;
    bool is_customers; /* the person is a customer of the shop, no device */
};

void orders_name(struct orders *orders, const struct order_naming *naming);

/* With a stitch, or NULL, that is told of each order's customer and visitors. */
void orders_join(struct orders *orders, struct stitch *stitch);

/* Of everybody who may have given a row, by visitor or customer: an entry of runs. */
struct order_buyer {
    unsigned char person[8]; /* 0 where there is nobody */
    uint64_t row;
    int64_t stamp; /* of the order */
};

enum { ORDER_BUYER_KEY_BYTES = 8 };

/* Before orders_join(), which fills them. */
void orders_tell_buyers(struct orders *orders, struct runs *buyers);

/* By which rule a claim is made, from the strongest. */
enum order_rule {
    ORDERS_VISITOR,
    ORDERS_ORDER,
    ORDERS_NUMBER,
    ORDERS_STITCHED, /* of stitch_next() alone */
    ORDERS_COUPON,   /* nobody, but a code of ours: no claim */
    ORDERS_PEOPLE,   /* of conversations_next() alone */
    ORDERS_NOBODY
};

struct order_claim {
    uint64_t person;
    int64_t stamp; /* of the order */
    uint64_t row;  /* of the ledger */
    enum order_rule rule;
};

bool orders_next(void *orders, struct order_claim *claim);

uint64_t orders_claims(const struct orders *orders);

/* Everybody of whom there is a claim. */
void orders_people(struct orders *orders, struct bloom *people);

void orders_row(struct orders *orders, uint64_t row, struct order_row *found);

/* The stamp of a claim's row: mostly without a look at it. */
int64_t orders_row_stamp(struct orders *orders,
                         const struct order_claim *claim);

/* A hint that the row will be asked for soon. */
void orders_prefetch(const struct orders *orders, uint64_t row);

uint64_t orders_count(const struct orders *orders);    /* rows */
uint64_t orders_disputed(const struct orders *orders); /* named by two */
uint64_t orders_repeated(const struct orders *orders); /* carried before */
bool orders_overflowed(const struct orders *orders);   /* a sum past 2^53 */

/* "visitor", "order", "number", "stitched", "coupon",
   "people". */
struct text orders_rule_name(enum order_rule rule);

#endif
