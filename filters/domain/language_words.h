/*
 * language_words - the small words by which a language is known at a glance
 *
 * Articles, pronouns, prepositions and the like of nine languages in Latin script, at most 8 bytes each, in lower case. A
 * word of several of them counts for each.
 * Cost:    a look-up is one multiplication and about one comparison.
 */
#ifndef HARK_DOMAIN_LANGUAGE_WORDS_H
#define HARK_DOMAIN_LANGUAGE_WORDS_H

#include "base/text.h"

enum { LANGUAGE_WORDS_LANGUAGES = 9, LANGUAGE_WORDS_SLOTS = 2048 };

struct language_words {
    struct language_word {
        uint64_t bytes; /* little end first, zeros behind; 0: an empty slot */
        uint32_t of;    /* a bit a language */
    } slots[LANGUAGE_WORDS_SLOTS];
};

void language_words_fill(struct language_words *words);

/* "en" and the like. */
const char *language_words_code(size_t language);

static inline size_t
language_words_slot(uint64_t bytes)
{
    return bytes * UINT64_C(0x9e3779b97f4a7c15) >> 53;
}

/* The languages that have this word, a bit each; bytes is not 0. */
static inline uint32_t
language_words_of(const struct language_words *words, uint64_t bytes)
{
    size_t slot = language_words_slot(bytes);

    while (words->slots[slot].bytes != bytes && words->slots[slot].bytes != 0)
        slot = (slot + 1) % LANGUAGE_WORDS_SLOTS;
    return words->slots[slot].of;
}

#endif
