/*
 * journey_paths - the path that leads to an order, for each window
 *
 * Shape:   the touches up to the order, its coupons among them, and within the window that count
 *          (session_path()), shortened by the rules' transforms.
 * Lives:   from journey_paths_new() to journey_paths_free(); paths until the next
 *          journey_paths_find().
 * Cost:    windows without transforms share their touches: some 10 ns a touch and window.
 */
#ifndef HARK_DOMAIN_JOURNEY_PATHS_H
#define HARK_DOMAIN_JOURNEY_PATHS_H

#include "base/journal.h"
#include "domain/coupons.h"
#include "domain/journey.h"

struct journey_path {
    struct model_path model; /* what models see of it */
    bool is_same;            /* as that of the window before */
    size_t from;             /* how many touches are older than the window */
    const struct path_step *steps; /* NULL: without transforms */
};

/* The number of a touch of the path among all up to the order, from 0. */
static inline size_t
journey_path_number(const struct journey_path *path, size_t touch)
{
    return path->steps == NULL ? path->from + touch : path->steps[touch].at;
}

struct journey_paths;

/* touches: of persons, each at its place, side by side. */
struct journey_paths *journey_paths_new(const struct attribution_rules *rules,
                                        const struct journey_world *world,
                                        struct journal *touches);
void journey_paths_free(struct journey_paths *paths);

/* What an order's path is made of. */
struct journey_stretch {
    uint64_t first;    /* place of the person's first touch */
    size_t count;      /* of those at or before the order */
    size_t in_session; /* how many of them, the last, are of its session */
    int64_t order_s;
    const struct coupons *coupons;
};

void journey_paths_find(struct journey_paths *paths,
                        const struct journey_stretch *stretch);

/* By the number of the window. */
const struct journey_path *journey_paths_get(const struct journey_paths *paths,
                                             size_t window);

/* All touches up to the order that count, of any age. */
const struct touch *journey_paths_touches(const struct journey_paths *paths,
                                          size_t *count);

#endif
