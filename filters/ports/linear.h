/*
 * linear - weights that tell classes apart, found by liblinear
 *
 * One weight vector a class against all others, L2-regularised squared hinge loss, by dual coordinate descent: it takes
 * no exp or log of libm and no BLAS, so that the same rows give the same weights bit for bit on x86_64.
 * Shape:   a row is its class and the values of some dimensions, sorted, each once.
 * Lives:   until linear_free().
 * Memory:  16 bytes a value.
 */
#ifndef HARK_PORTS_LINEAR_H
#define HARK_PORTS_LINEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct linear_value {
    uint32_t at; /* which dimension */
    double value;
};

struct linear_set;

struct linear_set *linear_new(uint32_t dimensions);
void linear_free(struct linear_set *set);
void linear_add(struct linear_set *set, uint32_t class,
                const struct linear_value *values, size_t count);

struct linear_plan {
    const bool *chosen; /* by row */
    uint32_t classes;
    double cost;
    const double *class_costs; /* factors of cost */
};

/* weights[dimension * classes + class]; zeros for a class without a chosen row. */
void linear_train(const struct linear_set *set, const struct linear_plan *plan,
                  double *weights);

#endif
