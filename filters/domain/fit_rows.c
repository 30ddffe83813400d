#include "domain/fit_rows.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/figure.h"
#include "domain/fitted.h"

/* What rows of one group, currency and model have in common. */
struct head {
    const struct attribution_rules *rules;
    const struct attribution_out *out;
    struct fit *fit;
    struct buffer period, line;
    struct text window, currency, exponent;
    const char *model;
};

static void
start_row(struct head *head)
{
    struct buffer *line = &head->line;

    buffer_clear(line);
    buffer_printf(line, "{\"v\":1,\"kind\":\"row\",\"model\":\"%s\"",
                  head->model);
    if (head->model[0] == 'm')
        buffer_printf(line, ",\"order\":%u", head->rules->fit.order);
    buffer_printf(line, ",\"fit\":\"%.*s\",\"window\":\"%.*s\"",
                  TEXT_ARGS(buffer_text(&head->period)),
                  TEXT_ARGS(head->window));
    buffer_printf(line, ",\"touches\":\"%s\"",
                  head->rules->only_tracked ? "tracked" : "all");
    if (attribution_rules_headline(head->rules, text_of(head->model),
                                   head->window))
        buffer_add(line, TEXT(",\"headline\":true"));
}

static void
add_figures(struct head *head, __int128 conversions, __int128 amount)
{
    struct buffer *line = &head->line;

    buffer_add(line, TEXT(",\"conversions\":"));
    figure_write(line, conversions, FIGURE_PLACES, FIGURE_PLACES);
    buffer_add(line, TEXT(",\"amount\":"));
    figure_write(line, amount, 0, 0);
    buffer_add(line, TEXT(",\"currency\":"));
    buffer_add_json_string(line, head->currency);
    buffer_printf(line, ",\"exponent\":%.*s", TEXT_ARGS(head->exponent));
}

static void
end_row(struct head *head)
{
    buffer_add_char(&head->line, '}');
    head->out->take(head->out->context, "row", buffer_text(&head->line));
}

static void
write_rows(struct head *head, const struct fitted *fitted)
{
    size_t count;
    const struct fitted_row *rows = fitted_rows(fitted, &count);

    for (size_t i = 0; i < count; i++) {
        struct text unit = fit_unit_name(head->fit, rows[i].unit);

        start_row(head);
        if (!text_equal(unit, TEXT("(none)"))) {
            buffer_printf(&head->line,
                          ",\"%s\":", unit_name(head->rules->fit.unit));
            buffer_add_json_string(&head->line, unit);
        }
        add_figures(head, rows[i].conversions, rows[i].value);
        if (head->model[0] == 'm')
            buffer_printf(&head->line, ",\"removal_effect\":%.6f",
                          rows[i].effect);
        end_row(head);
    }
}

static void
write_pathless(struct head *head, const struct fit_group *group,
               uint32_t currency)
{
    struct fit_cell total = fitted_total(group, currency, FIT_PATHLESS);

    if (total.count == 0 && total.value == 0)
        return;
    start_row(head);
    add_figures(head, total.count * FIGURE_ONE, total.value);
    buffer_add(&head->line, TEXT(",\"reason\":\"no_path\""));
    end_row(head);
}

static const char *
write_model(struct head *head, struct fitted *fitted,
            const struct fit_group *group, uint32_t currency)
{
    struct fit_cell total = fitted_total(group, currency, FIT_CONVERSIONS);
    const char *why = NULL;

    if (total.count > 0) {
        why = head->model[0] == 'm'
                  ? fitted_markov(fitted, group, currency)
                  : fitted_shapley(fitted, group, currency, FIT_SHARE);
        if (why == NULL)
            why = fitted_limit(fitted);
        if (why != NULL)
            return why;
        fitted_split(fitted, total.value);
        write_rows(head, fitted);
    }
    write_pathless(head, group, currency);
    return NULL;
}

/* "USD 2" */
static const char *
write_currency(struct head *head, struct fitted *fitted,
               const struct fit_group *group, uint32_t currency)
{
    struct text name = fit_currency_name(head->fit, currency);
    size_t space = name.len;
    const char *why = NULL;

    while (space > 0 && name.at[space - 1] != ' ')
        space--;
    head->currency = (struct text){name.at, space - 1};
    head->exponent = text_from(name, space);
    if (head->rules->fit.has_markov) {
        head->model = "markov";
        why = write_model(head, fitted, group, currency);
    }
    if (why == NULL && head->rules->fit.has_shapley) {
        head->model = "shapley";
        why = write_model(head, fitted, group, currency);
    }
    return why;
}

static int
compare_currencies(const void *a, const void *b, void *fit)
{
    return text_compare(fit_currency_name(fit, *(const uint32_t *)a),
                        fit_currency_name(fit, *(const uint32_t *)b));
}

/* Those of a group by name, that of no money not among them; to be freed. */
static uint32_t *
find_currencies(struct fit *fit, const struct fit_group *group, uint32_t none,
                size_t *count)
{
    uint32_t *currencies = calloc(group->count, sizeof(*currencies));

    if (currencies == NULL)
        err(EX_OSERR, "currencies");
    *count = 0;
    for (size_t i = 0; i < group->count; i++)
        if (group->cells[i].currency != none
            && (*count == 0
                || currencies[*count - 1] != group->cells[i].currency))
            currencies[(*count)++] = group->cells[i].currency;
    qsort_r(currencies, *count, sizeof(*currencies), compare_currencies, fit);
    return currencies;
}

static struct text
window_of(const struct attribution_rules *rules, const struct fit_group *group)
{
    return rules->windows[group->number & 255].name;
}

static void
set_period(struct buffer *out, const struct attribution_rules *rules,
           const struct fit_group *group)
{
    buffer_clear(out);
    fit_period_write(out, rules->fit.period, (uint32_t)(group->number >> 8));
}

static const char *
write_group(struct head *head, struct fitted *fitted,
            const struct fit_group *group, uint32_t none)
{
    const char *why = NULL;
    size_t count;
    uint32_t *currencies = find_currencies(head->fit, group, none, &count);

    head->window = window_of(head->rules, group);
    set_period(&head->period, head->rules, group);
    for (size_t i = 0; i < count && why == NULL; i++)
        why = write_currency(head, fitted, group, currencies[i]);
    free(currencies);
    return why;
}

const char *
fit_rows_write(struct fit *fit, const struct attribution_rules *rules,
               const struct attribution_out *out)
{
    uint32_t none = fit_currency(fit, TEXT(""));
    struct head head = {.rules = rules, .out = out, .fit = fit};
    struct fitted *fitted = fitted_new(fit, 1, none);
    struct fit_group group;
    const char *why = NULL;

    while (why == NULL && fit_next(fit, &group))
        why = write_group(&head, fitted, &group, none);
    fitted_free(fitted);
    buffer_free(&head.period);
    buffer_free(&head.line);
    return why;
}
