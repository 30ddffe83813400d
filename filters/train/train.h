/*
 * train - the parts of hark-train: what it was told, the examples that it learns from, and the rows that it writes
 */
#ifndef HARK_TRAIN_TRAIN_H
#define HARK_TRAIN_TRAIN_H

#include "domain/training.h"
#include "stream/writer.h"

struct train_settings {
    const char *labels;
    bool distant;
    const char *model;
    const char *key;
    const char *languages;
    int64_t folds;
    const char *eval;
    int64_t bits;
    double cost;
};

extern const struct program train_program;

struct train {
    const struct train_settings *settings;
    struct books *books;
    struct writer *out;
    struct examples *examples;
    struct examples *others; /* of --eval */
    struct training *training;
    struct tagger tagger;
    struct buffer line;
    struct buffer without; /* a text without its emoticons */
};

/* Reads labels and posts; false where there are not two labels to tell apart, which has been told. */
bool train_gather(struct train *train);

/* Rows: of the examples, of a fold of them, of all folds, of --eval. */
void train_tell_examples(struct train *train);
void train_tell_folds(struct train *train);
void train_tell_eval(struct train *train);

#endif
