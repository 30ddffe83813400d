#include "domain/attribution_options.h"

#include <stddef.h>

#include "base/clock.h"
#include "base/money.h"
#include "domain/credit_rows.h"

enum { DAY_TEXT = 10, DAY_S = 86400 };

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
    rules->fit.has_period = true;
    return fit_period_find(text_of(value), &rules->fit.period)
               ? NULL
               : "a fit is of a month, a year or all";
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
    rules->fit.has_unit = unit_find(text_of(value), &rules->unit);
    return rules->fit.has_unit ? NULL
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
set_carry_window(struct attribution_rules *rules, char *value)
{
    struct window window;

    if (!window_parse(text_of(value), &window))
        return "a window is a number and s, m, h, d, w or y, or none";
    rules->carry_window_s = window.length_s;
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
add_why(struct attribution_rules *rules, char *value)
{
    return add_name(&rules->why, value);
}

#define OF(member) offsetof(struct attribution_rules, member)

const struct attribution_option attribution_options[] = {
    {"model", "LIST",
     "Models: first, inverse_j, j, last, last_non_direct, linear, "
     "participation, position, time_decay (default last)",
     .set = set_models},
    {"window", "LIST",
     "How old a touch may be: 1h, 7d, 30d, 1y, none … (default 30d)",
     .set = set_windows},
    {"by", "KEYS",
     "Rows in place of credits: sums by account, channel, campaign, post, "
     "time:month …",
     .set = set_by},
    {"headline", "MODEL/WINDOW",
     "Which of several models and windows reports lead with",
     .set = set_headline},
    {"position", "FIRST,MIDDLE,LAST",
     "Shares of model position (default 40,20,40)", .set = set_positions},
    {"half-life", "TIME", "Of model time_decay (default 7d)",
     .set = set_half_life},
    {"unit", "NAME",
     "What a path is made of: channel, account, campaign or post (default "
     "channel)",
     .set = set_unit},
    {"path-transform", "LIST",
     "Paths made shorter: exposure, first, frequency, "
     "remove_if_last_and_not_all:UNIT, remove_if_not_all:UNIT",
     .set = set_transforms},
    {"touches", "tracked|all",
     "Our links and campaign tags alone, or each session's source (default "
     "all); with \",conversations\" those too, apart",
     .set = set_touches},
    {"session-gap", "TIME", "Idle time that ends a session (default 30m)",
     .set = set_session_gap},
    {"links", "FILE",
     "More links of ours: a CSV of link, account, campaign, channel, from, "
     "until",
     .member = OF(links)},
    {"people", "FILE",
     "Whose conversations are which buyers': a CSV of author, customer or "
     "visitor, from, until",
     .member = OF(people)},
    {"carry", "DIR",
     "Go on where earlier runs ended, and write the credits of what is new; "
     "leaves DIR/state.next",
     .member = OF(carry)},
    {"carry-window", "TIME",
     "How old a visit may be that is kept (default the longest --window)",
     .set = set_carry_window},
    {"commit", "DIR",
     "Make DIR/state.next the state, after the results are published",
     .member = OF(commit)},
    {"rates", "FILE", "Exchange rates: a CSV of date, currency, rate",
     .member = OF(rates)},
    {"into", "CURRENCY", "The currency that --rates are in", .set = set_into},
    {"as-of", "DATE", "Only what had arrived by then: seen, not time",
     .set = set_as_of},
    {"stitch", NULL, "Visitors who named one customer are one person from then",
     .member = OF(is_stitching)},
    {"match", NULL,
     "In place of credits, how many orders found their person, by which rule "
     "and what that is known by: what heads rows anyway",
     .member = OF(is_matching)},
    {"why", "ORDER",
     "What counted for that order (its id or number) and what did not, in "
     "place of all credits",
     .set = add_why},
    {"channels", "FILE", "A channel table in place of GA4's (docs/channels.md)",
     .member = OF(channels)},
    {"sources-list", "FILE",
     "What kind of place a source is: a CSV of source, category, name",
     .member = OF(sources)},
    {"test", NULL, "Try the examples of the channel table, and do no more",
     .member = OF(test_channels)},
    {"show", "channels|sources",
     "Print the channel table or the list of sources that is built in",
     .set = set_show},
    {"link-param", "NAME",
     "A parameter that makes a link ours, beside utm_* and its kin",
     .set = add_link_param},
    {"ignore-referrer", "HOST", "A host that is no source, with its subdomains",
     .set = add_ignored},
    {"order", "NUMBER",
     "How many units in a row a state of markov is: 1 to 8 (default 1)",
     .set = set_order},
    {"fit", "month|year|all",
     "What period markov and shapley are fitted to (default month)",
     .set = set_fit},
    {"reuse", NULL, "Fits: an order's path may have touches of earlier orders",
     .member = OF(fit.reuses)},
    {"partial", NULL, "Fits: write states for --merge",
     .member = OF(fit.is_partial)},
    {"merge", NULL,
     "Fits: read states that were written under the same options",
     .member = OF(fit.merges)},
    {"paths", "FILE",
     "Paths that were counted, in place of records: a CSV of path, "
     "total_conversions, total_conversion_value, total_null",
     .member = OF(fit.paths)},
    {"path-separator", "TEXT", "Between the units of such a path (default >)",
     .set = set_separator},
    {.name = NULL},
};

#undef OF

const char *
attribution_options_set(const struct attribution_option *option,
                        struct attribution_rules *rules, char *value)
{
    char *at = (char *)rules;

    if (option->set != NULL)
        return option->set(rules, value);
    if (option->argument == NULL)
        *(bool *)(at + option->member) = true;
    else
        *(const char **)(at + option->member) = value;
    return NULL;
}
