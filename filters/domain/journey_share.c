#include "domain/journey_share_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/conversion.h"
#include "domain/journey_words.h"

enum { DAY_S = 86400 };

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

void
journey_share_describe(struct journey_share *share, const struct touch *touch,
                       const struct journey_found *found, struct credit *credit)
{
    journey_words(share->world, touch, &share->id, credit);
    credit->joined_by =
        orders_rule_name(journey_share_rule(share, touch, found));
    credit->touch_s = touch_stamp_s(touch->stamp);
}

void
journey_share_clear_touch(struct credit *credit)
{
    credit->utm_source = credit->utm_medium = TEXT_NONE;
    credit->touch = credit->channel = credit->campaign = credit->account =
        credit->post = TEXT_NONE;
    credit->of = credit->touch_s = credit->position = credit->lag_s =
        credit->frequency = credit->share_ppm = CREDIT_ABSENT;
}

struct text
journey_share_reason(const struct journey_found *found)
{
    if (found->rule == ORDERS_NOBODY)
        return TEXT("no_visitor");
    return found->count == 0 ? TEXT("no_touch") : TEXT("outside_window");
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
    struct conversion made;
    struct order_row converted;
    const struct order_row *row = &converted;
    struct credit credit;

    convert(share, given, &converted, &made);
    credit = credit_of(share, row, found->rule);
    tell_conversion(share, &made, &credit);

    journey_share_find(share, row, found);
    if (share->world->rows != NULL)
        journey_share_sum(share, row, found, &credit);
    else
        journey_share_write(share, row, found, &credit, out);
}
