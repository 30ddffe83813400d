/*
 * null_paths - touches that led to nothing, as paths
 *
 * Of a stretch of touches between two orders those within the window of the second led to it, and so did what
 * hangs together with them. The others are a path of its own wherever more than a window lies between
 * two. It ends when its window has passed since its last touch, and is judged by what was known at
 * the end of the period of that moment: a direct touch that a later source of its session has
 * outdone by then is none. Without a window all paths end with their period.
 * Lives:   from null_paths_new() to null_paths_free(); rules and counter outlive it.
 */
#ifndef HARK_DOMAIN_NULL_PATHS_H
#define HARK_DOMAIN_NULL_PATHS_H

#include "domain/fit_touches.h"
#include "domain/path_counter.h"

struct null_paths;

struct null_paths *null_paths_new(const struct attribution_rules *rules,
                                  struct path_counter *counter);
void null_paths_free(struct null_paths *nulls);

/* Touches `from` to `end` of a person; the order behind them, or NULL_PATHS_NO_ORDER. */
struct null_stretch {
    size_t from, end;
    int64_t order_s;
};
#define NULL_PATHS_NO_ORDER INT64_MAX

/* Counts those that end in a period of the span. */
void null_paths_take(struct null_paths *nulls, const struct fit_steps *person,
                     const struct null_stretch *stretch, struct fit_span span);

/* Whether a path with a touch goes on to what comes later in that window, by number. */
bool null_paths_go_on(const struct path_counter *counter,
                      const struct window *window, int64_t touch_s,
                      int64_t later_s);

#endif
