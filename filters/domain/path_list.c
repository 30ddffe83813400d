#include "domain/path_list.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/decimal.h"
#include "domain/figure.h"
#include "domain/shortener.h"
#include "domain/fitted.h"

enum { PATH, CONVERSIONS, VALUE, NULLS, COLUMNS };

static const struct listing_column columns[COLUMNS] = {
    [PATH] = {TEXT("path"), true},
    [CONVERSIONS] = {TEXT("total_conversions"), true},
    [VALUE] = {TEXT("total_conversion_value"), false},
    [NULLS] = {TEXT("total_null"), false},
};

/* Numbers of kinds of cells: shapley's behind those of model_table. */
enum { SHAPLEY = FIT_SHARE + MODEL_MAX };

struct path_list {
    const struct attribution_rules *rules;
    struct listing *listing;
    struct fit *fit;
    struct shortener *shortener;
    uint32_t none; /* the currency of everything here */
    uint32_t *units;
    struct touch *touches;
    bool *is_first;
    uint64_t *weights;
    size_t cap;
    struct buffer line;
};

static bool take_row(void *context, struct listing *row);

struct path_list *
path_list_new(const struct attribution_rules *rules, size_t memory_bytes,
              struct spill *spill, struct listing_error *error)
{
    struct path_list *list = calloc(1, sizeof(*list));

    if (list == NULL)
        err(EX_OSERR, "a list of paths");
    list->rules = rules;
    list->listing = listing_new(columns, COLUMNS, take_row, list, error);
    list->fit = fit_new(rules->fit.order, memory_bytes, spill);
    list->shortener = shortener_new(list->fit, rules);
    list->none = fit_currency(list->fit, TEXT(""));
    return list;
}

void
path_list_free(struct path_list *list)
{
    if (list == NULL)
        return;
    listing_free(list->listing);
    shortener_free(list->shortener);
    fit_free(list->fit);
    free(list->units);
    free(list->touches);
    free(list->is_first);
    free(list->weights);
    buffer_free(&list->line);
    free(list);
}

static void
reserve(struct path_list *list, size_t count)
{
    if (count <= list->cap)
        return;
    list->cap = list->cap * 2 + 64;
    list->units = array_resize(list->units, list->cap, sizeof(*list->units),
                               "units of one path");
    list->touches = array_resize(list->touches, list->cap,
                                 sizeof(*list->touches), "units of one path");
    list->is_first = array_resize(list->is_first, list->cap,
                                  sizeof(*list->is_first), "units of one path");
    list->weights = array_resize(list->weights, list->cap,
                                 sizeof(*list->weights), "units of one path");
}

static bool
is_direct(struct text unit)
{
    return text_equal_nocase(unit, TEXT("direct"))
           || text_equal_nocase(unit, TEXT("(direct)"));
}

/* The next piece of *rest up to the separator, without blanks about it; false at the end. */
static bool
split_unit(struct text *rest, struct text separator, struct text *unit)
{
    size_t at;

    if (rest->at == NULL)
        return false;
    at = text_find(*rest, separator);
    *unit = *rest;
    if (at == SIZE_MAX) {
        *rest = TEXT_NONE;
    } else {
        unit->len = at;
        *rest = text_from(*rest, at + separator.len);
    }
    *unit = text_trim(*unit);
    return true;
}

/* Its units to list->units, and the same as touches, each a second after the one before it. */
static bool
read_path(struct path_list *list, struct listing *row, struct fit_path *path)
{
    struct text rest = listing_cell(row, PATH), unit;
    struct text separator = text_of(list->rules->fit.separator);

    while (split_unit(&rest, separator, &unit)) {
        struct touch *touch;

        if (unit.len == 0)
            return listing_fail(row, "a path with an empty unit");
        reserve(list, path->count + 1);
        list->units[path->count] = fit_unit(list->fit, unit);
        touch = &list->touches[path->count];
        *touch = (struct touch){
            .stamp = touch_stamp((int64_t)path->count, -1),
            .source = list->units[path->count],
            .kind = is_direct(unit) ? TOUCH_DIRECT : TOUCH_REFERRAL,
        };
        path->count++;
    }
    path->units = list->units;
    return path->count > 0 || listing_fail(row, "a row without a path");
}

/* To millionths, further digits rounded half to even; a cell that is empty or not there is 0. */
static bool
read_number(struct listing *row, size_t column, int64_t *number)
{
    struct text text = listing_cell(row, column);
    bool rounded = false;
    const char *why;

    *number = 0;
    if (text.len == 0)
        return true;
    why = decimal_parse(text, FIGURE_PLACES, number, &rounded);
    if (why != NULL)
        return listing_fail(row, "%s: %.*s", why, TEXT_ARGS(text));
    if (*number < 0 && column != VALUE)
        return listing_fail(row, "no count: %.*s", TEXT_ARGS(text));
    return true;
}

static bool
weigh(struct path_list *list, size_t number, const struct fit_path *path)
{
    const struct model *model = list->rules->models[number];
    const struct model_path given = {.touches = list->touches,
                                     .is_first = list->is_first,
                                     .count = path->count,
                                     .settings = &list->rules->model};
    uint64_t whole = 0;

    model->weigh(&given, list->weights);
    for (size_t i = 0; i < path->count; i++)
        whole += list->weights[i];
    if (!model->is_additive)
        whole = 1;
    if (whole > UINT32_MAX)
        return false;
    fit_shares(list->fit, FIT_SHARE + (uint32_t)number, path, list->weights,
               whole);
    return true;
}

/* The same touches, without those that the transforms take out. */
static void
shorten(struct path_list *list, struct fit_path *path)
{
    const struct path_step *steps = shortener_apply(list->shortener, path);

    for (size_t i = 0; steps != NULL && i < path->count; i++)
        list->touches[i] = list->touches[steps[i].at];
}

static bool
take_row(void *context, struct listing *row)
{
    struct path_list *list = context;
    const struct attribution_rules *rules = list->rules;
    struct fit_path path = {.currency = list->none};
    int64_t value;

    if (!read_path(list, row, &path)
        || !read_number(row, CONVERSIONS, &path.conversions)
        || !read_number(row, NULLS, &path.nulls)
        || !read_number(row, VALUE, &value))
        return false;
    path.value = value;
    if (path.value != 0 && path.conversions == 0)
        return listing_fail(row, "a value without a conversion");
    shorten(list, &path);
    fit_total(list->fit, &path);
    fit_firsts(list->fit, &path, list->is_first);
    if (rules->fit.has_markov)
        fit_edges(list->fit, &path);
    if (rules->fit.has_shapley)
        fit_sets(list->fit, SHAPLEY, &path);
    for (size_t i = 0; i < rules->model_count; i++)
        if (!weigh(list, i, &path))
            return listing_fail(row, "a path of too many units");
    return !fit_is_full(list->fit)
           || listing_fail(row, "too many states: a lower --order has fewer");
}

bool
path_list_line(struct path_list *list, struct text line)
{
    return listing_line(list->listing, line);
}

bool
path_list_end(struct path_list *list)
{
    return listing_end(list->listing);
}

/* Where the rows of a model go. */
struct target {
    void (*take)(void *context, const char *kind, struct text line);
    void *context;
};

static void
write_row(struct path_list *list, const char *model, bool is_additive,
          const struct fitted_row *row, const struct target *target)
{
    struct buffer *line = &list->line;
    bool is_markov = strcmp(model, "markov") == 0;

    buffer_clear(line);
    buffer_printf(line, "{\"v\":1,\"kind\":\"row\",\"model\":\"%s\"", model);
    if (is_markov)
        buffer_printf(line, ",\"order\":%u", list->rules->fit.order);
    buffer_add(line, TEXT(",\"channel\":"));
    buffer_add_json_string(line, fit_unit_name(list->fit, row->unit));
    buffer_add(line, TEXT(",\"conversions\":"));
    figure_write(line, row->conversions, FIGURE_PLACES, FIGURE_PLACES);
    buffer_add(line, TEXT(",\"value\":"));
    figure_write(line, row->value, FIGURE_PLACES, FIGURE_PLACES);
    if (is_markov)
        buffer_printf(line, ",\"removal_effect\":%.6f", row->effect);
    if (!is_additive)
        buffer_add(line, TEXT(",\"additive\":false"));
    buffer_add_char(line, '}');
    target->take(target->context, "row", buffer_text(line));
}

static void
write_rows(struct path_list *list, const struct fitted *fitted,
           const char *model, bool is_additive, const struct target *target)
{
    size_t count;
    const struct fitted_row *rows = fitted_rows(fitted, &count);

    for (size_t i = 0; i < count; i++)
        write_row(list, model, is_additive, &rows[i], target);
}

static const char *
write_markov(struct path_list *list, struct fitted *fitted,
             const struct fit_group *group, const struct target *target)
{
    const char *why = fitted_markov(fitted, group, list->none);

    if (why == NULL)
        write_rows(list, fitted, "markov", true, target);
    return why;
}

static const char *
write_shapley(struct path_list *list, struct fitted *fitted,
              const struct fit_group *group, const struct target *target)
{
    const char *why = fitted_shapley(fitted, group, list->none, SHAPLEY);

    if (why == NULL)
        write_rows(list, fitted, "shapley", true, target);
    return why;
}

/* All models by name. */
static const char *
write_models(struct path_list *list, struct fitted *fitted,
             const struct fit_group *group, const struct target *target)
{
    const struct attribution_rules *rules = list->rules;
    bool has_markov = rules->fit.has_markov;
    const char *why = NULL;

    for (size_t i = 0; i < rules->model_count && why == NULL; i++) {
        const struct model *model = rules->models[i];

        if (has_markov && strcmp(model->name, "markov") > 0) {
            has_markov = false;
            why = write_markov(list, fitted, group, target);
        }
        fitted_shares(fitted, group, list->none, FIT_SHARE + (uint32_t)i);
        write_rows(list, fitted, model->name, model->is_additive, target);
    }
    if (why == NULL && has_markov)
        why = write_markov(list, fitted, group, target);
    if (why == NULL && rules->fit.has_shapley)
        why = write_shapley(list, fitted, group, target);
    return why;
}

const char *
path_list_write(struct path_list *list,
                void (*take)(void *context, const char *kind, struct text line),
                void *context)
{
    const struct target target = {take, context};
    struct fitted *fitted;
    struct fit_group group;
    const char *why = NULL;

    fit_sort(list->fit);
    fitted = fitted_new(list->fit, FIGURE_ONE, list->none);
    if (fit_next(list->fit, &group))
        why = write_models(list, fitted, &group, &target);
    fitted_free(fitted);
    return why;
}
