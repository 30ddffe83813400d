/*
 * plain - encoded text to the text that its readers saw
 *
 * Lives:   the text itself where there is nothing to decode, else in the arena.
 */
#ifndef HARK_SOURCES_PLAIN_H
#define HARK_SOURCES_PLAIN_H

#include "base/arena.h"

/* &amp; &lt; &gt;, once: all that Twitter and Reddit encode. */
struct text plain_basic(struct arena *arena, struct text encoded);

#endif
