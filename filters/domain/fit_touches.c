#include "domain/fit_touches.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/table.h"
#include "domain/journey_words.h"

struct fit_touches {
    const struct attribution_rules *rules;
    const struct journey_world *world;
    struct journal *journal;
    struct fit *fit;
    struct table *sources; /* kind and source of touches */
    uint32_t *source_units;
    size_t source_cap;
    struct buffer id;
};

static void
reserve(struct fit_steps *steps, size_t count)
{
    if (count <= steps->cap)
        return;
    steps->cap = count * 2;
    steps->touches =
        array_resize(steps->touches, steps->cap, sizeof(*steps->touches),
                     "touches of one person");
    steps->units = array_resize(steps->units, steps->cap, sizeof(*steps->units),
                                "touches of one person");
}

void
fit_steps_free(struct fit_steps *steps)
{
    free(steps->touches);
    free(steps->units);
    *steps = (struct fit_steps){0};
}

size_t
fit_steps_until(const struct fit_steps *steps, int64_t stamp)
{
    size_t low = 0, high = steps->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (steps->touches[middle].stamp <= stamp)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void
fit_steps_copy(struct fit_steps *to, const struct fit_steps *steps, size_t from,
               size_t end)
{
    reserve(to, end - from + COUPONS_MOST);
    to->count = end - from;
    if (to->count == 0)
        return;
    memcpy(to->touches, steps->touches + from,
           to->count * sizeof(*to->touches));
    memcpy(to->units, steps->units + from, to->count * sizeof(*to->units));
}

void
fit_steps_keep(struct fit_steps *steps,
               bool (*stays)(void *, const struct fit_steps *, size_t),
               void *context)
{
    size_t kept = 0;

    for (size_t i = 0; i < steps->count; i++) {
        if (!stays(context, steps, i))
            continue;
        steps->touches[kept] = steps->touches[i];
        steps->units[kept++] = steps->units[i];
    }
    steps->count = kept;
}

struct fit_touches *
fit_touches_new(const struct attribution_rules *rules,
                const struct journey_world *world, struct journal *journal,
                struct fit *fit)
{
    struct fit_touches *touches = calloc(1, sizeof(*touches));

    if (touches == NULL)
        err(EX_OSERR, "touches");
    touches->rules = rules;
    touches->world = world;
    touches->journal = journal;
    touches->fit = fit;
    touches->sources = table_new();
    return touches;
}

void
fit_touches_free(struct fit_touches *touches)
{
    if (touches == NULL)
        return;
    table_free(touches->sources);
    free(touches->source_units);
    buffer_free(&touches->id);
    free(touches);
}

static uint32_t
name_unit(struct fit_touches *touches, const struct touch *touch)
{
    struct credit credit = {0};

    journey_words(touches->world, touch, &touches->id, &credit);
    return fit_unit(touches->fit, unit_of(touches->rules->fit.unit, &credit));
}

/* What a touch's unit hangs on: whose link it was, and unless that says all, the visit's words. */
static void
find_source(const struct fit_touches *touches, const struct touch *touch,
            uint64_t source[2])
{
    enum unit unit = touches->rules->fit.unit;
    struct text id;

    source[0] = touch_is_owned(touch) ? touch->source : touch->kind;
    source[1] = touch->kind;
    if (unit == UNIT_ACCOUNT || unit == UNIT_POST || touch->kind == TOUCH_DIRECT
        || touch->kind == TOUCH_COUPON)
        return;
    if (visits_show(touches->world->visits, touch, &id, &source[1]))
        source[1] = source[1] << 3 | touch->kind;
}

static uint32_t
unit_of_touch(struct fit_touches *touches, const struct touch *touch)
{
    size_t known = table_count(touches->sources);
    uint64_t source[2];
    uint32_t number;

    find_source(touches, touch, source);
    number = table_add(touches->sources,
                       (struct text){(const char *)source, sizeof(source)});
    if (number < known)
        return touches->source_units[number];
    if (number >= touches->source_cap) {
        touches->source_cap = touches->source_cap * 2 + 64;
        touches->source_units = array_resize(
            touches->source_units, touches->source_cap,
            sizeof(*touches->source_units), "touches of one person");
    }
    touches->source_units[number] = name_unit(touches, touch);
    return touches->source_units[number];
}

/* Their places go on from one chunk to the next. */
void
fit_touches_load(struct fit_touches *touches, uint64_t first, size_t count,
                 struct fit_steps *steps)
{
    size_t have = 0;

    reserve(steps, count);
    while (have < count) {
        struct text bytes =
            journal_get(touches->journal, first + have * sizeof(struct touch),
                        (count - have) * sizeof(struct touch));

        memcpy(steps->touches + have, bytes.at, bytes.len);
        have += bytes.len / sizeof(struct touch);
    }
    steps->count = count;
    for (size_t i = 0; i < count; i++)
        steps->units[i] = unit_of_touch(touches, &steps->touches[i]);
}

void
fit_touches_join(struct fit_touches *touches, const struct coupons *coupons,
                 size_t in_session, struct fit_steps *steps)
{
    size_t before = steps->count;

    steps->count = coupons_join(coupons, steps->touches, before,
                                in_session < before ? in_session : before);
    for (size_t i = before; i < steps->count; i++)
        steps->units[i] = unit_of_touch(touches, &steps->touches[i]);
}
