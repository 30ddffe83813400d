/*
 * lookalike - handles that could be taken for a brand's
 *
 * Brands come from a CSV with a header: handle, optionally network; other columns are passed over,
 * so that a register of accounts (account.h) is a list of brands.
 * Compared: without case, compatibility forms, marks, and `_`, `-` and `.`; and the same of
 *          skeletons (confusable.h). A handle that is a brand's own, on its network or where the list
 *          names none, is no lookalike. The first of these that holds is the reason; of several brands
 *          the one with the first reason, then the longest, then the first in the list:
 *          - same_name: the brand's handle on a network that the list does not have it on;
 *          - confusable: of other characters that look the same, or another spelling of its separators;
 *          - swapped_letters: two neighbours changed places, in a brand of at least 4 letters;
 *          - one_letter: one letter more, less or another one, in a brand of at least 6;
 *          - added_words: any of these with such words or numbers around it as customers trust:
 *            official, support, help, … (lookalike_words.c).
 * Lives:   the list until lookalike_free(); what was found until then.
 * Fails:   lookalike_add(): false, and *error says why.
 * Cost:    some microseconds a handle; one that came lately, a hash.
 * Risk:    of the 4,096 handles that came last digests of 64 bits are compared.
 */
#ifndef HARK_DOMAIN_LOOKALIKE_H
#define HARK_DOMAIN_LOOKALIKE_H

#include "domain/listing.h"

enum lookalike_reason {
    LOOKALIKE_SAME_NAME,
    LOOKALIKE_CONFUSABLE,
    LOOKALIKE_SWAPPED_LETTERS,
    LOOKALIKE_ONE_LETTER,
    LOOKALIKE_ADDED_WORDS,
    LOOKALIKE_NONE
};

struct lookalikes;

struct lookalikes *lookalike_new(void);
void lookalike_free(struct lookalikes *list);
bool lookalike_add(void *list, struct text csv, struct listing_error *error);

/* The reason, and of whom in *brand; a handle of more than 64 characters is nobody's. */
enum lookalike_reason lookalike_find(struct lookalikes *list,
                                     struct text network, struct text handle,
                                     struct text *brand);

/* "confusable" */
const char *lookalike_name(enum lookalike_reason reason);

/* Words that are put around a brand's name, small letters; NULL behind the last. */
extern const char *const lookalike_words[];

#endif
