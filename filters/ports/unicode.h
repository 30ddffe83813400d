/*
 * unicode - what is a letter, and what is the same letter, by utf8proc
 *
 * Source:  Unicode's full case folding and general categories, in the version of the library.
 */
#ifndef HARK_PORTS_UNICODE_H
#define HARK_PORTS_UNICODE_H

#include "base/buffer.h"

/* Letters, digits and marks: what words are made of. */
bool unicode_is_word(uint32_t code_point);

/* Appends the text with case folded and in composed form (NFKC_Casefold); ASCII is fast. */
void unicode_fold(struct buffer *out, struct text utf8);

#endif
