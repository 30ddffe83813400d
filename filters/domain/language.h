/*
 * language - which language a post is in
 *
 * Of the text without links, names and RT (domain/prose.h). Where its small words or its script settle it, they do;
 * else CLD2 is asked. Settled is: at least two small words of one language, an eighth of all words or more, and
 * at most half as many of any other; or kana, Hangul or Thai in an eighth of the letters.
 * Shape:   BCP-47, a constant string; "" where nobody knows (no letters, or CLD2 has no guess).
 * Cost:    about 0.4 microseconds for 125 bytes where it is settled, else CLD2's 8 on top; at most the text's first
 *          LANGUAGE_TEXT_MOST bytes are looked at.
 * Source:  measured on labelled statuses: docs/language.md.
 */
#ifndef HARK_DOMAIN_LANGUAGE_H
#define HARK_DOMAIN_LANGUAGE_H

#include "base/text.h"

enum { LANGUAGE_TEXT_MOST = 4096 };

struct language;

struct language *language_new(void);
void language_free(struct language *language);

const char *language_find(struct language *language, struct text text);

#endif
