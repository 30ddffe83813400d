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

enum unicode_case {
    UNICODE_CASELESS,
    UNICODE_LOWER,
    UNICODE_UPPER,
    UNICODE_TITLE
};

enum unicode_case unicode_case(uint32_t code_point);

/* Appends the text with each letter made small; well-formed UTF-8. */
void unicode_lower(struct buffer *out, struct text utf8);

/* Appends the text in canonical decomposition (NFD); what is not well-formed as it is. */
void unicode_decompose(struct buffer *out, struct text utf8);

#endif
