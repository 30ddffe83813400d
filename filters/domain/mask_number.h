/*
 * mask_number - card, phone and account numbers at a place of a text
 *
 * Each returns where the number that begins at `at` ends, or `at` where there is none. Nothing of a word stands before `at`.
 * Cost:    bounded: at most some 80 bytes are looked at.
 */
#ifndef HARK_DOMAIN_MASK_NUMBER_H
#define HARK_DOMAIN_MASK_NUMBER_H

#include "base/text.h"

size_t mask_number_card(struct text text, size_t at);
size_t mask_number_phone(struct text text, size_t at);
size_t mask_number_iban(struct text text, size_t at);

static inline bool
mask_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool
mask_is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* What goes on with a word: letters, digits, and all beyond ASCII. */
static inline bool
mask_is_word(struct text text, size_t at)
{
    return at < text.len
           && (mask_is_digit(text.at[at]) || mask_is_letter(text.at[at])
               || ((unsigned char)text.at[at] & 0x80) != 0);
}

#endif
