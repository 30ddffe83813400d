#include "domain/training.h"

#include <assert.h>
#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/softmax.h"
#include "ports/linear.h"

enum { HELD_OUT_OF = 5, WEIGHT_MOST = 127 };

/* Between which sharpness is looked for, and in how many steps of the golden section. */
#define SHARPNESS_LEAST 0.1
#define SHARPNESS_MOST 20.0
#define GOLDEN 0.61803398874989485

enum { SHARPNESS_STEPS = 40 };

struct training {
    const struct examples *examples;
    struct training_settings settings;
    uint32_t classes;
    struct linear_set *rows;
    bool *chosen;  /* by example */
    double *exact; /* weights as they were found */
    int8_t *weights;
    struct feature_list features;
};

static size_t
buckets(const struct training *training)
{
    return (size_t)1 << training->settings.bits;
}

/* Then by value, so that sums do not hang on how qsort leaves equals. */
static int
by_bucket(const void *a, const void *b)
{
    const struct linear_value *one = a;
    const struct linear_value *two = b;

    if (one->at != two->at)
        return one->at > two->at ? 1 : -1;
    return (one->value > two->value) - (one->value < two->value);
}

/* Sorted, each bucket once, the values of equal ones summed; returns how many. */
static size_t
merge(struct linear_value *values, size_t count)
{
    size_t kept = 0;

    qsort(values, count, sizeof(*values), by_bucket);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && values[kept - 1].at == values[i].at)
            values[kept - 1].value += values[i].value;
        else
            values[kept++] = values[i];
    }
    return kept;
}

static void
add_row(struct training *training, const struct example *example,
        struct buffer *room)
{
    struct feature_list *features = &training->features;
    struct linear_value *values;
    double word;
    double letter;

    feature_read(features, example->text);
    buffer_clear(room);
    values =
        (void *)buffer_reserve(room, (features->count + 1) * sizeof(*values));
    word = features->words == 0 ? 0 : 1 / sqrt((double)features->words);
    letter = features->count == features->words
                 ? 0
                 : 1 / sqrt((double)(features->count - features->words));
    for (size_t i = 0; i < features->count; i++)
        values[i] = (struct linear_value){features->hashes[i]
                                              >> (32 - training->settings.bits),
                                          i < features->words ? word : letter};
    linear_add(training->rows, example->class, values,
               merge(values, features->count));
}

struct training *
training_new(const struct examples *examples,
             const struct training_settings *settings)
{
    struct training *training = calloc(1, sizeof(*training));
    struct buffer room = {0};
    size_t count = examples_count(examples);

    if (training == NULL)
        err(EX_OSERR, "training");
    training->examples = examples;
    training->settings = *settings;
    training->classes = examples_classes(examples);
    training->rows = linear_new((uint32_t)buckets(training));
    training->chosen = calloc(count + 1, sizeof(bool));
    training->exact =
        calloc(buckets(training), training->classes * sizeof(double));
    training->weights = calloc(buckets(training), training->classes);
    if (training->chosen == NULL || training->exact == NULL
        || training->weights == NULL)
        err(EX_OSERR, "training");
    for (size_t i = 0; i < count; i++)
        add_row(training, examples_get(examples, i), &room);
    buffer_free(&room);
    return training;
}

void
training_free(struct training *training)
{
    if (training == NULL)
        return;
    linear_free(training->rows);
    free(training->chosen);
    free(training->exact);
    free(training->weights);
    feature_free(&training->features);
    free(training);
}

/* Of the rows chosen; those of a class that has none cost nothing. */
static void
balance(const struct training *training, double *costs)
{
    size_t counts[TAGGER_CLASSES] = {0};
    size_t all = 0;

    for (size_t i = 0; i < examples_count(training->examples); i++) {
        if (!training->chosen[i])
            continue;
        counts[examples_get(training->examples, i)->class]++;
        all++;
    }
    for (uint32_t k = 0; k < training->classes; k++) {
        double rare = counts[k] == 0
                          ? 1
                          : (double)all / training->classes / (double)counts[k];

        costs[k] = rare * rare;
    }
}

/* A class's weights as bytes, by the largest of them. */
static double
quantise(struct training *training, uint32_t class)
{
    uint32_t classes = training->classes;
    double most = 0;

    for (size_t i = 0; i < buckets(training); i++)
        most = fmax(most, fabs(training->exact[i * classes + class]));
    for (size_t i = 0; i < buckets(training); i++)
        training->weights[i * classes + class] =
            most == 0 ? 0
                      : (int8_t)lround(training->exact[i * classes + class]
                                       / most * WEIGHT_MOST);
    return most / WEIGHT_MOST;
}

static void
fit_chosen(struct training *training, struct tagger *tagger)
{
    double costs[TAGGER_CLASSES];
    struct linear_plan plan = {training->chosen, training->classes,
                               training->settings.cost, costs};

    balance(training, costs);
    linear_train(training->rows, &plan, training->exact);
    *tagger = (struct tagger){.bits = training->settings.bits,
                              .classes = training->classes,
                              .sharpness = 1,
                              .weights = training->weights};
    for (uint32_t k = 0; k < training->classes; k++) {
        struct text name = examples_class(training->examples, k);

        assert(name.len < TAGGER_NAME);
        memcpy(tagger->names[k], name.at, name.len);
        tagger->scales[k] = quantise(training, k);
    }
}

static bool
is_of_fold(const struct example *example, unsigned fold, unsigned folds)
{
    return example->id % folds == fold;
}

static void
choose_without(struct training *training, unsigned fold, unsigned folds)
{
    for (size_t i = 0; i < examples_count(training->examples); i++)
        training->chosen[i] =
            !is_of_fold(examples_get(training->examples, i), fold, folds);
}

/* The margins of what was left out, classes by classes, and the class that each is of. */
struct held_out {
    struct buffer margins; /* double */
    struct buffer classes; /* uint32_t */
    size_t count;
};

static void
hold_out(struct training *training, const struct tagger *tagger,
         struct held_out *held)
{
    for (size_t i = 0; i < examples_count(training->examples); i++) {
        const struct example *example = examples_get(training->examples, i);
        double margins[TAGGER_CLASSES];

        if (training->chosen[i])
            continue;
        feature_read(&training->features, example->text);
        tagger_margins(tagger, &training->features, margins);
        buffer_add(&held->margins,
                   (struct text){(const char *)margins,
                                 tagger->classes * sizeof(*margins)});
        buffer_add(&held->classes, (struct text){(const char *)&example->class,
                                                 sizeof(example->class)});
        held->count++;
    }
}

/* How far from sure it is of what is right: the mean squared distance (Brier's score), classes weighing alike. */
static double
loss(const struct held_out *held, uint32_t classes, double sharpness)
{
    const double *margins = (const double *)(const void *)held->margins.at;
    const uint32_t *right = (const uint32_t *)(const void *)held->classes.at;
    double sums[TAGGER_CLASSES] = {0};
    double counts[TAGGER_CLASSES] = {0};
    double all = 0;

    for (size_t i = 0; i < held->count; i++) {
        double chances[TAGGER_CLASSES];

        memcpy(chances, margins + i * classes, classes * sizeof(*chances));
        softmax(chances, classes, sharpness);
        for (uint32_t k = 0; k < classes; k++) {
            double miss = chances[k] - (k == right[i]);

            sums[right[i]] += miss * miss;
        }
        counts[right[i]]++;
    }
    for (uint32_t k = 0; k < classes; k++)
        all += counts[k] == 0 ? 0 : sums[k] / counts[k];
    return all;
}

static double
fit_sharpness(const struct held_out *held, uint32_t classes)
{
    double low = SHARPNESS_LEAST;
    double high = SHARPNESS_MOST;

    for (int i = 0; i < SHARPNESS_STEPS; i++) {
        double one = high - (high - low) * GOLDEN;
        double two = low + (high - low) * GOLDEN;

        if (loss(held, classes, one) < loss(held, classes, two))
            high = two;
        else
            low = one;
    }
    return (low + high) / 2;
}

void
training_fit(struct training *training, struct tagger *tagger)
{
    struct held_out held = {0};
    double sharpness;

    choose_without(training, 0, HELD_OUT_OF);
    fit_chosen(training, tagger);
    hold_out(training, tagger, &held);
    sharpness = held.count == 0 ? 1 : fit_sharpness(&held, training->classes);
    for (size_t i = 0; i < examples_count(training->examples); i++)
        training->chosen[i] = true;
    fit_chosen(training, tagger);
    tagger->sharpness = sharpness;
    buffer_free(&held.margins);
    buffer_free(&held.classes);
}

struct confusion
training_fold(struct training *training, unsigned fold, unsigned folds,
              struct tagger *tagger)
{
    struct confusion confusion = {.classes = training->classes};

    choose_without(training, fold, folds);
    fit_chosen(training, tagger);
    for (size_t i = 0; i < examples_count(training->examples); i++) {
        const struct example *example = examples_get(training->examples, i);
        double margins[TAGGER_CLASSES];

        if (training->chosen[i])
            continue;
        feature_read(&training->features, example->text);
        confusion.counts[example->class][tagger_margins(
            tagger, &training->features, margins)]++;
    }
    return confusion;
}

struct confusion
training_measure(const struct tagger *tagger, const struct examples *examples,
                 uint64_t *unknown)
{
    struct confusion confusion = {.classes = tagger->classes};
    struct feature_list features = {0};

    *unknown = 0;
    for (size_t i = 0; i < examples_count(examples); i++) {
        const struct example *example = examples_get(examples, i);
        uint32_t class =
            tagger_class(tagger, examples_class(examples, example->class));
        double margins[TAGGER_CLASSES];

        if (class == UINT32_MAX) {
            ++*unknown;
            continue;
        }
        feature_read(&features, example->text);
        confusion.counts[class][tagger_margins(tagger, &features, margins)]++;
    }
    feature_free(&features);
    return confusion;
}
