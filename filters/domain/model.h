/*
 * model - which touch of a path earns how much
 *
 * A model is one function and one row of the table: it gives each touch of the path a weight, and
 * the share of a touch is its weight over the sum of all. Whole numbers only.
 * Shape:   a path has at least one touch and is in order of time; weights are below 2^32 and at
 *          least one is not 0.
 * Source:  docs/hark-attribute.1, MODELS.
 */
#ifndef HARK_DOMAIN_MODEL_H
#define HARK_DOMAIN_MODEL_H

#include "domain/touch.h"

struct model_path {
    const struct touch *touches;
    size_t count;
    int64_t order; /* stamp of the order */
};

struct model {
    const char *name;
    bool is_additive; /* its parts sum to the amount */
    void (*weigh)(const struct model_path *path, uint64_t *weights);
};

/* In order of name, a model without a name last. */
extern const struct model model_table[];

/* NULL where there is none of that name. */
const struct model *model_find(struct text name);

/* Those of a list ("last,first"), each once and in order of the table; 0 where one is not known. */
enum { MODEL_MAX = 16 };
size_t model_list(struct text list, const struct model *models[MODEL_MAX]);

#endif
