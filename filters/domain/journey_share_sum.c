#include "domain/journey_share_parts.h"

#include "base/array.h"
#include "domain/credit_rows.h"

#define NO_GROUP UINT32_MAX

/* The group of each touch is found once, when it first has a part. */
static void
forget_groups(struct journey_share *share)
{
    size_t count;

    (void)journey_paths_touches(share->paths, &count);
    share->groups = array_room(share->groups, count, &share->group_cap,
                               sizeof(*share->groups), "touches of one order");
    for (size_t i = 0; i < count; i++)
        share->groups[i] = NO_GROUP;
}

static uint32_t
group_of(struct journey_share *share, const struct journey_path *path,
         size_t number, const struct journey_found *found,
         struct credit *credit)
{
    uint32_t *group = &share->groups[journey_path_number(path, number)];

    if (*group == NO_GROUP) {
        journey_share_describe(share, &path->model.touches[number], found,
                               credit);
        *group = credit_rows_group(share->world->rows, credit);
    }
    return *group;
}

static void
sum_path(struct journey_share *share, const struct journey_path *path,
         size_t model, size_t window, const struct journey_found *found,
         struct credit *credit)
{
    for (size_t i = 0; i < path->model.count; i++) {
        int64_t sums[CREDIT_ROWS_SUMS];

        if (share->split.weights[i] == 0)
            continue;
        for (size_t j = 0; j < CREDIT_MONEYS; j++)
            sums[j] = credit->moneys[j] == CREDIT_ABSENT
                          ? CREDIT_ABSENT
                          : share->split.parts[j][i];
        sums[CREDIT_ROWS_FX] = credit->fx == CREDIT_ABSENT
                                   ? CREDIT_ABSENT
                                   : share->split.parts[JOURNEY_SPLIT_FX][i];
        credit_rows_add(share->world->rows,
                        group_of(share, path, i, found, credit), model, window,
                        sums);
    }
}

static void
sum_nobody(struct journey_share *share, size_t model, size_t window,
           const struct journey_found *found, const struct credit *credit)
{
    struct credit nobody = *credit;
    int64_t sums[CREDIT_ROWS_SUMS];

    journey_share_clear_touch(&nobody);
    nobody.joined_by = orders_rule_name(found->rule);
    nobody.reason = journey_share_reason(found);
    memcpy(sums, nobody.moneys, sizeof(nobody.moneys));
    sums[CREDIT_ROWS_FX] = nobody.fx;
    credit_rows_add(share->world->rows,
                    credit_rows_group(share->world->rows, &nobody), model,
                    window, sums);
}

void
journey_share_sum(struct journey_share *share, const struct order_row *row,
                  const struct journey_found *found, struct credit *credit)
{
    const struct attribution_rules *rules = share->rules;

    credit_rows_start(share->world->rows, row->state == ORDER_PAID);
    forget_groups(share);
    for (size_t i = 0; i < rules->model_count; i++) {
        for (size_t j = 0; j < rules->window_count; j++) {
            const struct journey_path *path =
                journey_paths_get(share->paths, j);

            if (path->model.count == 0) {
                sum_nobody(share, i, j, found, credit);
                continue;
            }
            if (!path->is_same)
                journey_split_make(&share->split, row, credit->fx,
                                   rules->models[i], &path->model);
            sum_path(share, path, i, j, found, credit);
        }
    }
}
