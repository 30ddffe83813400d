/*
 * feature - what a linear model sees of a text: hashes of its words and letters
 *
 * Words are runs of letters and digits, and runs of other signs (so that :-( and !!! are words), in lower case, a letter that
 * is repeated more than twice cut to two; a link or a name is one word, whatever it is. Of words: each alone, marked
 * where a negation stands before it in the same clause, and each pair; and marks for capitals and for what was cut. Of
 * letters: each run of 3 to 5 bytes of the text in that form, and so also those within emoji and across words.
 * Shape:   words first, then letters; a hash is of 32 bits, and its top bits are the number of a weight. A feature that
 *          comes twice stands twice.
 * Lives:   from {0} until feature_free(); the hashes until the next feature_read().
 * Cost:    about 2 microseconds for 125 bytes; at most FEATURE_TEXT_MOST bytes of a text are read.
 */
#ifndef HARK_DOMAIN_FEATURE_H
#define HARK_DOMAIN_FEATURE_H

#include "base/buffer.h"

/* Changed with each change of what is seen: a model is only good for the version that it was trained with. */
enum { FEATURE_VERSION = 1, FEATURE_TEXT_MOST = 2048 };

struct feature_list {
    uint32_t *hashes;
    size_t count;
    size_t words; /* of count */
    size_t cap;
    struct buffer form; /* the text in the form whose letters are seen */
};

void feature_read(struct feature_list *list, struct text text);
void feature_free(struct feature_list *list);

#endif
