/*
 * token_runs - where words may be in a text, found 64 bytes at a time
 *
 * Shape:   two bits a byte: whether it may be of a word (letters and digits of ASCII, and all bytes beyond
 *          ASCII, of which the code point decides), and whether it is beyond ASCII.
 * Lives:   from {0} until token_runs_free(); the bits until the next token_runs_find().
 */
#ifndef HARK_DOMAIN_TOKEN_RUNS_H
#define HARK_DOMAIN_TOKEN_RUNS_H

#include "base/buffer.h"

struct token_runs {
    struct buffer words;  /* uint64_t */
    struct buffer beyond; /* uint64_t */
    size_t len;           /* of the text */
    bool is_ascii;
};

void token_runs_free(struct token_runs *runs);

/* *lower becomes the text with the capitals of ASCII made small. */
void token_runs_find(struct token_runs *runs, struct text text,
                     struct buffer *lower);

/* The first byte from `at` on that may be of a word, or may not; the text's length where none is. */
size_t token_runs_word(const struct token_runs *runs, size_t at);
size_t token_runs_gap(const struct token_runs *runs, size_t at);

bool token_runs_are_ascii(const struct token_runs *runs, size_t from,
                          size_t end);

#endif
