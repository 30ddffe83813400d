/*
 * figure - a number as records have it, exact: whole millionths
 *
 * Units:   millionths, so that counts, minor units and decimals of up to six places add up without
 *          rounding; 128 bits hold the sum of more values of 2^53 than a disk can.
 * Shape:   integers up to 2^53 in size; decimals of at most nine digits before the point and
 *          six behind it (fifteen digits are what a double gives back unharmed).
 * Fails:   says why as a constant string; NULL is success.
 */
#ifndef HARK_DOMAIN_FIGURE_H
#define HARK_DOMAIN_FIGURE_H

#include "base/buffer.h"
#include "ports/json.h"

enum {
    FIGURE_PLACES = 6, /* of a millionth */
    FIGURE_ONE = 1000000,
    FIGURE_BYTES = 16 /* of figure_put() */
};

#define FIGURE_LIMIT (INT64_C(1) << 53)

struct figure {
    __int128 millionths;
    int places; /* behind the point, without zeros at the end: 0-6 */
};

const char *figure_of(const struct json_slot *slot, struct figure *figure);

/* The whole text: sign, digits, point and up to six digits. False on anything else. */
bool figure_parse(struct text text, struct figure *figure);

/* Of a number in millionths: its digits behind the point without zeros at the end. */
int figure_places(__int128 millionths);

/* Appends value / 10^scale with `places` digits behind the point, rounded half to even. */
void figure_write(struct buffer *out, __int128 value, int scale, int places);

/* Numerator / denominator rounded half to even; denominator > 0. */
__int128 figure_divide(__int128 numerator, __int128 denominator);

/* The same number as FIGURE_BYTES bytes that sort as numbers do. */
void figure_put(struct buffer *out, __int128 value);
__int128 figure_get(const char *at);

#endif
