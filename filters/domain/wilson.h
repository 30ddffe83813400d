/*
 * wilson - how far a share of n may be from what it is a sample of
 *
 * Shape:   with p = part / n and z of the normal distribution for 95 % (two-sided)
 *          (p + z^2/2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2/n), cut to 0 and 1.
 *          Sums, products, quotients and square roots alone: the same on every processor.
 * Units:   ten-thousandths, rounded once.
 * Source:  Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
 *          the American Statistical Association 22 (1927); method 3 of Newcombe, Statistics in
 *          Medicine 17 (1998), whose table the tests hold it against.
 */
#ifndef HARK_DOMAIN_WILSON_H
#define HARK_DOMAIN_WILSON_H

#include <stdint.h>

struct wilson {
    int64_t low, high;
};

/* 0 <= part <= n, n > 0. */
struct wilson wilson_interval(uint64_t part, uint64_t n);

#endif
