/*
 * lexicon_valence - what one word adds to the sum, given the three before it and the two behind
 *
 * Shape:   0 for a word that the lexicon has not, and for one that only strengthens others.
 * Source:  as in domain/lexicon.h. The order of the steps is the program's, since it shows in the sums.
 */
#ifndef HARK_DOMAIN_LEXICON_VALENCE_H
#define HARK_DOMAIN_LEXICON_VALENCE_H

#include "domain/lexicon_text.h"

double lexicon_valence(const struct lexicon_text *text,
                       const struct lexicon_words *words,
                       struct buffer *scratch, size_t at);

#endif
