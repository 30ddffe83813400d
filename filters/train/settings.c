#include "train/train.h"

#include <stdlib.h>

enum {
    KEY_LABELS = 256,
    KEY_DISTANT,
    KEY_MODEL,
    KEY_KEY,
    KEY_LANGUAGES,
    KEY_FOLDS,
    KEY_EVAL,
    KEY_BITS,
    KEY_COST
};

static const struct argp_option options[] = {
    {"labels", KEY_LABELS, "FILE", 0,
     "Learn from this CSV: label, and text or the id of a post, or both", 0},
    {"distant", KEY_DISTANT, NULL, 0,
     "Learn positive and negative from the emoticons of the posts", 0},
    {"model", KEY_MODEL, "FILE", 0, "Write the model there", 0},
    {"key", KEY_KEY, "NAME", 0,
     "The key that classify adds by it (default: sentiment)", 0},
    {"languages", KEY_LANGUAGES, "LIST", 0,
     "The languages it may speak of, as en,pt (default: any)", 0},
    {"folds", KEY_FOLDS, "N", 0,
     "Also train on all but each Nth of the examples, and hold that against it",
     0},
    {"eval", KEY_EVAL, "FILE", 0,
     "Hold the model against this CSV of label and text", 0},
    {"bits", KEY_BITS, "N", 0, "2^N buckets of weights, 10 to 24 (default: 17)",
     0},
    {"cost", KEY_COST, "N", 0,
     "How much a miss costs beside large weights (default: 0.1)", 0},
    {0}};

static const char *
set_number(int key, const char *value, struct train_settings *settings)
{
    char *end;

    switch (key) {
    case KEY_FOLDS:
        return options_integer(value, 2, 100, &settings->folds)
                   ? NULL
                   : "wants 2 to 100";
    case KEY_BITS:
        return options_integer(value, TAGGER_BITS_LEAST, TAGGER_BITS_MOST,
                               &settings->bits)
                   ? NULL
                   : "wants 10 to 24";
    default:
        settings->cost = strtod(value, &end);
        return *value != '\0' && *end == '\0' && settings->cost >= 1e-6
                       && settings->cost <= 1e6
                   ? NULL
                   : "wants a number above 0";
    }
}

static const char *
set(int key, char *value, void *context)
{
    struct train_settings *settings = context;

    switch (key) {
    case KEY_LABELS:
        settings->labels = value;
        return NULL;
    case KEY_DISTANT:
        settings->distant = true;
        return NULL;
    case KEY_MODEL:
        settings->model = value;
        return NULL;
    case KEY_KEY:
        settings->key = value;
        return tagger_check_key(text_of(value));
    case KEY_LANGUAGES:
        settings->languages = value;
        return strlen(value) < TAGGER_LANGUAGES ? NULL : "is too long";
    case KEY_EVAL:
        settings->eval = value;
        return NULL;
    default:
        return set_number(key, value, settings);
    }
}

const struct program train_program = {
    .name = "train",
    .operands = "[FILE ...]",
    .summary = "train - labelled posts to a model that labels others",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME,
};
