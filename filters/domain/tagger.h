/*
 * tagger - a linear model, small enough to be mapped, that says which of a few classes a text is of
 *
 * Shape:   a file is a head of TAGGER_HEAD bytes, a weight of 8 bits for each bucket and class (bucket by bucket), and 8
 *          bytes of XXH3 over all before them. Integers are little-endian, doubles IEEE 754 binary64 in the same
 *          order, names padded by NUL. The head: "hark-tag", version, features' version, bits of a bucket's
 *          number, classes (4 bytes each), sharpness, a scale a class (8 bytes each), key, languages, class names.
 *          The margin of class k is scale[k] * (sum over words / sqrt(words) + sum over letters / sqrt(letters)).
 *          docs/sentiment.md has the layout byte by byte.
 * Lives:   a tagger borrows its file.
 * Cost:    about 2 microseconds for 125 bytes, of which the weights take a half.
 */
#ifndef HARK_DOMAIN_TAGGER_H
#define HARK_DOMAIN_TAGGER_H

#include "base/buffer.h"
#include "domain/feature.h"

enum {
    TAGGER_VERSION = 1,
    TAGGER_CLASSES = 16,
    TAGGER_BITS_LEAST = 10,
    TAGGER_BITS_MOST = 24,
    TAGGER_NAME = 32, /* bytes of a name, a NUL among them */
    TAGGER_LANGUAGES = 96,
    TAGGER_HEAD = 832
};

struct tagger {
    uint32_t bits;
    uint32_t classes;
    double sharpness;
    double scales[TAGGER_CLASSES];
    char key[TAGGER_NAME];
    char languages[TAGGER_LANGUAGES]; /* "en,pt"; empty: any */
    char names[TAGGER_CLASSES][TAGGER_NAME];
    const int8_t *weights;
};

/* NULL, or why the file is no model. */
const char *tagger_parse(struct tagger *tagger, struct text file);

/* Appends the file of a tagger, weights and all. */
void tagger_write(struct buffer *out, const struct tagger *tagger);

/* What a key and the name of a class may be: NULL, or why not. */
const char *tagger_check_key(struct text key);
const char *tagger_check_name(struct text name);

/* margins has TAGGER_CLASSES places; returns the class of the highest, the first of equals. */
uint32_t tagger_margins(const struct tagger *tagger,
                        const struct feature_list *features, double *margins);

/* By its primary tag; an empty one, or a model for any, is covered. */
bool tagger_covers(const struct tagger *tagger, struct text language);

/* The class of that name, or UINT32_MAX. */
uint32_t tagger_class(const struct tagger *tagger, struct text name);

#endif
