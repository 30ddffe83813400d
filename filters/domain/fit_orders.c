#include "domain/fit_orders.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "domain/credit.h"
#include "domain/fitted.h"
#include "ports/digest.h"

enum { PPM = 1000000 };

/* Of an effect, so that shares are split exactly; a thousand of them are below 2^63. */
#define EFFECT_ONE 1e12

struct asked {
    uint64_t digest;
    char *id;
};

/* What an order came by in one window. */
struct path {
    uint64_t group;
    uint32_t currency;
    size_t order; /* among those asked for */
    uint32_t *units;
    size_t count;
};

/* Some side by side. */
struct paths {
    const struct path *at;
    size_t count;
};

struct fit_orders {
    const struct attribution_rules *rules;
    struct fit *fit;
    struct asked *asked;
    size_t asked_count, asked_cap;
    struct path *paths;
    size_t path_count, path_cap;
    struct buffer line, period;
    /* of one path and model: the units that share, their weights and parts */
    struct fitted_row *rows;
    uint64_t *weights;
    int64_t *parts;
    size_t count, cap;
    struct credit_scratch scratch;
};

static void *
allocate(size_t count, size_t size)
{
    void *at = calloc(count > 0 ? count : 1, size);

    if (at == NULL)
        err(EX_OSERR, "%zu units of an order", count);
    return at;
}

struct fit_orders *
fit_orders_new(const struct attribution_rules *rules, struct fit *fit)
{
    struct fit_orders *orders = allocate(1, sizeof(*orders));

    orders->rules = rules;
    orders->fit = fit;
    return orders;
}

static void
forget_shares(struct fit_orders *orders)
{
    free(orders->rows);
    free(orders->weights);
    free(orders->parts);
}

void
fit_orders_free(struct fit_orders *orders)
{
    if (orders == NULL)
        return;
    for (size_t i = 0; i < orders->asked_count; i++)
        free(orders->asked[i].id);
    for (size_t i = 0; i < orders->path_count; i++)
        free(orders->paths[i].units);
    free(orders->asked);
    free(orders->paths);
    forget_shares(orders);
    credit_scratch_free(&orders->scratch);
    buffer_free(&orders->line);
    buffer_free(&orders->period);
    free(orders);
}

void
fit_orders_ask(struct fit_orders *orders, struct text id)
{
    struct asked asked = {digest64(id) | 1, strndup(id.at, id.len)};

    if (asked.id == NULL)
        err(EX_OSERR, "an order to explain");
    orders->asked =
        array_room(orders->asked, orders->asked_count, &orders->asked_cap,
                   sizeof(asked), "orders to explain");
    orders->asked[orders->asked_count++] = asked;
}

void
fit_orders_path(struct fit_orders *orders, uint64_t order,
                const struct fit_path *path)
{
    size_t number = 0;
    struct path *kept;

    while (number < orders->asked_count
           && orders->asked[number].digest != (order | 1))
        number++;
    if (number == orders->asked_count)
        return;
    orders->paths =
        array_room(orders->paths, orders->path_count, &orders->path_cap,
                   sizeof(*kept), "orders to explain");
    kept = &orders->paths[orders->path_count++];
    *kept =
        (struct path){path->group, path->currency, number,
                      allocate(path->count, sizeof(*path->units)), path->count};
    if (path->count > 0)
        memcpy(kept->units, path->units, path->count * sizeof(*path->units));
}

/* By group, currency and order, by name. */
static int
compare(const void *a, const void *b, void *context)
{
    const struct fit_orders *orders = context;
    const struct path *left = a;
    const struct path *right = b;

    if (left->group != right->group)
        return left->group < right->group ? -1 : 1;
    if (left->currency != right->currency)
        return text_compare(fit_currency_name(orders->fit, left->currency),
                            fit_currency_name(orders->fit, right->currency));
    return strcmp(orders->asked[left->order].id,
                  orders->asked[right->order].id);
}

static bool
has_unit(const struct path *path, uint32_t unit)
{
    for (size_t i = 0; i < path->count; i++)
        if (path->units[i] == unit)
            return true;
    return false;
}

static uint64_t
weight(const struct fitted_row *row, bool is_markov)
{
    return is_markov ? (uint64_t)(row->effect * EFFECT_ONE + 0.5) : 1;
}

/* Those of the fit's units that the path has, by name, and a million shared among them. */
static void
share(struct fit_orders *orders, const struct fitted *fitted,
      const struct path *path, bool is_markov)
{
    size_t count;
    const struct fitted_row *rows = fitted_rows(fitted, &count);

    if (orders->cap < count) {
        forget_shares(orders);
        orders->rows = allocate(count, sizeof(*orders->rows));
        orders->weights = allocate(count, sizeof(*orders->weights));
        orders->parts = allocate(count, sizeof(*orders->parts));
        orders->cap = count;
    }
    orders->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!has_unit(path, rows[i].unit))
            continue;
        orders->rows[orders->count] = rows[i];
        orders->weights[orders->count++] = weight(&rows[i], is_markov);
    }
    credit_split(&orders->scratch, PPM, orders->weights, orders->count,
                 orders->parts);
}

static void
start_row(struct fit_orders *orders, const struct path *path, bool is_markov)
{
    const struct attribution_rules *rules = orders->rules;
    struct text window = rules->windows[path->group & 255].name;
    struct text model = is_markov ? TEXT("markov") : TEXT("shapley");
    struct buffer *line = &orders->line;

    buffer_clear(&orders->period);
    fit_period_write(&orders->period, rules->fit.period,
                     (uint32_t)(path->group >> 8));
    buffer_clear(line);
    buffer_add(line, TEXT("{\"v\":1,\"kind\":\"row\",\"order\":"));
    buffer_add_json_string(line, text_of(orders->asked[path->order].id));
    buffer_printf(line, ",\"model\":\"%.*s\"", TEXT_ARGS(model));
    if (is_markov)
        buffer_printf(line, ",\"markov_order\":%u", rules->fit.order);
    buffer_printf(line, ",\"fit\":\"%.*s\",\"window\":\"%.*s\"",
                  TEXT_ARGS(buffer_text(&orders->period)), TEXT_ARGS(window));
    buffer_printf(line, ",\"touches\":\"%s\"",
                  rules->only_tracked ? "tracked" : "all");
    if (attribution_rules_headline(rules, model, window))
        buffer_add(line, TEXT(",\"headline\":true"));
}

static void
end_row(struct fit_orders *orders, bool is_markov,
        const struct attribution_out *out)
{
    buffer_printf(&orders->line, ",\"definition\":\"%s\"}",
                  is_markov ? "removal_share/1" : "shapley_share/1");
    out->take(out->context, "row", buffer_text(&orders->line));
}

static void
write_pathless(struct fit_orders *orders, const struct path *path,
               bool is_markov, const struct attribution_out *out)
{
    start_row(orders, path, is_markov);
    buffer_add(&orders->line, TEXT(",\"reason\":\"no_path\""));
    end_row(orders, is_markov, out);
}

static void
write_path(struct fit_orders *orders, const struct fitted *fitted,
           const struct path *path, bool is_markov,
           const struct attribution_out *out)
{
    struct buffer *line = &orders->line;

    if (path->count == 0) {
        write_pathless(orders, path, is_markov, out);
        return;
    }
    share(orders, fitted, path, is_markov);
    for (size_t i = 0; i < orders->count; i++) {
        const struct fitted_row *row = &orders->rows[i];
        struct text unit = fit_unit_name(orders->fit, row->unit);

        start_row(orders, path, is_markov);
        if (!text_equal(unit, TEXT("(none)"))) {
            buffer_printf(line, ",\"%s\":", unit_name(orders->rules->fit.unit));
            buffer_add_json_string(line, unit);
        }
        if (is_markov)
            buffer_printf(line, ",\"removal_effect\":%.6f,\"removal_",
                          row->effect);
        else
            buffer_add(line, TEXT(",\""));
        buffer_printf(line, "share_ppm\":%lld", (long long)orders->parts[i]);
        end_row(orders, is_markov, out);
    }
}

/* One fit for all of `paths`, which are of one group and currency. */
static const char *
write_model(struct fit_orders *orders, struct fitted *fitted,
            const struct fit_group *group, const struct paths *paths,
            bool is_markov, const struct attribution_out *out)
{
    uint32_t currency = paths->at[0].currency;
    bool has_path = false;
    const char *why = NULL;

    for (size_t i = 0; i < paths->count; i++)
        has_path |= paths->at[i].count > 0;
    if (has_path)
        why = is_markov ? fitted_markov(fitted, group, currency)
                        : fitted_shapley(fitted, group, currency, FIT_SHARE);
    if (why == NULL && has_path)
        why = fitted_limit(fitted);
    for (size_t i = 0; i < paths->count && why == NULL; i++)
        write_path(orders, fitted, &paths->at[i], is_markov, out);
    return why;
}

/* The first of `paths` and all behind it that are of its currency and group. */
static struct paths
take_fit(struct paths *rest)
{
    struct paths taken = {rest->at, 0};

    while (taken.count < rest->count
           && rest->at[taken.count].group == rest->at[0].group
           && rest->at[taken.count].currency == rest->at[0].currency)
        taken.count++;
    rest->at += taken.count;
    rest->count -= taken.count;
    return taken;
}

static const char *
write_group(struct fit_orders *orders, struct fitted *fitted,
            const struct fit_group *group, struct paths *rest,
            const struct attribution_out *out)
{
    const struct fit_rules *fit = &orders->rules->fit;
    const char *why = NULL;

    while (why == NULL && rest->count > 0
           && rest->at[0].group == group->number) {
        struct paths paths = take_fit(rest);

        if (fit->has_markov)
            why = write_model(orders, fitted, group, &paths, true, out);
        if (why == NULL && fit->has_shapley)
            why = write_model(orders, fitted, group, &paths, false, out);
    }
    return why;
}

const char *
fit_orders_write(struct fit_orders *orders, const struct attribution_out *out)
{
    struct fitted *fitted =
        fitted_new(orders->fit, 1, fit_currency(orders->fit, TEXT("")));
    struct paths rest = {orders->paths, orders->path_count};
    struct fit_group group;
    const char *why = NULL;

    if (rest.count > 1)
        qsort_r(orders->paths, rest.count, sizeof(*orders->paths), compare,
                orders);
    while (why == NULL && fit_next(orders->fit, &group))
        why = write_group(orders, fitted, &group, &rest, out);
    fitted_free(fitted);
    return why;
}
