#include "domain/rule_why.h"

struct teller {
    struct rule_why *why;
    struct rule_eval *eval;
};

void
rule_why_free(struct rule_why *why)
{
    buffer_free(&why->spans);
}

const char *
rule_part_name(enum rule_part part)
{
    static const char *const names[] = {"title", "text", "tags", "mentions"};

    return names[part];
}

static void
add_span(struct teller *teller, struct rule_span span)
{
    struct buffer *spans = &teller->why->spans;
    const struct rule_span *at =
        (const struct rule_span *)(const void *)spans->at;

    for (size_t i = 0; i < spans->len / sizeof(span); i++)
        if (at[i].found.at == span.found.at
            && at[i].found.len == span.found.len)
            return;
    buffer_add(spans, (struct text){(const char *)&span, sizeof(span)});
}

static void
add_find(struct teller *teller, const struct rule_find *find)
{
    const struct rule_hits *hits = &teller->eval->hits;
    struct rule_span span = {RULE_SPAN_FOUND, find->part, "", find->found, 0};

    if (find->part <= RULE_TEXT)
        span.at = (size_t)(find->found.at - hits->texts[find->part].at);
    else
        span.before = find->part == RULE_TAGS ? "#" : "@";
    add_span(teller, span);
}

static void
add_value(struct teller *teller, uint32_t number)
{
    static const char *const before[RULE_FIELDS] = {
        [RULE_AUTHOR] = "author:", [RULE_SOURCE] = "source:",
        [RULE_LANG] = "lang:",     [RULE_LANGUAGE] = "language:",
        [RULE_LINKS] = "links:",   [RULE_PLACE] = "place:",
        [RULE_KIND] = "kind:",     [RULE_COUNTRY] = "country:",
        [RULE_TEAM] = "team:",     [RULE_ROLE] = "role:",
        [RULE_MARKET] = "market:"};
    const struct rule_value *value =
        rule_tree_value(teller->eval->tree, number);

    add_span(teller,
             (struct rule_span){RULE_SPAN_FIELD, RULE_TEXT,
                                before[value->field], value->folded, 0});
}

static void
add_missing(struct teller *teller, const struct rule_node *node)
{
    add_span(teller, (struct rule_span){RULE_SPAN_MISSING, RULE_TEXT, "",
                                        node->source, 0});
}

/* What a leaf, or a NEAR, has found. */
static void
add_places(struct teller *teller, const struct rule_node *node)
{
    struct rule_eval *eval = teller->eval;
    struct rule_find pair[2];
    uint32_t at;

    if (node->op == RULE_IS) {
        add_value(teller, node->first);
    } else if (node->op == RULE_NEAR) {
        if (!rule_near_find(&eval->near, &eval->hits, node, pair))
            return;
        add_find(teller, &pair[0]);
        add_find(teller, &pair[1]);
    } else {
        at = rule_hits_start(&eval->hits, node->term);
        if (rule_hits_next(&eval->hits, node, &at, &pair[0]))
            add_find(teller, &pair[0]);
    }
}

/* Of nodes that are `wanted` and so; what should be absent, and is, shows nothing. */
static void
explain(struct teller *teller, uint32_t number, bool wanted)
{
    const struct rule_node *node = rule_tree_node(teller->eval->tree, number);

    if (node->op == RULE_NOT) {
        explain(teller, node->first, !wanted);
    } else if (node->op == RULE_AND || node->op == RULE_OR) {
        for (uint32_t child = node->first; child != RULE_NONE;
             child = rule_tree_node(teller->eval->tree, child)->next)
            if (rule_eval_holds(teller->eval, child, wanted))
                explain(teller, child, wanted);
    } else if (wanted) {
        add_places(teller, node);
    }
}

/* Of a node that is not `wanted`, though it should be. */
static void
explain_not(struct teller *teller, uint32_t number, bool wanted)
{
    const struct rule_node *node = rule_tree_node(teller->eval->tree, number);

    if (node->op == RULE_NOT) {
        explain_not(teller, node->first, !wanted);
    } else if (node->op == RULE_AND && wanted) {
        for (uint32_t child = node->first; child != RULE_NONE;
             child = rule_tree_node(teller->eval->tree, child)->next)
            if (!rule_eval_holds(teller->eval, child, true))
                explain_not(teller, child, true);
    } else if (wanted) {
        add_missing(teller, node);
    } else {
        explain(teller, number, true);
    }
}

static const struct rule_span *
spans_of(const struct rule_why *why, size_t *count)
{
    *count = why->spans.len / sizeof(struct rule_span);
    return (const struct rule_span *)(const void *)why->spans.at;
}

const struct rule_span *
rule_why(struct rule_why *why, struct rule_eval *eval, uint32_t query,
         size_t *count)
{
    struct teller teller = {why, eval};

    buffer_clear(&why->spans);
    explain(&teller, query, true);
    return spans_of(why, count);
}

const struct rule_span *
rule_why_not(struct rule_why *why, struct rule_eval *eval, uint32_t query,
             size_t *count)
{
    struct teller teller = {why, eval};

    buffer_clear(&why->spans);
    explain_not(&teller, query, true);
    return spans_of(why, count);
}
