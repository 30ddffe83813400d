#include "domain/journey_share_parts.h"

static void
emit(struct journey_share *share, const struct credit *credit,
     const struct attribution_out *out)
{
    buffer_clear(&share->line);
    credit_write(&share->line, credit);
    out->take(out->context, "credit", buffer_text(&share->line));
}

static void
share_touch(struct journey_share *share, const struct order_row *row,
            const struct journey_path *path, size_t number,
            const struct journey_found *found, struct credit *credit,
            const struct attribution_out *out)
{
    const struct touch *touch = &path->model.touches[number];
    int64_t *const *parts = share->split.parts;

    journey_share_describe(share, touch, found, credit);
    credit->position = (int64_t)number + 1;
    if (path->steps != NULL && path->steps[number].count > 0)
        credit->frequency = path->steps[number].count;
    credit->lag_s = touch_stamp_s(row->order_stamp) - credit->touch_s;
    credit->share_ppm = parts[JOURNEY_SPLIT_PPM][number];
    if (credit->fx != CREDIT_ABSENT)
        credit->fx = parts[JOURNEY_SPLIT_FX][number];
    for (size_t i = 0; i < CREDIT_MONEYS; i++)
        if (row->moneys[i] != CREDIT_ABSENT)
            credit->moneys[i] = parts[i][number];
    emit(share, credit, out);
}

/* Windows that hold the same touches split alike. */
static void
share_path(struct journey_share *share, const struct order_row *row,
           const struct model *model, const struct journey_path *path,
           const struct journey_found *found, struct credit *credit,
           const struct attribution_out *out)
{
    int64_t fx = credit->fx;

    if (!path->is_same)
        journey_split_make(&share->split, row, fx, model, &path->model);
    credit->of = (int64_t)path->model.count;
    for (size_t i = 0; i < path->model.count; i++)
        if (share->split.weights[i] > 0)
            share_touch(share, row, path, i, found, credit, out);
    credit->fx = fx;
    credit->joined_by = orders_rule_name(found->rule);
}

/* One credit without an account. */
static void
share_nobody(struct journey_share *share, const struct order_row *row,
             struct text reason, struct credit *credit,
             const struct attribution_out *out)
{
    journey_share_clear_touch(credit);
    memcpy(credit->moneys, row->moneys, sizeof(credit->moneys));
    credit->reason = reason;
    emit(share, credit, out);
    credit->reason = TEXT_NONE;
}

void
journey_share_write(struct journey_share *share, const struct order_row *row,
                    const struct journey_found *found, struct credit *credit,
                    const struct attribution_out *out)
{
    const struct attribution_rules *rules = share->rules;

    for (size_t i = 0; i < rules->model_count; i++) {
        credit->model = text_of(rules->models[i]->name);
        credit->is_not_additive = !rules->models[i]->is_additive;
        for (size_t j = 0; j < rules->window_count; j++) {
            const struct journey_path *path =
                journey_paths_get(share->paths, j);

            credit->window = rules->windows[j].name;
            credit->is_headline = attribution_rules_headline(
                rules, credit->model, credit->window);
            if (path->model.count > 0)
                share_path(share, row, rules->models[i], path, found, credit,
                           out);
            else
                share_nobody(share, row, journey_share_reason(found), credit,
                             out);
        }
    }
}
