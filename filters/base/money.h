/*
 * money - how many digits a currency has
 *
 * Source:  ISO 4217 for the codes in use; for withdrawn ones, of which it publishes none, what
 *          they were written with.
 */
#ifndef HARK_BASE_MONEY_H
#define HARK_BASE_MONEY_H

#include "base/text.h"

/* The three capital letters of a code given in either case (constant) and its exponent; NULL for
   no such code. */
const char *money_currency(struct text code, int *exponent);

#endif
