/*
 * token_runs - where words may be in a text, found 64 bytes at a time
 *
 * Shape:   bits by byte. `words`: it may be of a word (letters and digits of ASCII, and all bytes beyond ASCII, of
 *          which the code point decides). `beyond`: it is beyond ASCII. `marks`: what stands beside it may be
 *          more than a word (# @ _ ' : and the dot of www.).
 * Lives:   from {0} until token_runs_free(); the bits until the next token_runs_find().
 */
#ifndef HARK_DOMAIN_TOKEN_RUNS_H
#define HARK_DOMAIN_TOKEN_RUNS_H

#include "base/buffer.h"

struct token_runs {
    struct buffer bits; /* uint64_t, of the three below */
    const uint64_t *words;
    const uint64_t *beyond;
    const uint64_t *marks;
    size_t len; /* of the text */
    bool is_ascii;
};

void token_runs_free(struct token_runs *runs);

/* *lower becomes the text with the capitals of ASCII made small, and some zeros behind it. */
void token_runs_find(struct token_runs *runs, struct text text,
                     struct buffer *lower);

/* The first byte from `at` on that may be of a word; the text's length where none is. at <= len. */
size_t token_runs_word(const struct token_runs *runs, size_t at);

/* The first one that may not. */
size_t token_runs_gap(const struct token_runs *runs, size_t at);

bool token_runs_look_beyond(const struct token_runs *runs, size_t from,
                            size_t end);

/* No byte beyond ASCII from `from` up to `end`. */
static inline bool
token_runs_are_ascii(const struct token_runs *runs, size_t from, size_t end)
{
    return runs->is_ascii || !token_runs_look_beyond(runs, from, end);
}

/*
 * Goes through the runs: where one begins, where it ends, where the next one begins. No step waits
 * for the one before, which is what makes it fast.
 */
struct token_edges {
    size_t block;
    uint64_t bits;  /* edges of the block that are left */
    uint64_t marks; /* of the block: a mark on either side of the edge */
};

static inline void
token_edges_load(struct token_edges *edges, const struct token_runs *runs,
                 size_t block)
{
    uint64_t words = runs->words[block];
    uint64_t marks = runs->marks[block];
    uint64_t word_before = block == 0 ? 0 : runs->words[block - 1] >> 63;
    uint64_t mark_before = block == 0 ? 0 : runs->marks[block - 1] >> 63;

    edges->block = block;
    edges->bits = words ^ (words << 1 | word_before);
    edges->marks = marks | marks << 1 | mark_before;
}

/* The text's length where none is left. *is_marked is set where there is a mark beside it. */
static inline size_t
token_edges_next(struct token_edges *edges, const struct token_runs *runs,
                 bool *is_marked)
{
    size_t at;

    while (edges->bits == 0) {
        if (edges->block == runs->len / 64)
            return runs->len;
        token_edges_load(edges, runs, edges->block + 1);
    }
    at = edges->block * 64 + (size_t)__builtin_ctzll(edges->bits);
    *is_marked |= (edges->marks & edges->bits & -edges->bits) != 0;
    edges->bits &= edges->bits - 1;
    return at;
}

/* Goes on with the first byte from `at` on that may be of a word; its end is the next edge. */
size_t token_edges_seek(struct token_edges *edges,
                        const struct token_runs *runs, size_t at,
                        bool *is_marked);

#endif
