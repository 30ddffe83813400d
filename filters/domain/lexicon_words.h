/*
 * lexicon_words - what a lexicon knows of a word: its valence, and what it does to the words behind it
 *
 * Shape:   keys are lower case; those of two or three words have a space between them.
 */
#ifndef HARK_DOMAIN_LEXICON_WORDS_H
#define HARK_DOMAIN_LEXICON_WORDS_H

#include "base/buffer.h"
#include "base/table.h"

struct lexicon_word {
    bool has_valence;
    bool is_negation;
    bool is_idiom;
    double valence;
    double booster; /* added to a positive valence; 0: none */
    double idiom;   /* the valence of the idiom that ends or begins so */
};

struct lexicon_words {
    struct table *names;
    struct buffer words; /* struct lexicon_word, by number */
};

void lexicon_words_fill(struct lexicon_words *words);
void lexicon_words_free(struct lexicon_words *words);

/* Known or new; the pointer is good until the next one. */
struct lexicon_word *lexicon_words_add(struct lexicon_words *words,
                                       struct text name);

/* Never NULL: of an unknown word nothing is so. */
const struct lexicon_word *lexicon_words_find(const struct lexicon_words *words,
                                              struct text name);

#endif
