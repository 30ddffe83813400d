/*
 * decimal - money as text to whole minor units, exactly
 *
 * Units:   minor units: 12.34 with exponent 2 is 1234.
 * Shape:   optional sign (+ or -), digits, optional point and digits; also .5 and 5. as some write
 *          them; no exponent, no separator of thousands. An exponent of a currency is 0 to 18.
 * Fails:   says why as a constant string, and *minor is as it was; NULL is success. Past 2^53 in
 *          size is too_large.
 */
#ifndef HARK_BASE_DECIMAL_H
#define HARK_BASE_DECIMAL_H

#include "base/buffer.h"

/* Further digits that are not zero are rounded half to even, and *rounded is set, never cleared. */
const char *decimal_parse(struct text text, int exponent, int64_t *minor,
                          bool *rounded);

/* a x b to minor units in one rounding: quantity x unit price, of up to 18 significant digits. */
const char *decimal_parse_product(struct text a, struct text b, int exponent,
                                  int64_t *minor, bool *rounded);

void decimal_write(struct buffer *out, int64_t minor,
                   int exponent); /* -12.34 */

/* False, and *sum as it was, where the result would pass 2^53 in size. */
bool decimal_add(int64_t *sum, int64_t more);

/* A factor as it is written: digits x 10^-places, of at most 18 significant digits and
   18 places. */
struct decimal {
    int64_t digits;
    size_t places;
};

/* NULL, or why it is none; trailing zeros are kept. */
const char *decimal_factor(struct text text, struct decimal *factor);

/* minor x factor from units of one exponent to those of another, in one rounding, half to even;
   false, and *result as it was, where that passes 2^53 in size. */
bool decimal_convert(int64_t minor, int from, const struct decimal *factor,
                     int to, int64_t *result);

/* value x share / whole, rounded down (towards minus infinity), without overflow; whole > 0. */
int64_t decimal_share(int64_t value, int64_t share, int64_t whole);

#endif
