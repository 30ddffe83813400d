#include "domain/fit_rules.h"

#include "domain/markov.h"
#include "domain/question.h"

void
fit_rules_default(struct fit_rules *rules)
{
    *rules =
        (struct fit_rules){.period = FIT_MONTH, .order = 1, .separator = ">"};
}

bool
fit_rules_models(struct fit_rules *rules, char *list)
{
    struct text rest = text_of(list), name;
    char *at = list;

    rules->has_markov = rules->has_shapley = false;
    while (text_split(&rest, ',', &name)) {
        if (text_equal(name, TEXT("markov"))) {
            rules->has_markov = true;
        } else if (text_equal(name, TEXT("shapley"))) {
            rules->has_shapley = true;
        } else {
            if (at != list)
                *at++ = ',';
            memmove(at, name.at, name.len);
            at += name.len;
        }
    }
    *at = '\0';
    return rules->has_markov || rules->has_shapley;
}

bool
fit_rules_has(const struct fit_rules *rules, struct text name)
{
    return (rules->has_markov && text_equal(name, TEXT("markov")))
           || (rules->has_shapley && text_equal(name, TEXT("shapley")));
}

const char *
fit_rules_order(struct fit_rules *rules, struct text value)
{
    int64_t order;

    if (!text_integer(value, &order) || order < 1 || order > MARKOV_ORDER)
        return "an order is 1 to 8";
    rules->order = (uint32_t)order;
    return NULL;
}

static void
follow_time(struct fit_rules *rules, enum bucket bucket)
{
    if (!rules->has_period && bucket == BUCKET_YEAR)
        rules->period = FIT_YEAR;
}

void
fit_rules_follow(struct fit_rules *rules, const struct question *by)
{
    for (size_t i = 0; i < by->key_count; i++) {
        const struct question_key *key = &by->keys[i];

        if (text_equal(key->name, TEXT("time")))
            follow_time(rules, key->bucket);
        else if (!rules->has_unit)
            rules->has_unit = unit_find(key->name, &rules->unit);
    }
}
