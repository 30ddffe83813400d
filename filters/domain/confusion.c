#include "domain/confusion.h"

static double
share(uint64_t part, uint64_t of)
{
    return of == 0 ? 0 : (double)part / (double)of;
}

void
confusion_add(struct confusion *to, const struct confusion *from)
{
    to->classes = from->classes;
    for (uint32_t i = 0; i < from->classes; i++)
        for (uint32_t k = 0; k < from->classes; k++)
            to->counts[i][k] += from->counts[i][k];
}

struct confusion_class
confusion_of(const struct confusion *confusion, uint32_t class)
{
    struct confusion_class of = {.found = confusion->counts[class][class]};

    for (uint32_t i = 0; i < confusion->classes; i++) {
        of.labelled += confusion->counts[class][i];
        of.said += confusion->counts[i][class];
    }
    of.recall = share(of.found, of.labelled);
    of.precision = share(of.found, of.said);
    of.f1 = share(2 * of.found, of.labelled + of.said);
    return of;
}

double
confusion_macro_recall(const struct confusion *confusion)
{
    double sum = 0;
    unsigned labelled = 0;

    for (uint32_t i = 0; i < confusion->classes; i++) {
        struct confusion_class of = confusion_of(confusion, i);

        sum += of.recall;
        labelled += of.labelled > 0;
    }
    return labelled == 0 ? 0 : sum / labelled;
}

double
confusion_accuracy(const struct confusion *confusion)
{
    uint64_t found = 0;
    uint64_t all = 0;

    for (uint32_t i = 0; i < confusion->classes; i++) {
        struct confusion_class of = confusion_of(confusion, i);

        found += of.found;
        all += of.labelled;
    }
    return share(found, all);
}
