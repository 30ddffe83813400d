/*
 * letter - what a code point is to a word, and the form in which words are compared
 *
 * Shape:   words are folded whole: case and composition gone (ports/unicode.h), every apostrophe `'`.
 * Lives:   until letters_free(); read-only after letters_new().
 * Cost:    a table for code points below U+0800, ranges for scripts without case above; the library
 *          for what is left.
 */
#ifndef HARK_DOMAIN_LETTER_H
#define HARK_DOMAIN_LETTER_H

#include "base/buffer.h"

enum letter {
    LETTER_OTHER,   /* white space, punctuation */
    LETTER_WORD,    /* one of a run that is a word */
    LETTER_SINGLE,  /* of a script written without spaces: a word of its own */
    LETTER_SYMBOL,  /* emoji and the like: a word of its own, never in a tag */
    LETTER_VOICE,   /* belongs to the single before it, else one itself */
    LETTER_IGNORED, /* not seen: joiners, soft hyphens, variation selectors */
    LETTER_APOSTROPHE /* within a word part of it */
};

enum { LETTER_TABLED = 0x800, LETTER_FOLDED_MOST = 7 };

/* Of code points below LETTER_TABLED: what they are, and what they fold to where no mark can change that. */
struct letters {
    uint8_t letter[LETTER_TABLED];
    struct letter_folded {
        uint8_t len; /* 0: to be folded with its word */
        char at[LETTER_FOLDED_MOST];
    } folded[LETTER_TABLED];
};

struct letters *letters_new(void);
void letters_free(struct letters *letters);

static inline enum letter
letter_of_ascii(unsigned char byte)
{
    if ((byte | 0x20U) - 'a' < 26 || byte - 48U < 10)
        return LETTER_WORD;
    return byte == '\'' ? LETTER_APOSTROPHE : LETTER_OTHER;
}

enum letter letter_of_far(uint32_t code_point);

static inline enum letter
letter_of(const struct letters *letters, uint32_t code_point)
{
    return code_point < LETTER_TABLED ? letters->letter[code_point]
                                      : letter_of_far(code_point);
}

/* Kana and Han, of which most are single, fold to themselves unless a LETTER_VOICE follows. */
static inline bool
letter_is_plain_single(uint32_t code_point)
{
    return (code_point >= 0x3041 && code_point <= 0x3096)
           || (code_point >= 0x30a1 && code_point <= 0x30fa)
           || (code_point >= 0x4e00 && code_point <= 0x9fff);
}

/* Appends the word folded. */
void letter_fold(const struct letters *letters, struct buffer *out,
                 struct text word);

#endif
