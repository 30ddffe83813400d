/*
 * fit_rules - what is fitted to what: a part of attribution_rules
 */
#ifndef HARK_DOMAIN_FIT_RULES_H
#define HARK_DOMAIN_FIT_RULES_H

#include "domain/fit_period.h"
#include "domain/unit.h"

struct question;

struct fit_rules {
    bool has_markov, has_shapley;
    enum fit_period period;
    enum unit unit;            /* of paths */
    bool has_period, has_unit; /* they were asked for */
    bool reuses;               /* touches of earlier orders */
    bool is_partial, merges;   /* states out, states in */
    uint32_t order;            /* of markov */
    const char *paths;         /* a file of counted paths, or NULL */
    const char *separator;     /* between the units of such a path */
};

void fit_rules_default(struct fit_rules *rules);

/* Takes the names of fitted models out of a list of models, in place; false where it names none. */
bool fit_rules_models(struct fit_rules *rules, char *list);

/* Whether a model of that name is among those. */
bool fit_rules_has(const struct fit_rules *rules, struct text name);

static inline bool
fit_rules_any(const struct fit_rules *rules)
{
    return rules->has_markov || rules->has_shapley;
}

/* What was not asked for is as the keys of --by, where these name a unit, a month or a year. */
void fit_rules_follow(struct fit_rules *rules, const struct question *by);

/* NULL, or why not. */
const char *fit_rules_order(struct fit_rules *rules, struct text value);

#endif
