#include "domain/null_paths.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

struct null_paths {
    const struct attribution_rules *rules;
    struct path_counter *counter;
    struct fit_steps steps; /* of one stretch and window */
};

struct null_paths *
null_paths_new(const struct attribution_rules *rules,
               struct path_counter *counter)
{
    struct null_paths *nulls = calloc(1, sizeof(*nulls));

    if (nulls == NULL)
        err(EX_OSERR, "paths");
    nulls->rules = rules;
    nulls->counter = counter;
    return nulls;
}

void
null_paths_free(struct null_paths *nulls)
{
    if (nulls == NULL)
        return;
    fit_steps_free(&nulls->steps);
    free(nulls);
}

bool
null_paths_go_on(const struct path_counter *counter,
                 const struct window *window, int64_t touch_s, int64_t later_s)
{
    if (window->length_s == WINDOW_NONE)
        return path_counter_period(counter, touch_s)
               == path_counter_period(counter, later_s);
    return window_holds(window, touch_s, later_s);
}

/* When a path ends whose last touch was then. */
static int64_t
end_of(const struct window *window, int64_t last_s)
{
    return window->length_s == WINDOW_NONE ? last_s : last_s + window->length_s;
}

/* One window, as fit_steps_keep() hands it through. */
struct view {
    const struct path_counter *counter;
    const struct window *window;
};

static bool
counts(void *context, const struct fit_steps *steps, size_t number)
{
    const struct view *view = context;

    if (!steps->touches[number].is_passing || number + 1 == steps->count)
        return true;
    return path_counter_period(view->counter, fit_steps_time(steps, number + 1))
           > path_counter_period(
               view->counter,
               end_of(view->window, fit_steps_time(steps, number)));
}

/* Where the run begins that ends before `end`. */
static size_t
run_start(const struct null_paths *nulls, const struct window *window,
          size_t end)
{
    const struct fit_steps *steps = &nulls->steps;
    size_t at = end - 1;

    while (at > 0
           && null_paths_go_on(nulls->counter, window,
                               fit_steps_time(steps, at - 1),
                               fit_steps_time(steps, at)))
        at--;
    return at;
}

/* The first `end` steps led to nothing, run by run. */
static void
take_runs(struct null_paths *nulls, size_t number, size_t end,
          struct fit_span span)
{
    const struct window *window = &nulls->rules->windows[number];
    const struct fit_steps *steps = &nulls->steps;

    while (end > 0) {
        size_t from = run_start(nulls, window, end);
        int64_t end_s = end_of(window, fit_steps_time(steps, end - 1));

        if (fit_span_has(span, path_counter_period(nulls->counter, end_s)))
            path_counter_null(nulls->counter, number, end_s,
                              steps->units + from, end - from);
        end = from;
    }
}

/* Whether the last of the steps is in the order's window. */
static bool
reaches(const struct null_paths *nulls, const struct window *window,
        int64_t order_s)
{
    const struct fit_steps *steps = &nulls->steps;

    return order_s != NULL_PATHS_NO_ORDER && steps->count > 0
           && null_paths_go_on(nulls->counter, window,
                               fit_steps_time(steps, steps->count - 1),
                               order_s);
}

void
null_paths_take(struct null_paths *nulls, const struct fit_steps *person,
                const struct null_stretch *stretch, struct fit_span span)
{
    for (size_t i = 0; i < nulls->rules->window_count; i++) {
        const struct window *window = &nulls->rules->windows[i];
        struct view view = {nulls->counter, window};

        fit_steps_copy(&nulls->steps, person, stretch->from, stretch->end);
        fit_steps_keep(&nulls->steps, counts, &view);
        take_runs(nulls, i,
                  reaches(nulls, window, stretch->order_s)
                      ? run_start(nulls, window, nulls->steps.count)
                      : nulls->steps.count,
                  span);
    }
}
