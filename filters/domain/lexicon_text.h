/*
 * lexicon_text - a text cut into words as VADER cuts it
 *
 * At white space; punctuation at both ends of a word goes, unless no more than two characters would be left (so that :) stays
 * whole). Emoji that the lexicon describes become their descriptions first.
 * Lives:   from {0} until lexicon_text_free(); words until the next lexicon_text_read().
 */
#ifndef HARK_DOMAIN_LEXICON_TEXT_H
#define HARK_DOMAIN_LEXICON_TEXT_H

#include "domain/lexicon_words.h"

struct lexicon_token {
    struct text whole;
    struct text lower;
    const struct lexicon_word *word;
    bool is_upper; /* a letter has case, and none is small */
};

struct lexicon_text {
    struct buffer plain; /* emoji described */
    struct buffer lower;
    struct buffer tokens; /* struct lexicon_token */
    size_t count;
    bool is_mixed; /* some words are all capitals and some are not */
};

/* descriptions[i] is of the emoji number i in `emoji`. */
void lexicon_text_read(struct lexicon_text *text,
                       const struct lexicon_words *words,
                       const struct table *emoji,
                       const struct text *descriptions, struct text from);
void lexicon_text_free(struct lexicon_text *text);

static inline const struct lexicon_token *
lexicon_text_tokens(const struct lexicon_text *text)
{
    return (const struct lexicon_token *)(const void *)text->tokens.at;
}

#endif
