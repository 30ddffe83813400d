#include "domain/journey_share.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "domain/conversion.h"
#include "domain/credit_rows.h"
#include "domain/journey_paths.h"
#include "domain/journey_split.h"
#include "domain/journey_words.h"

enum { DAY_S = 86400 };
#define NO_GROUP UINT32_MAX

struct journey_share {
    const struct attribution_rules *rules;
    const struct journey_world *world;
    struct journey_paths *paths;
    struct journey_split split;
    struct coupons coupons; /* of the order */
    uint32_t *groups; /* of each touch up to the order, where rows are made */
    size_t group_cap;
    struct buffer line;
    struct buffer id, rate;
    uint64_t unconverted;
};

struct journey_share *
journey_share_new(const struct attribution_rules *rules,
                  const struct journey_world *world, struct journal *touches)
{
    struct journey_share *share = calloc(1, sizeof(*share));

    if (share == NULL)
        err(EX_OSERR, "shares");
    share->rules = rules;
    share->world = world;
    share->paths = journey_paths_new(rules, world, touches);
    return share;
}

void
journey_share_free(struct journey_share *share)
{
    if (share == NULL)
        return;
    journey_paths_free(share->paths);
    journey_split_free(&share->split);
    free(share->groups);
    buffer_free(&share->line);
    buffer_free(&share->id);
    buffer_free(&share->rate);
    free(share);
}

static void
emit(struct journey_share *share, const struct credit *credit,
     const struct attribution_out *out)
{
    buffer_clear(&share->line);
    credit_write(&share->line, credit);
    out->take(out->context, "credit", buffer_text(&share->line));
}

static bool
is_among(const struct touch *visit, const struct touch *touches, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (touches[i].visit == visit->visit)
            return true;
    return false;
}

bool
journey_share_has(const struct journey_share *share, size_t window,
                  const struct touch *visit)
{
    const struct journey_path *path = journey_paths_get(share->paths, window);

    return is_among(visit, path->model.touches, path->model.count);
}

/* A direct one that gave way to a later source is none. */
bool
journey_share_has_touch(const struct journey_share *share,
                        const struct touch *visit)
{
    size_t count;
    const struct touch *touches = journey_paths_touches(share->paths, &count);

    return is_among(visit, touches, count);
}

enum order_rule
journey_share_rule(const struct journey_share *share, const struct touch *touch,
                   const struct journey_found *found)
{
    if (touch->kind == TOUCH_COUPON)
        return ORDERS_COUPON;
    return !found->is_stitched
                   || visits_whose(share->world->visits, touch->visit)
                          == found->device
               ? found->rule
               : ORDERS_STITCHED;
}

/* The same in all models and windows. */
static void
describe(struct journey_share *share, const struct touch *touch,
         const struct journey_found *found, struct credit *credit)
{
    journey_words(share->world, touch, &share->id, credit);
    credit->joined_by =
        orders_rule_name(journey_share_rule(share, touch, found));
    credit->touch_s = touch_stamp_s(touch->stamp);
}

static void
share_touch(struct journey_share *share, const struct order_row *row,
            const struct journey_path *path, size_t number,
            const struct journey_found *found, struct credit *credit,
            const struct attribution_out *out)
{
    const struct touch *touch = &path->model.touches[number];
    int64_t *const *parts = share->split.parts;

    describe(share, touch, found, credit);
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

static void
clear_touch(struct credit *credit)
{
    credit->utm_source = credit->utm_medium = TEXT_NONE;
    credit->touch = credit->channel = credit->campaign = credit->account =
        credit->post = TEXT_NONE;
    credit->of = credit->touch_s = credit->position = credit->lag_s =
        credit->frequency = credit->share_ppm = CREDIT_ABSENT;
}

/* One credit without an account. */
static void
share_nobody(struct journey_share *share, const struct order_row *row,
             struct text reason, struct credit *credit,
             const struct attribution_out *out)
{
    clear_touch(credit);
    memcpy(credit->moneys, row->moneys, sizeof(credit->moneys));
    credit->reason = reason;
    emit(share, credit, out);
    credit->reason = TEXT_NONE;
}

static struct text
reason_of(const struct journey_found *found)
{
    if (found->rule == ORDERS_NOBODY)
        return TEXT("no_visitor");
    return found->count == 0 ? TEXT("no_touch") : TEXT("outside_window");
}

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
        describe(share, &path->model.touches[number], found, credit);
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

    clear_touch(&nobody);
    nobody.joined_by = orders_rule_name(found->rule);
    nobody.reason = reason_of(found);
    memcpy(sums, nobody.moneys, sizeof(nobody.moneys));
    sums[CREDIT_ROWS_FX] = nobody.fx;
    credit_rows_add(share->world->rows,
                    credit_rows_group(share->world->rows, &nobody), model,
                    window, sums);
}

/* The same credits, added up where they are made. */
static void
sum_row(struct journey_share *share, const struct order_row *row,
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

/* What is the same in all credits of the row. */
static struct credit
credit_of(const struct journey_share *share, const struct order_row *row,
          enum order_rule rule)
{
    size_t colon = text_find_char(row->id, ':');
    struct credit credit = {
        .source = {row->id.at, colon == SIZE_MAX ? 0 : colon},
        .order = row->order,
        .time_s = touch_stamp_s(row->stamp),
        .touches = share->world->touches,
        .currency = row->currency,
        .exponent = row->exponent,
        .frequency = CREDIT_ABSENT,
        .rate_s = CREDIT_ABSENT,
        .fx = CREDIT_ABSENT,
        .joined_by = orders_rule_name(rule),
    };

    if (row->state != ORDER_PAID)
        credit.row = row->id;
    memcpy(credit.moneys, row->moneys, sizeof(credit.moneys));
    return credit;
}

/* The row in the currency that is wanted. */
static void
convert(struct journey_share *share, const struct order_row *given,
        struct order_row *row, struct conversion *made)
{
    *row = *given;
    *made = (struct conversion){.fx = CREDIT_ABSENT};
    if (share->world->rates != NULL)
        conversion_make(share->world->rates, row, made);
    share->unconverted += made->is_missing;
}

/* How it came to be: told on each credit. */
static void
tell_conversion(struct journey_share *share, const struct conversion *made,
                struct credit *credit)
{
    if (made->is_missing)
        credit->flag = "no_rate";
    if (!made->is_made)
        return;
    buffer_clear(&share->rate);
    decimal_write(&share->rate, made->rate.factor.digits,
                  (int)made->rate.factor.places);
    credit->converted_from = made->from;
    credit->rate = buffer_text(&share->rate);
    credit->rate_s = made->rate.day * DAY_S;
    credit->fx = made->fx;
    credit->flag = made->is_old ? "old_rate" : NULL;
}

uint64_t
journey_share_unconverted(const struct journey_share *share)
{
    return share->unconverted;
}

void
journey_share_find(struct journey_share *share, const struct order_row *row,
                   const struct journey_found *found)
{
    const struct journey_stretch stretch = {
        found->first, found->count, found->in_session,
        touch_stamp_s(row->order_stamp), &share->coupons};

    coupons_find(&share->coupons, share->world->links, row);
    journey_paths_find(share->paths, &stretch);
}

const struct coupons *
journey_share_coupons(const struct journey_share *share)
{
    return &share->coupons;
}

void
journey_share_row(struct journey_share *share, const struct order_row *given,
                  const struct journey_found *found,
                  const struct attribution_out *out)
{
    const struct attribution_rules *rules = share->rules;
    struct conversion made;
    struct order_row converted;
    const struct order_row *row = &converted;
    struct credit credit;

    convert(share, given, &converted, &made);
    credit = credit_of(share, row, found->rule);
    tell_conversion(share, &made, &credit);

    journey_share_find(share, row, found);
    if (share->world->rows != NULL) {
        sum_row(share, row, found, &credit);
        return;
    }
    for (size_t i = 0; i < rules->model_count; i++) {
        credit.model = text_of(rules->models[i]->name);
        credit.is_not_additive = !rules->models[i]->is_additive;
        for (size_t j = 0; j < rules->window_count; j++) {
            const struct journey_path *path =
                journey_paths_get(share->paths, j);

            credit.window = rules->windows[j].name;
            credit.is_headline =
                attribution_rules_headline(rules, credit.model, credit.window);
            if (path->model.count > 0)
                share_path(share, row, rules->models[i], path, found, &credit,
                           out);
            else
                share_nobody(share, row, reason_of(found), &credit, out);
        }
    }
}
