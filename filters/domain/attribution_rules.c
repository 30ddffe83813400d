#include "domain/attribution_rules.h"

#include "domain/retention.h"

void
attribution_rules_default(struct attribution_rules *rules)
{
    *rules =
        (struct attribution_rules){.session_gap_s = 1800, .as_of_s = INT64_MAX};
    fit_rules_default(&rules->fit);
    rules->model_count = model_list(TEXT("last"), rules->models);
    rules->model = (struct model_settings){{40, 20, 40}, 7 * 86400};
    rules->window_count =
        window_list(TEXT("30d"), rules->windows, ATTRIBUTION_WINDOWS);
}

/* Every model that counted paths can have. */
static void
choose_all(struct attribution_rules *rules)
{
    rules->fit.has_markov = rules->fit.has_shapley = true;
    rules->model_count = 0;
    for (size_t i = 0; model_table[i].name != NULL; i++)
        if (!model_table[i].asks_times)
            rules->models[rules->model_count++] = &model_table[i];
}

static const char *
settle_paths(struct attribution_rules *rules)
{
    if (!rules->is_chosen)
        choose_all(rules);
    for (size_t i = 0; i < rules->model_count; i++)
        if (rules->models[i]->asks_times)
            return "time_decay needs times, which --paths has not";
    return NULL;
}

/* What is kept has to do for each window. */
static const char *
settle_carry(struct attribution_rules *rules)
{
    int64_t longest_s = rules->windows[rules->window_count - 1].length_s;

    if (rules->carry_window_s == 0)
        rules->carry_window_s = longest_s;
    if (rules->carry_window_s < longest_s)
        return "--carry-window is shorter than the longest --window";
    if (rules->carry == NULL)
        return NULL;
    if (rules->fit.paths != NULL || rules->fit.merges)
        return "--carry goes neither with --paths nor with --merge";
    if (fit_rules_any(&rules->fit) && rules->fit.period == FIT_ALL)
        return "--fit all has no end: not with --carry";
    if (rules->why.count > 0)
        return "--why asks of all that came: not with --carry";
    return rules->as_of_s != INT64_MAX
               ? "--carry keeps all that it is given: not with --as-of"
               : NULL;
}

/* Two visitors may turn out to be one customer, whose visits then are one path. */
int64_t
attribution_rules_paths(const struct attribution_rules *rules)
{
    if (!rules->fit.has_markov)
        return RETENTION_NO_PATHS;
    if (rules->is_stitching)
        return RETENTION_ALL;
    return rules->fit.period == FIT_MONTH ? RETENTION_MONTHS : RETENTION_YEARS;
}

bool
attribution_rules_only_match(const struct attribution_rules *rules)
{
    return rules->is_matching && rules->by == NULL;
}

bool
attribution_rules_sums_up(const struct attribution_rules *rules)
{
    return rules->by != NULL
           || (fit_rules_any(&rules->fit) && rules->why.count == 0);
}

bool
attribution_rules_headline(const struct attribution_rules *rules,
                           struct text model, struct text window)
{
    return rules->headline_model.len > 0
           && text_equal(rules->headline_model, model)
           && text_equal(rules->headline_window, window);
}

static bool
has_headline(const struct attribution_rules *rules)
{
    bool has_model = fit_rules_has(&rules->fit, rules->headline_model);
    bool has_window = false;

    for (size_t i = 0; i < rules->model_count; i++)
        has_model |=
            text_equal(rules->headline_model, text_of(rules->models[i]->name));
    for (size_t i = 0; i < rules->window_count; i++)
        has_window |=
            text_equal(rules->headline_window, rules->windows[i].name);
    return has_model && has_window;
}

/* Transforms name units, which have to be those of the other models. */
static void
settle_fit(struct attribution_rules *rules)
{
    rules->fit.has_unit |= rules->transform_count > 0;
    rules->fit.unit = rules->unit;
    if (rules->by != NULL)
        fit_rules_follow(&rules->fit, rules->by);
}

const char *
attribution_rules_settle(struct attribution_rules *rules)
{
    settle_fit(rules);
    if ((rules->rates == NULL) != (rules->into == NULL))
        return "--rates and --into go together";
    if (rules->has_conversations != (rules->people != NULL))
        return "--people and --touches ...,conversations go together";
    if (settle_carry(rules) != NULL)
        return settle_carry(rules);
    if (rules->by != NULL && (rules->why.count > 0 || rules->fit.paths != NULL))
        return "--by makes rows of credits: not with --why or --paths";
    if (rules->is_matching
        && (rules->why.count > 0 || rules->fit.paths != NULL
            || rules->fit.merges))
        return "--match stands alone: not with --why, --paths or --merge";
    if (rules->why.count > 0 && rules->fit.paths != NULL)
        return "--why asks of records: not with --paths";
    if (rules->why.count > 0 && (rules->fit.is_partial || rules->fit.merges))
        return "--why asks of records: not with --partial or --merge";
    if (rules->headline_model.len > 0 && !has_headline(rules))
        return "--headline is a model of --model and a window of --window";
    if (rules->fit.paths != NULL)
        return settle_paths(rules);
    if ((rules->fit.is_partial || rules->fit.merges)
        && (rules->model_count > 0 || !fit_rules_any(&rules->fit)))
        return "--partial and --merge are for markov and shapley alone";
    return NULL;
}
