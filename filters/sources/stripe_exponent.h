/*
 * stripe_exponent - what the integers of Stripe's API count
 *
 * Mostly ISO 4217's minor units. ISK and UGX have none of those any more, and are still counted in hundredths; MGA has some
 * and is counted in whole ones.
 * Source:  Stripe's page on currencies, "Zero-decimal currencies" and "Special cases".
 */
#ifndef HARK_SOURCES_STRIPE_EXPONENT_H
#define HARK_SOURCES_STRIPE_EXPONENT_H

#include "base/text.h"

/* Digits behind the point, 0, 2 or 3, of a code in either case. */
int stripe_exponent(struct text currency);

#endif
