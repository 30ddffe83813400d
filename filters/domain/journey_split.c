#include "domain/journey_split.h"

#include <stdlib.h>

#include "base/array.h"

enum { PPM = 1000000 };

void
journey_split_free(struct journey_split *split)
{
    free(split->weights);
    free(split->before);
    for (size_t i = 0; i < JOURNEY_SPLITS; i++)
        free(split->parts[i]);
    credit_scratch_free(&split->scratch);
    *split = (struct journey_split){0};
}

static void
reserve(struct journey_split *split, size_t count)
{
    if (count <= split->cap)
        return;
    split->cap = count * 2;
    split->weights =
        array_resize(split->weights, split->cap, sizeof(*split->weights),
                     "shares of one order");
    split->before = array_resize(split->before, split->cap,
                                 sizeof(*split->before), "shares of one order");
    for (size_t i = 0; i < JOURNEY_SPLITS; i++)
        split->parts[i] = array_resize(split->parts[i], split->cap,
                                       sizeof(int64_t), "shares of one order");
}

/* All of it to each where the model is not additive. */
static void
split_value(struct journey_split *split, int64_t value, bool is_additive,
            size_t count, int64_t *parts)
{
    if (is_additive) {
        credit_split(&split->scratch, value, split->weights, count, parts);
        return;
    }
    for (size_t i = 0; i < count; i++)
        parts[i] = split->weights[i] > 0 ? value : 0;
}

static void
split_money(struct journey_split *split, int64_t before, int64_t value,
            bool is_additive, size_t count, int64_t *parts)
{
    split_value(split, before + value, is_additive, count, parts);
    if (before == 0)
        return;
    split_value(split, before, is_additive, count, split->before);
    for (size_t i = 0; i < count; i++)
        parts[i] -= split->before[i];
}

static void
give_to_one(struct journey_split *split, const struct order_row *row,
            int64_t fx)
{
    split->weights[0] = 1;
    for (size_t i = 0; i < CREDIT_MONEYS; i++)
        split->parts[i][0] = row->moneys[i];
    split->parts[JOURNEY_SPLIT_FX][0] = fx;
    split->parts[JOURNEY_SPLIT_PPM][0] = PPM;
}

void
journey_split_make(struct journey_split *split, const struct order_row *row,
                   int64_t fx, const struct model *model,
                   const struct model_path *path)
{
    size_t count = path->count;

    reserve(split, count);
    if (count == 1) {
        give_to_one(split, row, fx);
        return;
    }
    model->weigh(path, split->weights);
    for (size_t i = 0; i < CREDIT_MONEYS; i++)
        if (row->moneys[i] != CREDIT_ABSENT)
            split_money(split, row->before[i], row->moneys[i],
                        model->is_additive, count, split->parts[i]);
    if (fx != CREDIT_ABSENT)
        split_value(split, fx, model->is_additive, count,
                    split->parts[JOURNEY_SPLIT_FX]);
    split_value(split, PPM, model->is_additive, count,
                split->parts[JOURNEY_SPLIT_PPM]);
}
