/*
 * fit_touches - touches of one person, each with the unit that fitted models see
 *
 * Shape:   touches by time, those that gave way to a later source among them.
 * Lives:   from fit_touches_new() to fit_touches_free(), its makings outlive it; steps from {0} to
 *          fit_steps_free().
 * Cost:    most touches are of few sources, and the words of each are looked up once; memory for each
 *          distinct source.
 */
#ifndef HARK_DOMAIN_FIT_TOUCHES_H
#define HARK_DOMAIN_FIT_TOUCHES_H

#include "base/journal.h"
#include "domain/coupons.h"
#include "domain/fit.h"
#include "domain/journey.h"

struct fit_steps {
    struct touch *touches;
    uint32_t *units; /* of each */
    size_t count, cap;
};

void fit_steps_free(struct fit_steps *steps);

static inline int64_t
fit_steps_time(const struct fit_steps *steps, size_t number)
{
    return touch_stamp_s(steps->touches[number].stamp);
}

/* How many are at or before the stamp. */
size_t fit_steps_until(const struct fit_steps *steps, int64_t stamp);

/* Makes *to those from `from` to `end`, with room for some more. */
void fit_steps_copy(struct fit_steps *to, const struct fit_steps *steps,
                    size_t from, size_t end);

/* Without the touches for which `stays` is false. */
void fit_steps_keep(struct fit_steps *steps,
                    bool (*stays)(void *context, const struct fit_steps *steps,
                                  size_t number),
                    void *context);

struct fit_touches;

/* touches: of persons, each at its place, side by side. */
struct fit_touches *fit_touches_new(const struct attribution_rules *rules,
                                    const struct journey_world *world,
                                    struct journal *touches, struct fit *fit);
void fit_touches_free(struct fit_touches *touches);

/* All touches of the person whose first is at that place. */
void fit_touches_load(struct fit_touches *touches, uint64_t first, size_t count,
                      struct fit_steps *steps);

/* Puts the order's codes behind the steps, of which the last `in_session` are of its session. */
void fit_touches_join(struct fit_touches *touches,
                      const struct coupons *coupons, size_t in_session,
                      struct fit_steps *steps);

#endif
