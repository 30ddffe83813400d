#include "domain/model.h"

#include <assert.h>

#include "domain/decay.h"

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

/* All-direct paths keep their last. */
static void
weigh_last_non_direct(const struct model_path *path, uint64_t *weights)
{
    size_t chosen = path->count;

    while (chosen > 0 && path->touches[chosen - 1].kind == TOUCH_DIRECT)
        chosen--;
    weigh_one(path, weights, (chosen > 0 ? chosen : path->count) - 1);
}

/* The middle touches share theirs; where there are none, the ends share it as they share theirs,
   and alike where they have none. */
static void
weigh_positions(const struct model_path *path,
                const uint32_t position[MODEL_POSITIONS], uint64_t *weights)
{
    size_t last = path->count - 1;
    uint64_t middles = path->count > 2 ? path->count - 2 : 1;

    for (size_t i = 1; i < last; i++)
        weights[i] = position[MODEL_MIDDLE];
    weights[last] = position[MODEL_LAST] * middles;
    weights[0] = position[MODEL_FIRST] * middles;
    if (path->count == 1
        || (path->count == 2 && weights[0] + weights[last] == 0))
        weights[0] = weights[last] = 1;
}

static void
weigh_position(const struct model_path *path, uint64_t *weights)
{
    weigh_positions(path, path->settings->position, weights);
}

static void
weigh_j(const struct model_path *path, uint64_t *weights)
{
    static const uint32_t shares[MODEL_POSITIONS] = {20, 20, 60};

    weigh_positions(path, shares, weights);
}

static void
weigh_inverse_j(const struct model_path *path, uint64_t *weights)
{
    static const uint32_t shares[MODEL_POSITIONS] = {60, 20, 20};

    weigh_positions(path, shares, weights);
}

/* Half as much for each half-life before the last touch; what the last is worth cancels out. A path
   of more than a million touches is weighed by fewer bits, so that the sum fits. */
static void
weigh_time_decay(const struct model_path *path, uint64_t *weights)
{
    int64_t last_s = touch_stamp_s(path->touches[path->count - 1].stamp);
    int spare = path->count >> 20 == 0 ? 0 : 20;

    for (size_t i = 0; i < path->count; i++)
        weights[i] =
            decay_weight(last_s - touch_stamp_s(path->touches[i].stamp),
                         path->settings->half_life_s)
            >> spare;
}

/* The first touch of each unit. */
static void
weigh_participation(const struct model_path *path, uint64_t *weights)
{
    for (size_t i = 0; i < path->count; i++)
        weights[i] = path->is_first[i];
}

const struct model model_table[] = {
    {"first", true, false, false, weigh_first},
    {"inverse_j", true, false, false, weigh_inverse_j},
    {"j", true, false, false, weigh_j},
    {"last", true, false, false, weigh_last},
    {"last_non_direct", true, false, false, weigh_last_non_direct},
    {"linear", true, false, false, weigh_linear},
    {"participation", false, true, false, weigh_participation},
    {"position", true, false, false, weigh_position},
    {"time_decay", true, false, true, weigh_time_decay},
    {NULL, false, false, false, NULL},
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

bool
model_positions(struct text list, uint32_t position[MODEL_POSITIONS])
{
    uint64_t sum = 0;

    for (size_t i = 0; i < MODEL_POSITIONS; i++) {
        struct text item;
        int64_t share;

        if (!text_split(&list, ',', &item) || !text_integer(item, &share)
            || share < 0 || share > MODEL_POSITION_MOST)
            return false;
        position[i] = (uint32_t)share;
        sum += position[i];
    }
    return list.at == NULL && sum > 0;
}
