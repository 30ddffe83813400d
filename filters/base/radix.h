/*
 * radix - numbers of 128 bits in ascending order, in place
 *
 * Shape:   at most UINT32_MAX numbers; equal ones cannot be told apart, so it is as good as stable.
 * Cost:    linear for numbers spread evenly; a step sees only bits that differ; about 0.5 MB of
 *          stack at worst; what is sorted already costs one look.
 * Source:  American flag sort: McIlroy, Bostic, McIlroy, "Engineering Radix Sort" (1993).
 */
#ifndef HARK_BASE_RADIX_H
#define HARK_BASE_RADIX_H

#include <stddef.h>

void radix_sort(unsigned __int128 *numbers, size_t count);

#endif
