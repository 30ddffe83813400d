#include "domain/path_counter.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/shortener.h"

struct path_counter {
    const struct attribution_rules *rules;
    struct fit_span wanted;
    struct fit *fit;
    struct shortener *shortener;
    uint32_t none;            /* no currency */
    struct fit_orders *asked; /* or NULL */
    struct buffer name;
};

struct path_counter *
path_counter_new(const struct attribution_rules *rules, struct fit_span wanted,
                 struct fit *fit)
{
    struct path_counter *counter = calloc(1, sizeof(*counter));

    if (counter == NULL)
        err(EX_OSERR, "paths");
    counter->rules = rules;
    counter->wanted = wanted;
    counter->fit = fit;
    counter->shortener = shortener_new(fit, rules);
    counter->none = fit_currency(fit, TEXT(""));
    return counter;
}

void
path_counter_free(struct path_counter *counter)
{
    if (counter == NULL)
        return;
    shortener_free(counter->shortener);
    buffer_free(&counter->name);
    free(counter);
}

void
path_counter_ask(struct path_counter *counter, struct fit_orders *asked)
{
    counter->asked = asked;
}

uint32_t
path_counter_period(const struct path_counter *counter, int64_t time_s)
{
    return fit_period_of(counter->rules->fit.period, time_s);
}

uint32_t
path_counter_currency(struct path_counter *counter, const struct order_row *row)
{
    buffer_clear(&counter->name);
    buffer_add(&counter->name, row->currency);
    buffer_add_char(&counter->name, ' ');
    buffer_add_integer(&counter->name, row->exponent);
    return fit_currency(counter->fit, buffer_text(&counter->name));
}

/* The group that a path of that time is counted in; false where nobody asks for it. */
static bool
find_group(const struct path_counter *counter, size_t window, int64_t time_s,
           uint64_t *group)
{
    uint32_t period = path_counter_period(counter, time_s);

    *group = (uint64_t)period << 8 | window;
    return fit_span_has(counter->wanted, period);
}

static void
add(struct path_counter *counter, struct fit_path *path)
{
    const struct fit_rules *rules = &counter->rules->fit;

    shortener_apply(counter->shortener, path);
    fit_total(counter->fit, path);
    if (rules->has_markov)
        fit_edges(counter->fit, path);
    if (rules->has_shapley && path->conversions > 0)
        fit_sets(counter->fit, FIT_SHARE, path);
}

void
path_counter_order(struct path_counter *counter, size_t window, int64_t order_s,
                   uint64_t order, struct fit_path *path)
{
    if (!find_group(counter, window, order_s, &path->group))
        return;
    if (path->count > 0)
        add(counter, path);
    else
        fit_total(counter->fit, path);
    if (counter->asked != NULL && order != 0)
        fit_orders_path(counter->asked, order, path);
}

void
path_counter_null(struct path_counter *counter, size_t window, int64_t end_s,
                  const uint32_t *units, size_t count)
{
    struct fit_path path = {
        .currency = counter->none, .units = units, .count = count, .nulls = 1};

    if (find_group(counter, window, end_s, &path.group))
        add(counter, &path);
}

void
path_counter_pathless(struct path_counter *counter, int64_t time_s,
                      uint64_t order, const struct fit_path *worth)
{
    struct fit_path path = *worth;

    path.count = 0;
    for (size_t i = 0; i < counter->rules->window_count; i++)
        path_counter_order(counter, i, time_s, order, &path);
}
