#include "domain/journey_share.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/conversion.h"
#include "domain/journey_words.h"
#include "domain/session.h"

enum { PPM = 1000000, DAY_S = 86400 };

/* The touches of one window that count. */
struct path {
    struct touch *touches;
    size_t count;
};

struct journey_share {
    const struct attribution_rules *rules;
    const struct journey_world *world;
    struct journal *journal;
    struct touch *touches; /* up to the order, of the widest window */
    size_t count;
    size_t cap;
    struct path *paths; /* one a window, each with `cap` touches of room */
    uint64_t *weights;
    int64_t *parts[CREDIT_MONEYS]; /* of what the order sums to after the row */
    int64_t *before;               /* of what it summed to before it */
    int64_t *fx;                   /* parts of it */
    int64_t *ppm;
    struct credit_scratch scratch;
    struct buffer line;
    struct buffer id, rate;
    uint64_t unconverted;
};

static void *
resize(void *items, size_t count, size_t size)
{
    items = reallocarray(items, count, size);
    if (items == NULL)
        err(EX_OSERR, "%zu touches of one order", count);
    return items;
}

struct journey_share *
journey_share_new(const struct attribution_rules *rules,
                  const struct journey_world *world, struct journal *touches)
{
    struct journey_share *share = calloc(1, sizeof(*share));

    if (share == NULL)
        err(EX_OSERR, "shares");
    share->rules = rules;
    share->world = world;
    share->journal = touches;
    share->paths = calloc(rules->window_count, sizeof(*share->paths));
    if (share->paths == NULL)
        err(EX_OSERR, "shares");
    return share;
}

void
journey_share_free(struct journey_share *share)
{
    if (share == NULL)
        return;
    for (size_t i = 0; i < share->rules->window_count; i++)
        free(share->paths[i].touches);
    for (size_t i = 0; i < CREDIT_MONEYS; i++)
        free(share->parts[i]);
    free(share->paths);
    free(share->touches);
    free(share->weights);
    free(share->before);
    free(share->fx);
    free(share->ppm);
    credit_scratch_free(&share->scratch);
    buffer_free(&share->line);
    buffer_free(&share->id);
    buffer_free(&share->rate);
    free(share);
}

static void
reserve(struct journey_share *share, size_t count)
{
    if (count <= share->cap)
        return;
    share->cap = count * 2;
    share->touches = resize(share->touches, share->cap, sizeof(struct touch));
    for (size_t i = 0; i < share->rules->window_count; i++)
        share->paths[i].touches =
            resize(share->paths[i].touches, share->cap, sizeof(struct touch));
    share->weights = resize(share->weights, share->cap, sizeof(uint64_t));
    for (size_t i = 0; i < CREDIT_MONEYS; i++)
        share->parts[i] = resize(share->parts[i], share->cap, sizeof(int64_t));
    share->before = resize(share->before, share->cap, sizeof(int64_t));
    share->fx = resize(share->fx, share->cap, sizeof(int64_t));
    share->ppm = resize(share->ppm, share->cap, sizeof(int64_t));
}

/* Their places go on from one chunk to the next. */
static void
load_touches(struct journey_share *share, uint64_t first, size_t count)
{
    size_t have = 0;

    reserve(share, count);
    while (have < count) {
        struct text bytes =
            journal_get(share->journal, first + have * sizeof(struct touch),
                        (count - have) * sizeof(struct touch));

        memcpy(share->touches + have, bytes.at, bytes.len);
        have += bytes.len / sizeof(struct touch);
    }
    share->count = count;
}

/* The number of the first touch that is within the window. */
static size_t
first_within(const struct journey_share *share, const struct window *window,
             int64_t order_s)
{
    size_t low = 0, high = share->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int64_t touch_s = touch_stamp_s(share->touches[middle].stamp);

        if (window_holds(window, touch_s, order_s))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void
find_paths(struct journey_share *share, int64_t order_s)
{
    for (size_t i = 0; i < share->rules->window_count; i++) {
        size_t from = first_within(share, &share->rules->windows[i], order_s);

        share->paths[i].count =
            session_path(share->touches + from, share->count - from,
                         share->paths[i].touches);
    }
}

static int64_t
after(const struct order_row *row, size_t money)
{
    int64_t value = row->moneys[money];

    return row->before[money] + (value == CREDIT_ABSENT ? 0 : value);
}

/* What each touch gets of the row: its part of the order after it less that before it. */
static void
split_money(struct journey_share *share, const struct order_row *row,
            size_t money, bool is_additive, size_t count)
{
    int64_t *parts = share->parts[money];

    if (row->moneys[money] == CREDIT_ABSENT)
        return;
    if (!is_additive) {
        for (size_t i = 0; i < count; i++)
            parts[i] = share->weights[i] > 0 ? row->moneys[money] : 0;
        return;
    }
    credit_split(&share->scratch, after(row, money), share->weights, count,
                 parts);
    if (row->before[money] == 0)
        return;
    credit_split(&share->scratch, row->before[money], share->weights, count,
                 share->before);
    for (size_t i = 0; i < count; i++)
        parts[i] -= share->before[i];
}

/* By itself: what all rows of an order have of it adds up to no split of the order. */
static void
split_fx(struct journey_share *share, int64_t fx, bool is_additive,
         size_t count)
{
    if (fx == CREDIT_ABSENT)
        return;
    credit_split(&share->scratch, fx, share->weights, count, share->fx);
    for (size_t i = 0; i < count && !is_additive; i++)
        share->fx[i] = share->weights[i] > 0 ? fx : 0;
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
    const struct path *path = &share->paths[window];

    return is_among(visit, path->touches, path->count);
}

/* A direct one that gave way to a later source is none. */
bool
journey_share_has_touch(const struct journey_share *share,
                        const struct touch *visit)
{
    for (size_t i = 0; i < share->count; i++)
        if (share->touches[i].visit == visit->visit)
            return !share->touches[i].is_passing || i == share->count - 1;
    return false;
}

enum order_rule
journey_share_rule(const struct journey_share *share, const struct touch *touch,
                   const struct journey_found *found)
{
    return !found->is_stitched
                   || visits_whose(share->world->visits, touch->visit)
                          == found->device
               ? found->rule
               : ORDERS_STITCHED;
}

static void
share_path(struct journey_share *share, const struct order_row *row,
           const struct model *model, const struct path *path,
           const struct journey_found *found, struct credit *credit,
           const struct attribution_out *out)
{
    const struct model_path given = {path->touches, path->count,
                                     row->order_stamp};
    int64_t fx = credit->fx;

    model->weigh(&given, share->weights);
    for (size_t i = 0; i < CREDIT_MONEYS; i++)
        split_money(share, row, i, model->is_additive, path->count);
    split_fx(share, fx, model->is_additive, path->count);
    credit_split(&share->scratch, PPM, share->weights, path->count, share->ppm);
    credit->of = (int64_t)path->count;
    for (size_t i = 0; i < path->count; i++) {
        const struct touch *touch = &path->touches[i];

        if (share->weights[i] == 0)
            continue;
        journey_words(share->world, touch, &share->id, credit);
        if (found->is_stitched)
            credit->joined_by =
                orders_rule_name(journey_share_rule(share, touch, found));
        credit->position = (int64_t)i + 1;
        credit->touch_s = touch_stamp_s(touch->stamp);
        credit->lag_s = touch_stamp_s(row->order_stamp) - credit->touch_s;
        credit->share_ppm = share->ppm[i];
        if (fx != CREDIT_ABSENT)
            credit->fx = share->fx[i];
        for (size_t money = 0; money < CREDIT_MONEYS; money++)
            if (row->moneys[money] != CREDIT_ABSENT)
                credit->moneys[money] = share->parts[money][i];
        emit(share, credit, out);
    }
    credit->fx = fx;
    credit->joined_by = orders_rule_name(found->rule);
}

/* One credit without an account. */
static void
share_nobody(struct journey_share *share, const struct order_row *row,
             struct text reason, struct credit *credit,
             const struct attribution_out *out)
{
    credit->utm_source = credit->utm_medium = TEXT_NONE;
    credit->touch = credit->channel = credit->campaign = credit->account =
        credit->post = TEXT_NONE;
    credit->of = credit->touch_s = credit->position = credit->lag_s =
        credit->share_ppm = CREDIT_ABSENT;
    memcpy(credit->moneys, row->moneys, sizeof(credit->moneys));
    credit->reason = reason;
    emit(share, credit, out);
    credit->reason = TEXT_NONE;
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
        .touches = share->rules->only_tracked ? TEXT("tracked") : TEXT("all"),
        .currency = row->currency,
        .exponent = row->exponent,
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
    load_touches(share, found->first, found->count);
    find_paths(share, touch_stamp_s(row->order_stamp));
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
    for (size_t i = 0; i < rules->model_count; i++) {
        credit.model = text_of(rules->models[i]->name);
        for (size_t j = 0; j < rules->window_count; j++) {
            credit.window = rules->windows[j].name;
            if (share->paths[j].count > 0)
                share_path(share, row, rules->models[i], &share->paths[j],
                           found, &credit, out);
            else if (found->rule == ORDERS_NOBODY)
                share_nobody(share, row, TEXT("no_visitor"), &credit, out);
            else if (found->count == 0)
                share_nobody(share, row, TEXT("no_touch"), &credit, out);
            else
                share_nobody(share, row, TEXT("outside_window"), &credit, out);
        }
    }
}
