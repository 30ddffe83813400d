/*
 * decay - half as much for each half-life, in whole numbers that are the same on every machine
 *
 * decay_weight() is 2^(-age / half-life) in units of 2^-DECAY_BITS, less than two of them off, and
 * exact for whole half-lives; beyond DECAY_BITS of them it is 0.
 * Units:   age and half-life are whole seconds; 0 <= age, 0 < half-life.
 * Cost:    about 20 ns.
 * Source:  2^-f = (e^(-f ln 2 / 32))^32, by seven terms of the series in numbers of 63 bits.
 */
#ifndef HARK_DOMAIN_DECAY_H
#define HARK_DOMAIN_DECAY_H

#include <stdint.h>

enum { DECAY_BITS = 40 };

uint64_t decay_weight(int64_t age_s, int64_t half_life_s);

#endif
