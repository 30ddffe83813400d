#include "domain/rule_match.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/rule_why.h"

struct rule_match {
    const struct rule_set *set;
    struct rule_eval eval;
    struct rule_why why;
    uint32_t rule_words;
    uint32_t label_words;
    uint64_t *always;     /* a bit a rule that nothing need call */
    uint64_t *candidates; /* a bit a rule */
    uint64_t *labelled;   /* a bit a label */
    struct buffer rules;  /* uint32_t */
    struct buffer labels; /* uint32_t */
    struct rule_found found;
};

static void *
zeros(size_t count, size_t bytes)
{
    void *at = calloc(count + 1, bytes);

    if (at == NULL)
        err(EX_OSERR, "a matcher of rules");
    return at;
}

static void
set_bit(uint64_t *bits, uint32_t bit)
{
    bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

struct rule_match *
rule_match_new(const struct rule_set *set)
{
    struct rule_match *match = zeros(1, sizeof(*match));

    match->set = set;
    match->rule_words = (rule_set_count(set) + 63) / 64;
    match->label_words = (rule_set_label_count(set) + 63) / 64;
    rule_eval_open(&match->eval, rule_set_tree(set));
    match->always = zeros(match->rule_words, sizeof(uint64_t));
    match->candidates = zeros(match->rule_words, sizeof(uint64_t));
    match->labelled = zeros(match->label_words, sizeof(uint64_t));
    for (uint32_t i = 0; i < rule_set_count(set); i++)
        if (rule_set_rule(set, i)->is_always)
            set_bit(match->always, i);
    return match;
}

void
rule_match_free(struct rule_match *match)
{
    if (match == NULL)
        return;
    free(match->always);
    free(match->candidates);
    free(match->labelled);
    rule_eval_close(&match->eval);
    rule_why_free(&match->why);
    buffer_free(&match->rules);
    buffer_free(&match->labels);
    free(match);
}

/* Each term calls the rules that wait for it. */
static void
call_rules(struct rule_match *match, const uint32_t *terms, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t called_count;
        const uint32_t *called =
            rule_set_of_term(match->set, terms[i], &called_count);

        for (size_t k = 0; k < called_count; k++)
            set_bit(match->candidates, called[k]);
    }
}

static void
add_number(struct buffer *numbers, uint32_t number)
{
    buffer_add(numbers, (struct text){(const char *)&number, sizeof(number)});
}

static void
add_rule(struct rule_match *match, uint32_t number, int *route_urgency)
{
    const struct rule *rule = rule_set_rule(match->set, number);
    struct rule_found *found = &match->found;
    int urgency =
        rule->urgency == RULE_UNSAID ? RULE_NORMAL : (int)rule->urgency;

    add_number(&match->rules, number);
    set_bit(match->labelled, rule->label);
    if (rule->urgency > found->urgency)
        found->urgency = rule->urgency;
    if (rule->route.at != NULL && urgency > *route_urgency) {
        found->route = rule->route;
        *route_urgency = urgency;
    }
}

static void
try_candidates(struct rule_match *match)
{
    int route_urgency = -1;

    for (uint32_t word = 0; word < match->rule_words; word++)
        for (uint64_t bits = match->candidates[word]; bits != 0;
             bits &= bits - 1) {
            uint32_t rule = word * 64 + (uint32_t)__builtin_ctzll(bits);

            if (rule_eval_holds(&match->eval,
                                rule_set_rule(match->set, rule)->query, true))
                add_rule(match, rule, &route_urgency);
        }
}

/* The marked labels in their order; unmarks them. */
static void
list_labels(struct rule_match *match)
{
    for (uint32_t word = 0; word < match->label_words; word++) {
        for (uint64_t bits = match->labelled[word]; bits != 0; bits &= bits - 1)
            add_number(&match->labels,
                       word * 64 + (uint32_t)__builtin_ctzll(bits));
        match->labelled[word] = 0;
    }
}

static void
begin(struct rule_match *match)
{
    match->found = (struct rule_found){.route = TEXT_NONE};
    memcpy(match->candidates, match->always,
           match->rule_words * sizeof(*match->always));
    buffer_clear(&match->rules);
    buffer_clear(&match->labels);
}

const struct rule_found *
rule_match(struct rule_match *match, const struct rule_post *post)
{
    const uint32_t *terms;
    size_t count;

    begin(match);
    terms = rule_eval_begin(&match->eval, post, &count);
    call_rules(match, terms, count);
    try_candidates(match);
    if (match->rules.len > 0)
        list_labels(match);
    match->found.rules = (const uint32_t *)(const void *)match->rules.at;
    match->found.rule_count = match->rules.len / sizeof(uint32_t);
    match->found.labels = (const uint32_t *)(const void *)match->labels.at;
    match->found.label_count = match->labels.len / sizeof(uint32_t);
    return &match->found;
}

const struct rule_span *
rule_match_why(struct rule_match *match, uint32_t rule, size_t *count)
{
    return rule_why(&match->why, &match->eval,
                    rule_set_rule(match->set, rule)->query, count);
}

const struct rule_span *
rule_match_why_not(struct rule_match *match, uint32_t rule, size_t *count)
{
    return rule_why_not(&match->why, &match->eval,
                        rule_set_rule(match->set, rule)->query, count);
}
