#include "ports/linear.h"

#include <err.h>
#include <linear.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

struct linear_set {
    uint32_t dimensions;
    struct feature_node **rows;
    double *classes;
    size_t count;
    size_t cap;
};

static void *
enough(void *memory)
{
    if (memory == NULL)
        err(EX_OSERR, "rows to train with");
    return memory;
}

static void
say_nothing(const char *words)
{
    (void)words;
}

struct linear_set *
linear_new(uint32_t dimensions)
{
    struct linear_set *set = enough(calloc(1, sizeof(*set)));

    set->dimensions = dimensions;
    set_print_string_function(say_nothing);
    return set;
}

void
linear_free(struct linear_set *set)
{
    if (set == NULL)
        return;
    for (size_t i = 0; i < set->count; i++)
        free(set->rows[i]);
    free(set->rows);
    free(set->classes);
    free(set);
}

void
linear_add(struct linear_set *set, uint32_t class,
           const struct linear_value *values, size_t count)
{
    struct feature_node *row = enough(calloc(count + 1, sizeof(*row)));

    if (set->count == set->cap) {
        set->cap = set->cap == 0 ? 1024 : 2 * set->cap;
        set->rows = enough(reallocarray(set->rows, set->cap, sizeof(void *)));
        set->classes =
            enough(reallocarray(set->classes, set->cap, sizeof(double)));
    }
    for (size_t i = 0; i < count; i++)
        row[i] = (struct feature_node){(int)values[i].at + 1, values[i].value};
    row[count].index = -1;
    set->rows[set->count] = row;
    set->classes[set->count++] = class;
}

/* Of two classes liblinear keeps one vector, for the class that it met first. */
static void
spread(const struct model *model, uint32_t classes, uint32_t dimensions,
       double *weights)
{
    bool is_pair = model->nr_class == 2;
    int vectors = is_pair ? 1 : model->nr_class;

    for (size_t at = 0; at < dimensions; at++) {
        for (int i = 0; i < model->nr_class; i++) {
            double weight = is_pair
                                ? (i == 0 ? 1 : -1) * model->w[at]
                                : model->w[at * (size_t)vectors + (size_t)i];

            weights[at * classes + (size_t)model->label[i]] = weight;
        }
    }
}

void
linear_train(const struct linear_set *set, const struct linear_plan *plan,
             double *weights)
{
    struct problem problem = {.n = (int)set->dimensions, .bias = -1};
    struct parameter parameter = {.solver_type = L2R_L2LOSS_SVC_DUAL,
                                  .eps = 0.1,
                                  .C = plan->cost,
                                  .nr_weight = (int)plan->classes};
    struct model *model;

    problem.x = enough(calloc(set->count + 1, sizeof(void *)));
    problem.y = enough(calloc(set->count + 1, sizeof(*problem.y)));
    parameter.weight_label = enough(calloc(plan->classes, sizeof(int)));
    parameter.weight = enough(calloc(plan->classes, sizeof(double)));
    for (uint32_t i = 0; i < plan->classes; i++) {
        parameter.weight_label[i] = (int)i;
        parameter.weight[i] = plan->class_costs[i];
    }
    for (size_t i = 0; i < set->count; i++) {
        if (!plan->chosen[i])
            continue;
        problem.x[problem.l] = set->rows[i];
        problem.y[problem.l++] = set->classes[i];
    }
    srand(1); /* it takes its rows in an order by rand() */
    model = enough(train(&problem, &parameter));
    memset(weights, 0,
           (size_t)set->dimensions * plan->classes * sizeof(*weights));
    spread(model, plan->classes, set->dimensions, weights);
    free_and_destroy_model(&model);
    destroy_param(&parameter);
    free(problem.x);
    free(problem.y);
}
