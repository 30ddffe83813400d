#include "domain/attribution_rules.h"

#include "base/clock.h"
#include "base/money.h"
#include "domain/credit_rows.h"

enum { DAY_TEXT = 10, DAY_S = 86400 };

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

static const char *
set_models(struct attribution_rules *rules, char *value)
{
    bool is_fitted = fit_rules_models(&rules->fit, value);

    rules->is_chosen = true;
    rules->model_count = model_list(text_of(value), rules->models);
    if (is_fitted && value[0] == '\0')
        return NULL;
    return rules->model_count > 0
               ? NULL
               : "models are first, inverse_j, j, last, last_non_direct, "
                 "linear, markov, participation, position, shapley and "
                 "time_decay";
}

static const char *
set_order(struct attribution_rules *rules, char *value)
{
    return fit_rules_order(&rules->fit, text_of(value));
}

static const char *
set_fit(struct attribution_rules *rules, char *value)
{
    return fit_period_find(text_of(value), &rules->fit.period)
               ? NULL
               : "a fit is of a month, a year or all";
}

static const char *
set_reuse(struct attribution_rules *rules, char *value)
{
    (void)value;
    rules->fit.reuses = true;
    return NULL;
}

static const char *
set_partial(struct attribution_rules *rules, char *value)
{
    (void)value;
    rules->fit.is_partial = true;
    return NULL;
}

static const char *
set_merge(struct attribution_rules *rules, char *value)
{
    (void)value;
    rules->fit.merges = true;
    return NULL;
}

static const char *
set_paths(struct attribution_rules *rules, char *value)
{
    rules->fit.paths = value;
    return NULL;
}

static const char *
set_separator(struct attribution_rules *rules, char *value)
{
    rules->fit.separator = value;
    return value[0] == '\0' ? "an empty separator" : NULL;
}

static const char *
set_windows(struct attribution_rules *rules, char *value)
{
    rules->window_count =
        window_list(text_of(value), rules->windows, ATTRIBUTION_WINDOWS);
    return rules->window_count > 0
               ? NULL
               : "windows are numbers and s, m, h, d, w or y, or none";
}

static const char *
set_touches(struct attribution_rules *rules, char *value)
{
    struct text rest = text_of(value), first, second = TEXT_NONE;

    text_split(&rest, ',', &first);
    text_split(&rest, ',', &second);
    rules->only_tracked = text_equal(first, TEXT("tracked"));
    rules->has_conversations = text_equal(second, TEXT("conversations"));
    return (rules->only_tracked || text_equal(first, TEXT("all")))
                   && (rules->has_conversations || second.at == NULL)
                   && rest.at == NULL
               ? NULL
               : "touches are tracked or all, and behind a comma "
                 "conversations";
}

static const char *
set_by(struct attribution_rules *rules, char *value)
{
    return credit_rows_by(value, &rules->by);
}

static const char *
set_headline(struct attribution_rules *rules, char *value)
{
    struct text rest = text_of(value);

    return text_split(&rest, '/', &rules->headline_model) && rest.len > 0
                   && text_split(&rest, '/', &rules->headline_window)
                   && rest.at == NULL
               ? NULL
               : "a headline is MODEL/WINDOW";
}

static const char *
set_positions(struct attribution_rules *rules, char *value)
{
    return model_positions(text_of(value), rules->model.position)
               ? NULL
               : "shares of the first, the middle and the last touches are "
                 "three whole numbers up to 10000: 40,20,40";
}

static const char *
set_half_life(struct attribution_rules *rules, char *value)
{
    return window_duration(text_of(value), &rules->model.half_life_s)
               ? NULL
               : "a half-life is a number and s, m, h, d, w or y";
}

static const char *
set_unit(struct attribution_rules *rules, char *value)
{
    return unit_find(text_of(value), &rules->unit)
               ? NULL
               : "a unit is channel, account, campaign or post";
}

static const char *
set_transforms(struct attribution_rules *rules, char *value)
{
    rules->transform_count =
        path_transform_list(text_of(value), rules->transforms);
    return rules->transform_count > 0
               ? NULL
               : "transforms are exposure, first, frequency, "
                 "remove_if_last_and_not_all:UNIT and remove_if_not_all:UNIT";
}

static const char *
set_session_gap(struct attribution_rules *rules, char *value)
{
    return window_duration(text_of(value), &rules->session_gap_s)
               ? NULL
               : "a gap is a number and s, m, h or d";
}

static const char *
set_links(struct attribution_rules *rules, char *value)
{
    rules->links = value;
    return NULL;
}

static const char *
set_people(struct attribution_rules *rules, char *value)
{
    rules->people = value;
    return NULL;
}

static const char *
set_carry(struct attribution_rules *rules, char *value)
{
    rules->carry = value;
    return NULL;
}

static const char *
set_carry_window(struct attribution_rules *rules, char *value)
{
    struct window window;

    if (!window_parse(text_of(value), &window))
        return "a window is a number and s, m, h, d, w or y, or none";
    rules->carry_window_s = window.length_s;
    return NULL;
}

static const char *
set_commit(struct attribution_rules *rules, char *value)
{
    rules->commit = value;
    return NULL;
}

static const char *
set_rates(struct attribution_rules *rules, char *value)
{
    rules->rates = value;
    return NULL;
}

static const char *
set_into(struct attribution_rules *rules, char *value)
{
    int exponent;

    rules->into = value;
    return money_currency(text_of(value), &exponent) != NULL
               ? NULL
               : "a currency is a code of ISO 4217, as USD";
}

/* A day counts to its end. */
static const char *
set_as_of(struct attribution_rules *rules, char *value)
{
    struct moment moment;

    if (!clock_parse(text_of(value), &moment))
        return "neither a date nor a time as in RFC 3339";
    rules->as_of_s =
        strlen(value) == DAY_TEXT ? moment.s + DAY_S - 1 : moment.s;
    return NULL;
}

static const char *
set_channels(struct attribution_rules *rules, char *value)
{
    rules->channels = value;
    return NULL;
}

static const char *
set_sources(struct attribution_rules *rules, char *value)
{
    rules->sources = value;
    return NULL;
}

static const char *
set_test(struct attribution_rules *rules, char *value)
{
    (void)value;
    rules->test_channels = true;
    return NULL;
}

static const char *
set_show(struct attribution_rules *rules, char *value)
{
    rules->shows = text_of(value);
    return text_equal(rules->shows, TEXT("channels"))
                   || text_equal(rules->shows, TEXT("sources"))
               ? NULL
               : "channels or sources are shown";
}

static const char *
add_name(struct attribution_names *names, const char *name)
{
    if (names->count == ATTRIBUTION_NAMES)
        return "given more than 256 times";
    names->at[names->count++] = name;
    return name[0] == '\0' ? "an empty name" : NULL;
}

static const char *
add_link_param(struct attribution_rules *rules, char *value)
{
    return add_name(&rules->link_params, value);
}

/* In place: hosts are compared in lower case and without "www.". */
static const char *
add_ignored(struct attribution_rules *rules, char *value)
{
    for (char *at = value; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at |= 0x20;
    return add_name(&rules->ignored, text_starts(text_of(value), TEXT("www."))
                                         ? value + 4
                                         : value);
}

static const char *
set_stitch(struct attribution_rules *rules, char *value)
{
    (void)value;
    rules->is_stitching = true;
    return NULL;
}

static const char *
set_match(struct attribution_rules *rules, char *value)
{
    (void)value;
    rules->is_matching = true;
    return NULL;
}

static const char *
add_why(struct attribution_rules *rules, char *value)
{
    return add_name(&rules->why, value);
}

const struct attribution_option attribution_options[] = {
    {"model", "LIST",
     "Models: first, inverse_j, j, last, last_non_direct, linear, "
     "participation, position, time_decay (default last)",
     set_models},
    {"window", "LIST",
     "How old a touch may be: 1h, 7d, 30d, 1y, none … (default 30d)",
     set_windows},
    {"by", "KEYS",
     "Rows in place of credits: sums by account, channel, campaign, post, "
     "time:month …",
     set_by},
    {"headline", "MODEL/WINDOW",
     "Which of several models and windows reports lead with", set_headline},
    {"position", "FIRST,MIDDLE,LAST",
     "Shares of model position (default 40,20,40)", set_positions},
    {"half-life", "TIME", "Of model time_decay (default 7d)", set_half_life},
    {"unit", "NAME",
     "What a path is made of: channel, account, campaign or post (default "
     "channel)",
     set_unit},
    {"path-transform", "LIST",
     "Paths made shorter: exposure, first, frequency, "
     "remove_if_last_and_not_all:UNIT, remove_if_not_all:UNIT",
     set_transforms},
    {"touches", "tracked|all",
     "Our links and campaign tags alone, or each session's source (default "
     "all); with \",conversations\" those too, apart",
     set_touches},
    {"session-gap", "TIME", "Idle time that ends a session (default 30m)",
     set_session_gap},
    {"links", "FILE",
     "More links of ours: a CSV of link, account, campaign, channel, from, "
     "until",
     set_links},
    {"people", "FILE",
     "Whose conversations are which buyers': a CSV of author, customer or "
     "visitor, from, until",
     set_people},
    {"carry", "DIR",
     "Go on where earlier runs ended, and write the credits of what is new; "
     "leaves DIR/state.next",
     set_carry},
    {"carry-window", "TIME",
     "How old a visit may be that is kept (default the longest --window)",
     set_carry_window},
    {"commit", "DIR",
     "Make DIR/state.next the state, after the results are published",
     set_commit},
    {"rates", "FILE", "Exchange rates: a CSV of date, currency, rate",
     set_rates},
    {"into", "CURRENCY", "The currency that --rates are in", set_into},
    {"as-of", "DATE", "Only what had arrived by then: seen, not time",
     set_as_of},
    {"stitch", NULL, "Visitors who named one customer are one person from then",
     set_stitch},
    {"match", NULL,
     "How many orders found their person, by which rule and what that is known "
     "by, before the rows of --by or in place of credits",
     set_match},
    {"why", "ORDER",
     "What counted for that order (its id or number) and what did not, in "
     "place of all credits",
     add_why},
    {"channels", "FILE", "A channel table in place of GA4's (docs/channels.md)",
     set_channels},
    {"sources-list", "FILE",
     "What kind of place a source is: a CSV of source, category, name",
     set_sources},
    {"test", NULL, "Try the examples of the channel table, and do no more",
     set_test},
    {"show", "channels|sources",
     "Print the channel table or the list of sources that is built in",
     set_show},
    {"link-param", "NAME",
     "A parameter that makes a link ours, beside utm_* and its kin",
     add_link_param},
    {"ignore-referrer", "HOST", "A host that is no source, with its subdomains",
     add_ignored},
    {"order", "NUMBER",
     "How many units in a row a state of markov is: 1 to 8 (default 1)",
     set_order},
    {"fit", "month|year|all",
     "What period markov and shapley are fitted to (default month)", set_fit},
    {"reuse", NULL, "Fits: an order's path may have touches of earlier orders",
     set_reuse},
    {"partial", NULL, "Fits: write states for --merge", set_partial},
    {"merge", NULL,
     "Fits: read states that were written under the same options", set_merge},
    {"paths", "FILE",
     "Paths that were counted, in place of records: a CSV of path, "
     "total_conversions, total_conversion_value, total_null",
     set_paths},
    {"path-separator", "TEXT", "Between the units of such a path (default >)",
     set_separator},
    {NULL, NULL, NULL, NULL},
};

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
    if (rules->fit.paths != NULL)
        return "--carry and --paths do not go together";
    if (rules->why.count > 0)
        return "--why asks of all that came: not with --carry";
    return rules->as_of_s != INT64_MAX
               ? "--carry keeps all that it is given: not with --as-of"
               : NULL;
}

bool
attribution_rules_only_match(const struct attribution_rules *rules)
{
    return rules->is_matching && rules->by == NULL;
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

const char *
attribution_rules_settle(struct attribution_rules *rules)
{
    if ((rules->rates == NULL) != (rules->into == NULL))
        return "--rates and --into go together";
    if (rules->has_conversations != (rules->people != NULL))
        return "--people and --touches ...,conversations go together";
    if (settle_carry(rules) != NULL)
        return settle_carry(rules);
    if (rules->by != NULL && (rules->why.count > 0 || rules->fit.paths != NULL))
        return "--by makes rows of credits: not with --why or --paths";
    if (rules->headline_model.len > 0 && !has_headline(rules))
        return "--headline is a model of --model and a window of --window";
    if (rules->fit.paths != NULL)
        return settle_paths(rules);
    if (fit_rules_any(&rules->fit) && rules->is_stitching)
        return "markov and shapley do not know --stitch yet";
    if (fit_rules_any(&rules->fit) && rules->carry != NULL)
        return "markov and shapley are fitted to a whole period: not with "
               "--carry";
    if ((rules->fit.is_partial || rules->fit.merges)
        && (rules->model_count > 0 || !fit_rules_any(&rules->fit)))
        return "--partial and --merge are for markov and shapley alone";
    return NULL;
}
