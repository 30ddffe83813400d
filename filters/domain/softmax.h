/*
 * softmax - margins to probabilities, the same on every processor
 *
 * libm's exp differs in its last bit between processors with and without fused multiply and add; this one is additions and
 * multiplications alone.
 */
#ifndef HARK_DOMAIN_SOFTMAX_H
#define HARK_DOMAIN_SOFTMAX_H

#include <stddef.h>

/* To 1e-15 of itself; 0 below -700; x <= 700. */
double softmax_exp(double x);

/* In place: exp(sharpness * margin), divided by their sum. */
void softmax(double *margins, size_t count, double sharpness);

#endif
