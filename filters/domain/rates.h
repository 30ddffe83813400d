/*
 * rates - what a unit of one currency was worth in another, by day
 *
 * From a CSV with the columns date, currency and rate: units of the wanted currency for one of that
 * one, as an exact decimal of at most 18 significant digits. A day without a rate takes the last
 * one up to RATES_DAYS days before it; beyond that there is none.
 * Shape:   rates_add() each file, then rates_find(). One rate a currency and day.
 * Units:   days since 1970, UTC.
 * Lives:   from rates_new() to rates_free().
 * Cost:    40 bytes a rate; a look-up is a binary search.
 */
#ifndef HARK_DOMAIN_RATES_H
#define HARK_DOMAIN_RATES_H

#include "base/decimal.h"
#include "domain/listing.h"

enum { RATES_DAYS = 7 };

struct rates;

/* into: the currency that is wanted; NULL where ISO 4217 has none of that name. */
struct rates *rates_new(struct text into);
void rates_free(struct rates *rates);

/* As of listing_read(); line 0 where two rows are at odds. */
bool rates_add(struct rates *rates, struct text csv,
               struct listing_error *error);

struct rate {
    struct decimal factor;
    int64_t day; /* that it is of */
};

/* At the UTC day of that time; false where there is none. */
bool rates_find(const struct rates *rates, struct text currency, int64_t time_s,
                struct rate *rate);

struct text rates_into(const struct rates *rates);
int rates_exponent(const struct rates *rates);

#endif
