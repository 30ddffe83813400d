/*
 * pattern_cost - how large a regular expression becomes when its repeats are written out
 *
 * Compiling takes time in what an automaton has to hold, not in what was typed: (x{1,99}){1,99} is 9801 letters.
 * Shape:   a letter, an escape or a class is 1, `.` and a negated class 2, \p{…} 50; {n,m} multiplies what is before it by
 *          the larger number. Nothing is checked: what is malformed is the library's to refuse.
 * Cost:    linear.
 */
#ifndef HARK_PORTS_PATTERN_COST_H
#define HARK_PORTS_PATTERN_COST_H

#include "base/text.h"

enum { PATTERN_DEPTH_MOST = 50, PATTERN_COST_MOST = 2000 };

/* PATTERN_COST_MOST + 1 of whatever is larger, or has deeper groups. */
unsigned pattern_cost(struct text pattern);

#endif
