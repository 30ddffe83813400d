/*
 * training - examples to a tagger
 *
 * Each class is told from all others with a cost a class: rows / classes / rows of the class, squared, so that
 * the recalls come out about even (macro recall). Weights are rounded to 8 bits a class. How sure a margin is (sharpness) is
 * fitted to the fifth of the rows whose ids hash so, by a model of the other four fifths; the shipped model then sees all.
 * Lives:   borrows its examples, which are sealed.
 * Memory:  16 bytes a feature of each example, some 5.5 KiB for a tweet, and 8 a weight.
 */
#ifndef HARK_DOMAIN_TRAINING_H
#define HARK_DOMAIN_TRAINING_H

#include "domain/confusion.h"
#include "domain/examples.h"

struct training_settings {
    uint32_t bits; /* of a bucket's number */
    double cost;
};

struct training;

struct training *training_new(const struct examples *examples,
                              const struct training_settings *settings);
void training_free(struct training *training);

/* The one to ship; its key and languages are the caller's to fill in. Its weights live until the next fit. */
void training_fit(struct training *training, struct tagger *tagger);

/* Trained without the examples of `fold` (by hash of id, of `folds`), and held against them. */
struct confusion training_fold(struct training *training, unsigned fold,
                               unsigned folds, struct tagger *tagger);

/* Held against other examples; those of classes that it does not know count as `unknown`. */
struct confusion training_measure(const struct tagger *tagger,
                                  const struct examples *examples,
                                  uint64_t *unknown);

#endif
