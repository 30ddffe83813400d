#include "train/train.h"

#include <math.h>

static void
begin_row(struct train *train, const char *set)
{
    buffer_clear(&train->line);
    buffer_add_string(&train->line, "{\"v\":1,\"kind\":\"row\",\"model\":");
    buffer_add_json_string(&train->line, text_of(train->settings->key));
    buffer_printf(&train->line, ",\"set\":\"%s\"", set);
}

static void
end_row(struct train *train)
{
    buffer_add_char(&train->line, '}');
    writer_make(train->out, "row", buffer_text(&train->line));
}

void
train_tell_examples(struct train *train)
{
    for (uint32_t k = 0; k < examples_classes(train->examples); k++) {
        uint64_t count = 0;

        for (size_t i = 0; i < examples_count(train->examples); i++)
            count += examples_get(train->examples, i)->class == k;
        begin_row(train, "training");
        buffer_add_string(&train->line, ",\"label\":");
        buffer_add_json_string(&train->line,
                               examples_class(train->examples, k));
        buffer_printf(&train->line, ",\"examples\":%llu",
                      (unsigned long long)count);
        end_row(train);
    }
}

static void
write_summary(struct train *train, const struct confusion *confusion)
{
    uint64_t count = 0;

    for (uint32_t k = 0; k < confusion->classes; k++)
        count += confusion_of(confusion, k).labelled;
    buffer_printf(&train->line,
                  ",\"examples\":%llu,\"macro_recall\":%.4f,\"accuracy\":%.4f",
                  (unsigned long long)count, confusion_macro_recall(confusion),
                  confusion_accuracy(confusion));
}

/* A row a class, and one a cell of the matrix. */
static void
write_confusion(struct train *train, const char *set,
                const struct confusion *confusion, const struct tagger *names)
{
    for (uint32_t k = 0; k < confusion->classes; k++) {
        struct confusion_class of = confusion_of(confusion, k);

        begin_row(train, set);
        buffer_add_string(&train->line, ",\"label\":");
        buffer_add_json_string(&train->line, text_of(names->names[k]));
        buffer_printf(&train->line,
                      ",\"examples\":%llu,\"recall\":%.4f,"
                      "\"precision\":%.4f,\"f1\":%.4f",
                      (unsigned long long)of.labelled, of.recall, of.precision,
                      of.f1);
        end_row(train);
    }
    for (uint32_t i = 0; i < confusion->classes; i++) {
        for (uint32_t k = 0; k < confusion->classes; k++) {
            begin_row(train, set);
            buffer_add_string(&train->line, ",\"label\":");
            buffer_add_json_string(&train->line, text_of(names->names[i]));
            buffer_add_string(&train->line, ",\"said\":");
            buffer_add_json_string(&train->line, text_of(names->names[k]));
            buffer_printf(&train->line, ",\"count\":%llu",
                          (unsigned long long)confusion->counts[i][k]);
            end_row(train);
        }
    }
}

void
train_tell_folds(struct train *train)
{
    unsigned folds = (unsigned)train->settings->folds;
    struct tagger tagger = {0};
    struct confusion all = {0};
    double sum = 0;
    double squares = 0;
    double mean;

    for (unsigned i = 0; i < folds; i++) {
        struct confusion one =
            training_fold(train->training, i, folds, &tagger);
        double recall = confusion_macro_recall(&one);

        begin_row(train, "fold");
        buffer_printf(&train->line, ",\"fold\":%u", i);
        write_summary(train, &one);
        end_row(train);
        confusion_add(&all, &one);
        sum += recall;
        squares += recall * recall;
    }
    mean = sum / folds;
    begin_row(train, "folds");
    buffer_printf(&train->line,
                  ",\"folds\":%u,\"macro_recall_mean\":%.4f,"
                  "\"macro_recall_sd\":%.4f",
                  folds, mean,
                  sqrt(fmax(0, (squares - sum * mean) / (folds - 1))));
    write_summary(train, &all);
    end_row(train);
    write_confusion(train, "folds", &all, &tagger);
}

void
train_tell_eval(struct train *train)
{
    uint64_t unknown;
    struct confusion confusion;

    examples_seal(train->others);
    confusion = training_measure(&train->tagger, train->others, &unknown);
    begin_row(train, "eval");
    write_summary(train, &confusion);
    end_row(train);
    write_confusion(train, "eval", &confusion, &train->tagger);
    if (unknown > 0)
        books_note(train->books, "unknown_labels", unknown);
}
