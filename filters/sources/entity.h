/*
 * entity - the character references of HTML: &amp; &eacute; &#8217; &#x27;
 *
 * Shape:   HTML 4's names and &apos;, with their semicolon; numbers without one too. 128 to 159 are Windows-1252, as
 *          browsers read them; what no character is becomes U+FFFD.
 */
#ifndef HARK_SOURCES_ENTITY_H
#define HARK_SOURCES_ENTITY_H

#include "base/buffer.h"

/* Appends what the reference at the front means; its length, or 0 where there is none. */
size_t entity_take(struct buffer *out, struct text text);

/* Appends the text with all of them decoded, once. */
void entity_decode(struct buffer *out, struct text text);

#endif
