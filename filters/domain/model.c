#include "domain/model.h"

#include <assert.h>

static void
weigh_one(const struct model_path *path, uint64_t *weights, size_t chosen)
{
    for (size_t i = 0; i < path->count; i++)
        weights[i] = i == chosen;
}

static void
weigh_first(const struct model_path *path, uint64_t *weights)
{
    weigh_one(path, weights, 0);
}

static void
weigh_last(const struct model_path *path, uint64_t *weights)
{
    weigh_one(path, weights, path->count - 1);
}

static void
weigh_linear(const struct model_path *path, uint64_t *weights)
{
    for (size_t i = 0; i < path->count; i++)
        weights[i] = 1;
}

const struct model model_table[] = {
    {"first", true, weigh_first},
    {"last", true, weigh_last},
    {"linear", true, weigh_linear},
    {NULL, false, NULL},
};

const struct model *
model_find(struct text name)
{
    for (const struct model *model = model_table; model->name != NULL; model++)
        if (text_equal(name, text_of(model->name)))
            return model;
    return NULL;
}

static_assert(sizeof(model_table) / sizeof(*model_table) <= MODEL_MAX, "");

size_t
model_list(struct text list, const struct model *models[MODEL_MAX])
{
    bool is_chosen[MODEL_MAX] = {false};
    struct text name;
    size_t count = 0;

    while (text_split(&list, ',', &name)) {
        const struct model *model = model_find(name);

        if (model == NULL)
            return 0;
        is_chosen[model - model_table] = true;
    }
    for (size_t i = 0; i < MODEL_MAX; i++)
        if (is_chosen[i])
            models[count++] = &model_table[i];
    return count;
}
