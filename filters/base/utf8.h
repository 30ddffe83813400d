/*
 * utf8 - what is well-formed, and what to put in place of the rest
 *
 * Source:  Unicode 15, table 3-7; replacement by maximal subparts (section 3.9), as browsers do.
 */
#ifndef HARK_BASE_UTF8_H
#define HARK_BASE_UTF8_H

#include "base/buffer.h"

bool utf8_is_valid(struct text bytes);

/* Appends the bytes with U+FFFD for each maximal ill-formed part; returns how many there were. */
size_t utf8_repair(struct buffer *out, struct text bytes);

/*
 * Takes one code point off the front of *rest; false at the end. An ill-formed byte gives
 * U+FFFD and is passed over alone.
 */
bool utf8_next(struct text *rest, uint32_t *code_point);

/* The longest prefix of at most `most` bytes that cuts no code point. */
struct text utf8_prefix(struct text utf8, size_t most);

#endif
