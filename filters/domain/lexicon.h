/*
 * lexicon - how a text sounds by a list of words with a valence each, as VADER reckons it
 *
 * Shape:   a lexicon is VADER's: a word, a tab, its mean valence, and what else follows, a line each. A line whose second
 *          column is no number, and whose first is not ASCII, gives an emoji and what it stands for, as in VADER's own file of
 *          emoji. Of a word that comes twice
 *          the last counts.
 * Lives:   until lexicon_free().
 * Cost:    about 10 microseconds for 125 bytes; at most the text's first LEXICON_TEXT_MOST bytes are read.
 * Source:  Hutto and Gilbert, "VADER: a parsimonious rule-based model for sentiment analysis of social media text", 2014,
 *          with the rules of its program 3.3: compound = s / sqrt(s^2 + 15), s the sum of the words' valences after
 *          boosters (+-0.293), capitals (+-0.733), negation (x -0.74), "but" (x 0.5 before it, x 1.5 behind it), and
 *          exclamation and question marks. Words, boosters, negations and idioms are English.
 */
#ifndef HARK_DOMAIN_LEXICON_H
#define HARK_DOMAIN_LEXICON_H

#include "base/text.h"

enum { LEXICON_TEXT_MOST = 1 << 16, LEXICON_VALENCE_MOST = 100 };

struct lexicon;

struct lexicon_error {
    size_t line; /* from 1 */
    const char *why;
};

struct lexicon_score {
    double compound; /* -1 to 1 */
    double negative, neutral,
        positive; /* shares, which sum to 1; 0 where there is no word */
};

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *lexicon);

/* False, and why, at the first line that is neither. */
bool lexicon_add(struct lexicon *lexicon, struct text file,
                 struct lexicon_error *error);

struct lexicon_score lexicon_hear(struct lexicon *lexicon, struct text text);

#endif
