/*
 * balance - as much comes out of a store as went into it
 *
 * Records that a store loses or doubles have been booked before they went in, so no sum of the books would show it: whoever
 * keeps things for later counts both, and asks here once all is out.
 * Fails:   it is a bug: errx(EX_SOFTWARE, …), and without an end record whatever reads from here knows as well.
 */
#ifndef HARK_BASE_BALANCE_H
#define HARK_BASE_BALANCE_H

#include <stdint.h>

/* `what` in the plural: "lines". */
void balance_check(const char *what, uint64_t in, uint64_t out);

#endif
