/*
 * confusion - how often each label was taken for which
 *
 * Source:  recall = found / labelled so, precision = found / said so, F1 = their harmonic mean; macro recall is the
 *          mean of the recalls of the classes that are labelled at all (SemEval-2017 task 4's first measure).
 */
#ifndef HARK_DOMAIN_CONFUSION_H
#define HARK_DOMAIN_CONFUSION_H

#include "domain/tagger.h"

struct confusion {
    uint32_t classes;
    uint64_t counts[TAGGER_CLASSES]
                   [TAGGER_CLASSES]; /* by label, then by what was said */
};

struct confusion_class {
    uint64_t labelled, said, found;
    double recall, precision, f1; /* 0 where nothing could be counted */
};

void confusion_add(struct confusion *to, const struct confusion *from);
struct confusion_class confusion_of(const struct confusion *confusion,
                                    uint32_t class);
double confusion_macro_recall(const struct confusion *confusion);
double confusion_accuracy(const struct confusion *confusion);

#endif
