/*
 * model - which touch of a path earns how much
 *
 * A model is one function and one row of the table: it gives each touch of the path a weight, and
 * the share of a touch is its weight over the sum of all. Whole numbers only.
 * Shape:   a path has at least one touch and is in order of time; the weights sum to less than
 *          2^63, and at least one is not 0.
 * Source:  docs/hark-attribute.1, MODELS.
 */
#ifndef HARK_DOMAIN_MODEL_H
#define HARK_DOMAIN_MODEL_H

#include "domain/touch.h"

/* Shares of the first, all middle and the last touches: any whole numbers, their sum not 0. */
enum { MODEL_FIRST, MODEL_MIDDLE, MODEL_LAST, MODEL_POSITIONS };

struct model_settings {
    uint32_t position[MODEL_POSITIONS];
    int64_t half_life_s;
};

struct model_path {
    const struct touch *touches;
    const bool *
        is_first; /* of each touch: the first of its unit; for models that ask */
    size_t count;
    const struct model_settings *settings;
};

struct model {
    const char *name;
    /* Its parts sum to the amount. Where not, each touch with a weight earns the whole of it. */
    bool is_additive;
    bool asks_units; /* whether a touch is the first of its unit */
    bool asks_times;
    void (*weigh)(const struct model_path *path, uint64_t *weights);
};

/* In order of name, a model without a name last. */
extern const struct model model_table[];

/* NULL where there is none of that name. */
const struct model *model_find(struct text name);

/* Those of a list ("last,first"), each once and in order of the table; 0 where one is not known. */
enum { MODEL_MAX = 16 };
size_t model_list(struct text list, const struct model *models[MODEL_MAX]);

/* "40,20,40"; false on anything else, numbers beyond MODEL_POSITION_MOST among it. */
enum { MODEL_POSITION_MOST = 10000 };
bool model_positions(struct text list, uint32_t position[MODEL_POSITIONS]);

#endif
