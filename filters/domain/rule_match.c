#include "domain/rule_match.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/rule_hits.h"

/* What is known of a value for the post of that number. */
struct value_state {
    uint32_t post;
    bool holds;
};

struct rule_match {
    const struct rule_set *set;
    const struct rule_tree *tree;
    struct rule_post post; /* a copy: the caller may be done with its own */
    struct rule_hits hits;
    uint32_t number; /* of the post, from 1 */
    uint32_t rule_words;
    uint32_t label_words;
    struct value_state *values;
    uint64_t *always;     /* a bit a rule that nothing need call */
    uint64_t *candidates; /* a bit a rule */
    uint64_t *labelled;   /* a bit a label */
    struct buffer rules;  /* uint32_t */
    struct buffer labels; /* uint32_t */
    struct buffer spans;  /* struct rule_span */
    struct buffer folded;
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
    match->tree = rule_set_tree(set);
    match->rule_words = (rule_set_count(set) + 63) / 64;
    match->label_words = (rule_set_label_count(set) + 63) / 64;
    rule_hits_open(&match->hits, match->tree);
    match->values =
        zeros(rule_tree_value_count(match->tree), sizeof(*match->values));
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
    free(match->values);
    free(match->always);
    free(match->candidates);
    free(match->labelled);
    rule_hits_close(&match->hits);
    buffer_free(&match->rules);
    buffer_free(&match->labels);
    buffer_free(&match->spans);
    buffer_free(&match->folded);
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

static bool
value_fits(struct rule_match *match, const struct rule_value *value,
           struct text of_post)
{
    struct text folded;

    if (of_post.len == 0)
        return false;
    buffer_clear(&match->folded);
    token_fold(match->hits.scanners[RULE_TEXT], &match->folded, of_post);
    folded = buffer_text(&match->folded);
    if (value->field == RULE_LINKS)
        return text_find(folded, value->folded) != SIZE_MAX;
    if (!text_starts(folded, value->folded))
        return false;
    return value->is_prefix || folded.len == value->folded.len
           || (value->field == RULE_LANG
               && folded.at[value->folded.len] == '-');
}

static bool
find_value(struct rule_match *match, const struct rule_value *value)
{
    const struct rule_post *post = &match->post;

    if (value->field == RULE_LINKS) {
        for (size_t i = 0; i < post->links.count; i++)
            if (value_fits(match, value, post->links.at[i]))
                return true;
        return false;
    }
    if (value->field == RULE_AUTHOR && value_fits(match, value, post->author))
        return true;
    return value_fits(match, value, post->fields[value->field]);
}

/* Looked up once a post, whichever rules ask. */
static bool
value_holds(struct rule_match *match, uint32_t number)
{
    struct value_state *state = &match->values[number];

    if (state->post != match->number)
        *state = (struct value_state){
            match->number,
            find_value(match, rule_tree_value(match->tree, number))};
    return state->holds;
}

/* Whether the node is `wanted`; of an example, whether it can be, whatever the fields are. */
static bool
holds(struct rule_match *match, uint32_t number, bool wanted)
{
    const struct rule_node *node = rule_tree_node(match->tree, number);
    bool is_all = (node->op == RULE_AND) == wanted;
    struct text found;

    switch (node->op) {
    case RULE_TERM:
        return rule_hits_have(&match->hits, node->term) == wanted;
    case RULE_PHRASE:
        return rule_hits_phrase(&match->hits, node, &found) == wanted;
    case RULE_IS:
        return match->post.is_example
               || value_holds(match, node->first) == wanted;
    case RULE_NOT:
        return holds(match, node->first, !wanted);
    default:
        for (uint32_t child = node->first; child != RULE_NONE;
             child = rule_tree_node(match->tree, child)->next)
            if (holds(match, child, wanted) != is_all)
                return !is_all;
        return is_all;
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

            if (holds(match, rule_set_rule(match->set, rule)->query, true))
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

/* Numbers of posts come round only after 2^32 of them; no state may be so old. */
static void
begin(struct rule_match *match, const struct rule_post *post)
{
    if (++match->number == 0) {
        memset(match->values, 0,
               rule_tree_value_count(match->tree) * sizeof(*match->values));
        match->number = 1;
    }
    match->post = *post;
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

    begin(match, post);
    terms = rule_hits_find(&match->hits, &match->post, &count);
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

static void
add_span(struct rule_match *match, const char *before, struct text found)
{
    struct rule_span span = {before, found};
    const struct rule_span *spans =
        (const struct rule_span *)(const void *)match->spans.at;

    for (size_t i = 0; i < match->spans.len / sizeof(span); i++)
        if (spans[i].found.at == found.at && spans[i].found.len == found.len)
            return;
    buffer_add(&match->spans, (struct text){(const char *)&span, sizeof(span)});
}

static void
add_value(struct rule_match *match, uint32_t number)
{
    static const char *const before[RULE_FIELDS] = {
        "author:", "source:",  "lang:", "links:", "place:",
        "kind:",   "country:", "team:", "role:",  "market:"};
    const struct rule_value *value = rule_tree_value(match->tree, number);

    add_span(match, before[value->field], value->folded);
}

/* Of nodes that hold only; what was wanted absent shows nothing. */
static void
explain(struct rule_match *match, uint32_t number, bool wanted)
{
    const struct rule_node *node = rule_tree_node(match->tree, number);
    const char *mark;
    struct text found;

    if (node->op == RULE_NOT) {
        explain(match, node->first, !wanted);
    } else if (node->op == RULE_AND || node->op == RULE_OR) {
        for (uint32_t child = node->first; child != RULE_NONE;
             child = rule_tree_node(match->tree, child)->next)
            if (holds(match, child, wanted))
                explain(match, child, wanted);
    } else if (wanted && node->op == RULE_TERM) {
        found = rule_hits_first(&match->hits, node->term, &mark);
        add_span(match, mark, found);
    } else if (wanted && node->op == RULE_PHRASE) {
        if (rule_hits_phrase(&match->hits, node, &found))
            add_span(match, "", found);
    } else if (wanted) {
        add_value(match, node->first);
    }
}

const struct rule_span *
rule_match_why(struct rule_match *match, uint32_t rule, size_t *count)
{
    buffer_clear(&match->spans);
    explain(match, rule_set_rule(match->set, rule)->query, true);
    *count = match->spans.len / sizeof(struct rule_span);
    return (const struct rule_span *)(const void *)match->spans.at;
}
