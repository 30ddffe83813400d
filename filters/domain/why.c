#include "domain/why.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/clock.h"
#include "domain/journey_words.h"

/* A visit of somebody who may have given an order. */
struct kept {
    uint64_t row; /* place of the order */
    uint64_t person;
    enum order_rule rule;
    struct touch visit;
};

struct why {
    const struct attribution_rules *rules;
    const struct journey_world *world;
    struct kept *kept;
    size_t count, cap;
    struct kept *shown; /* of one order */
    size_t shown_count, shown_cap;
    struct buffer line, id, other;
};

struct why *
why_new(const struct attribution_rules *rules,
        const struct journey_world *world)
{
    struct why *why;

    if (rules->why.count == 0)
        return NULL;
    why = calloc(1, sizeof(*why));
    if (why == NULL)
        err(EX_OSERR, "why");
    why->rules = rules;
    why->world = world;
    return why;
}

void
why_free(struct why *why)
{
    if (why == NULL)
        return;
    free(why->kept);
    free(why->shown);
    buffer_free(&why->line);
    buffer_free(&why->id);
    buffer_free(&why->other);
    free(why);
}

static struct text
without_platform(struct text id)
{
    size_t colon = text_find_char(id, ':');

    return colon == SIZE_MAX ? id : text_from(id, colon + 1);
}

bool
why_asks(const struct why *why, const struct order_row *row)
{
    for (size_t i = 0; i < why->rules->why.count; i++) {
        struct text asked = text_of(why->rules->why.at[i]);

        if (text_equal(asked, row->order)
            || text_equal(asked, without_platform(row->order))
            || text_equal(asked, row->number))
            return true;
    }
    return false;
}

void
why_keep(struct why *why, const struct order_claim *claim,
         const struct touch *visits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        why->kept = array_room(why->kept, why->count, &why->cap,
                               sizeof(*why->kept), "visits of one order");
        why->kept[why->count++] =
            (struct kept){claim->row, claim->person, claim->rule, visits[i]};
    }
}

static bool
is_of_order(const struct kept *kept, const struct journey_found *found)
{
    if (kept->rule == ORDERS_COUPON)
        return true;
    return found->is_stitched ? kept->rule == ORDERS_STITCHED
                              : kept->person == found->device;
}

/* One visit may be kept under several persons: once, if it can be as the order's own. */
static void
show(struct why *why, const struct kept *kept,
     const struct journey_found *found)
{
    for (size_t i = 0; i < why->shown_count; i++) {
        struct kept *shown = &why->shown[i];

        if (shown->visit.visit != kept->visit.visit)
            continue;
        if (is_of_order(kept, found))
            *shown = *kept;
        return;
    }
    why->shown = array_room(why->shown, why->shown_count, &why->shown_cap,
                            sizeof(*why->shown), "visits of one order");
    why->shown[why->shown_count++] = *kept;
}

static int
compare(const void *a, const void *b, void *context)
{
    const struct kept *left = a;
    const struct kept *right = b;
    struct why *why = context;

    if (left->visit.stamp != right->visit.stamp)
        return left->visit.stamp < right->visit.stamp ? -1 : 1;
    buffer_clear(&why->other);
    buffer_add(&why->other, visits_id(why->world->visits, left->visit.visit));
    return text_compare(buffer_text(&why->other),
                        visits_id(why->world->visits, right->visit.visit));
}

/* Adds the windows in which it counts; false where there is none. */
static bool
add_windows(struct why *why, const struct journey_share *share,
            const struct touch *visit)
{
    const char *before = ",\"windows\":[";

    for (size_t i = 0; i < why->rules->window_count; i++) {
        if (!journey_share_has(share, i, visit))
            continue;
        buffer_add_string(&why->line, before);
        buffer_add_json_string(&why->line, why->rules->windows[i].name);
        before = ",";
    }
    if (before[1] == '\0')
        buffer_add_char(&why->line, ']');
    return before[1] == '\0';
}

static bool
is_in_a_window(const struct why *why, const struct order_row *row,
               const struct touch *visit)
{
    const struct window *widest =
        &why->rules->windows[why->rules->window_count - 1];

    return window_holds(widest, touch_stamp_s(visit->stamp),
                        touch_stamp_s(row->order_stamp));
}

/* Of a visit that is the order's own and no bot's. */
static const char *
judge(const struct why *why, const struct journey_share *share,
      const struct order_row *row, const struct touch *visit)
{
    if (journey_share_has_touch(share, visit))
        return is_in_a_window(why, row, visit) ? "path_transform"
                                               : "outside_window";
    if (visit->kind == TOUCH_DIRECT && visit->is_ignored)
        return "ignored_referrer";
    if (why->rules->only_tracked && !touch_is_tracked(visit))
        return "not_tracked";
    return "same_session";
}

static void
add_text(struct buffer *out, const char *name, struct text value)
{
    if (value.len == 0)
        return;
    buffer_printf(out, ",\"%s\":", name);
    buffer_add_json_string(out, value);
}

static void
add_visit(struct why *why, const struct kept *kept, enum order_rule rule)
{
    struct buffer *line = &why->line;
    struct credit words = {0};

    journey_words(why->world, &kept->visit, &why->id, &words);
    add_text(line, "touch", words.touch);
    buffer_add(line, TEXT(",\"touch_time\":\""));
    clock_write(line, touch_stamp_s(kept->visit.stamp));
    buffer_add_char(line, '"');
    add_text(line, "channel", words.channel);
    add_text(line, "campaign", words.campaign);
    add_text(line, "account", words.account);
    add_text(line, "post", words.post);
    add_text(line, "joined_by", orders_rule_name(rule));
}

static void
write_one(struct why *why, const struct kept *kept, const struct order_row *row,
          const struct journey_found *found, const struct journey_share *share)
{
    struct buffer *line = &why->line;
    const struct touch *visit = &kept->visit;
    const char *verdict = "counts";
    enum order_rule rule = kept->rule;

    if (is_of_order(kept, found))
        rule = journey_share_rule(share, visit, found);
    buffer_clear(line);
    buffer_add(line, TEXT("{\"v\":1,\"kind\":\"row\""));
    add_text(line, "order", row->order);
    add_visit(why, kept, rule);
    if (visit->stamp <= touch_stamp_last(row->order_stamp))
        buffer_printf(line, ",\"lag_s\":%lld",
                      (long long)(touch_stamp_s(row->order_stamp)
                                  - touch_stamp_s(visit->stamp)));
    if (!is_of_order(kept, found))
        verdict = "other_person";
    else if (visit->is_bot)
        verdict = "bot";
    else if (visit->stamp > touch_stamp_last(row->order_stamp))
        verdict = "after_order";
    else if (!add_windows(why, share, visit))
        verdict = judge(why, share, row, visit);
    add_text(line, "verdict", text_of(verdict));
    buffer_add(line, TEXT(",\"definition\":\"why/1\"}"));
}

/* A code that --links does not list, or not at the order's time. */
static void
write_unlisted(struct why *why, const struct order_row *row, struct text code)
{
    struct buffer *line = &why->line;

    buffer_clear(&why->id);
    buffer_add(&why->id, TEXT("coupon:"));
    buffer_add(&why->id, code);
    buffer_clear(line);
    buffer_add(line, TEXT("{\"v\":1,\"kind\":\"row\""));
    add_text(line, "order", row->order);
    add_text(line, "touch", buffer_text(&why->id));
    buffer_add(line, TEXT(",\"touch_time\":\""));
    clock_write(line, touch_stamp_s(row->order_stamp));
    buffer_add(line, TEXT("\",\"joined_by\":\"coupon\",\"lag_s\":0,"
                          "\"verdict\":\"not_listed\","
                          "\"definition\":\"why/1\"}"));
}

static void
write_coupons(struct why *why, const struct order_row *row,
              const struct journey_found *found,
              const struct journey_share *share,
              const struct attribution_out *out)
{
    const struct coupons *coupons = journey_share_coupons(share);
    struct text rest = row->coupon, code;

    for (size_t i = 0; i < coupons->count; i++) {
        const struct kept kept = {.rule = ORDERS_COUPON,
                                  .visit = coupons->touches[i]};

        write_one(why, &kept, row, found, share);
        out->take(out->context, "row", buffer_text(&why->line));
    }
    while (why->world->links != NULL && coupons_next(&rest, &code)) {
        if (coupons_owner(why->world->links, row, code) != LINK_NOBODY)
            continue;
        write_unlisted(why, row, code);
        out->take(out->context, "row", buffer_text(&why->line));
    }
}

void
why_write(struct why *why, uint64_t place, const struct order_row *row,
          const struct journey_found *found, const struct journey_share *share,
          const struct attribution_out *out)
{
    why->shown_count = 0;
    for (size_t i = 0; i < why->count; i++)
        if (why->kept[i].row == place)
            show(why, &why->kept[i], found);
    if (why->shown_count > 1)
        qsort_r(why->shown, why->shown_count, sizeof(*why->shown), compare,
                why);
    for (size_t i = 0; i < why->shown_count; i++) {
        write_one(why, &why->shown[i], row, found, share);
        out->take(out->context, "row", buffer_text(&why->line));
    }
    write_coupons(why, row, found, share, out);
}
