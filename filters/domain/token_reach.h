/*
 * token_reach - where what begins in a text ends: words, tags, names, links
 *
 * Shape:   offsets are bytes; `at` is the first byte of a code point.
 */
#ifndef HARK_DOMAIN_TOKEN_REACH_H
#define HARK_DOMAIN_TOKEN_REACH_H

#include "domain/letter.h"

struct token_text {
    const struct letters *letters;
    struct text text;
};

/* The code point at `at`, and where the next one begins; 0 at the end. */
uint32_t token_reach_next(const struct token_text *in, size_t at, size_t *next);

/* What it is; LETTER_OTHER at the end. */
static inline enum letter
token_reach_letter(const struct token_text *in, size_t at, size_t *next)
{
    return letter_of(in->letters, token_reach_next(in, at, next));
}

/* Past the word whose first letter ends at `at`. */
size_t token_reach_word(const struct token_text *in, size_t at,
                        bool *has_apostrophe);

/* Past the marks that belong to the single that ends at `at`. */
size_t token_reach_single(const struct token_text *in, size_t at);

/* Past the letters and underscores from `at` on; *has_letter says whether one is no digit. */
size_t token_reach_tag(const struct token_text *in, size_t at,
                       bool *has_letter);

/* Past the server behind a name that ends at `at`: @dell(@mastodon.example); `at` without one. */
size_t token_reach_server(const struct token_text *in, size_t at);

/* Past the link whose first word is `from` to `at`; `from` where it is none. */
size_t token_reach_link(const struct token_text *in, size_t from, size_t at);

/*
 * Where the word at `at` is the first of a tag or name: '#' or '@', where that mark stands, and where what it
 * marks begins (underscores may come before the word). Else 0.
 */
char token_reach_mark(const struct token_text *in, size_t at, size_t *mark,
                      size_t *start);

#endif
