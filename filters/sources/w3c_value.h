/*
 * w3c_value - what servers do to the values of logs in W3C's extended format, undone
 *
 * Lives:   what is built, in the arena.
 */
#ifndef HARK_SOURCES_W3C_VALUE_H
#define HARK_SOURCES_W3C_VALUE_H

#include "base/arena.h"
#include "sources/logfield.h"

/* Between quotes a quote is written twice. */
struct text w3c_value_quoted(struct arena *arena, struct text value);

/* CloudFront percent-encodes its values, agents in some years twice. */
void w3c_value_edge(struct arena *arena, struct text *cells);

/* IIS has `+` for the spaces of an agent: `;++http` was `; +http`. */
void w3c_value_iis(struct arena *arena, struct text *cells);

#endif
