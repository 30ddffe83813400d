/*
 * conversion - a row of the ledger in another currency
 *
 * What an order sums to is converted, before a row and after it, at the rate of the order's own day,
 * and the row is the difference: so rows that add up to nothing do so converted too, and each is
 * within a minor unit of what it would be by itself. What its own day's rate would have made of a
 * refund, less what it is, is its fx.
 * Rounding: half to even, to whole minor units of the wanted currency.
 */
#ifndef HARK_DOMAIN_CONVERSION_H
#define HARK_DOMAIN_CONVERSION_H

#include "domain/order_rows.h"
#include "domain/rates.h"

struct conversion {
    bool is_made;     /* the row had another currency and has the wanted one */
    bool is_missing;  /* no rate, or too large: the row is as it was */
    bool is_old;      /* the rate is of a day before the order's */
    struct text from; /* the currency before */
    struct rate rate; /* where is_made */
    int64_t fx;       /* CREDIT_ABSENT where there is none */
};

/* Changes moneys, before, currency and exponent of the row. */
void conversion_make(const struct rates *rates, struct order_row *row,
                     struct conversion *conversion);

#endif
