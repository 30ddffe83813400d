#include "domain/rule_trigger.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/rule_rarity.h"

/* How often a part's terms may be met; ALWAYS where it may be true without any. */
#define ALWAYS UINT32_MAX

struct costs {
    const struct rule_tree *tree;
    uint32_t lowest; /* the first node of this query */
    uint32_t *at;    /* by node - lowest */
};

static uint32_t
term_cost(const struct rule_tree *tree, uint32_t term)
{
    struct text text = rule_terms_text(tree->terms, term);
    bool is_prefix = text_ends(text, TEXT("*"));

    text.len -= is_prefix;
    return rule_rarity_cost(text, is_prefix);
}

static uint32_t
add_costs(uint32_t a, uint32_t b)
{
    return a == ALWAYS || b == ALWAYS || a + b < a ? ALWAYS : a + b;
}

/* What is near each other is there. */
static bool
is_and(const struct rule_node *node)
{
    return node->op == RULE_AND || node->op == RULE_NEAR;
}

/* Of the node being `wanted`: a negated AND is an OR of negated parts, and so on. */
static uint32_t
cost(struct costs *costs, uint32_t number, bool wanted)
{
    const struct rule_node *node = rule_tree_node(costs->tree, number);
    bool is_all = is_and(node) == wanted;
    uint32_t sum = is_all ? ALWAYS : 0;

    switch (node->op) {
    case RULE_TERM:
    case RULE_PHRASE:
    case RULE_PATTERN:
        sum = wanted ? term_cost(costs->tree, node->term) : ALWAYS;
        break;
    case RULE_IS:
        sum = ALWAYS;
        break;
    case RULE_NOT:
        sum = cost(costs, node->first, !wanted);
        break;
    default:
        for (uint32_t child = node->first; child != RULE_NONE;
             child = rule_tree_node(costs->tree, child)->next) {
            uint32_t one = cost(costs, child, wanted);

            if (!is_all)
                sum = add_costs(sum, one);
            else if (one < sum)
                sum = one;
        }
    }
    costs->at[number - costs->lowest] = sum;
    return sum;
}

static void collect(const struct costs *costs, uint32_t number, bool wanted,
                    struct buffer *terms);

static void
add_term(struct buffer *terms, uint32_t term)
{
    buffer_add(terms, (struct text){(const char *)&term, sizeof(term)});
}

/* Of all children, or of the cheapest alone. */
static void
collect_children(const struct costs *costs, const struct rule_node *node,
                 bool wanted, struct buffer *terms)
{
    bool is_all = is_and(node) == wanted;
    uint32_t best = node->first;

    for (uint32_t child = node->first; child != RULE_NONE;
         child = rule_tree_node(costs->tree, child)->next) {
        if (!is_all)
            collect(costs, child, wanted, terms);
        else if (costs->at[child - costs->lowest]
                 < costs->at[best - costs->lowest])
            best = child;
    }
    if (is_all)
        collect(costs, best, wanted, terms);
}

/* Only of nodes whose cost is not ALWAYS. */
static void
collect(const struct costs *costs, uint32_t number, bool wanted,
        struct buffer *terms)
{
    const struct rule_node *node = rule_tree_node(costs->tree, number);

    if (node->op == RULE_TERM || node->op == RULE_PHRASE
        || node->op == RULE_PATTERN)
        add_term(terms, node->term);
    else if (node->op == RULE_NOT)
        collect(costs, node->first, !wanted, terms);
    else
        collect_children(costs, node, wanted, terms);
}

/* A parent is added behind its children: the first node of a query is its first leaf. */
static uint32_t
lowest(const struct rule_tree *tree, uint32_t query)
{
    const struct rule_node *node = rule_tree_node(tree, query);

    while (rule_op_has_children(node->op)) {
        query = node->first;
        node = rule_tree_node(tree, query);
    }
    return query;
}

bool
rule_trigger(const struct rule_tree *tree, uint32_t query, struct buffer *terms)
{
    struct costs costs = {.tree = tree, .lowest = lowest(tree, query)};
    bool is_always;

    costs.at = calloc(query - costs.lowest + 1, sizeof(*costs.at));
    if (costs.at == NULL)
        err(EX_OSERR, "the triggers of a rule");
    is_always = cost(&costs, query, true) == ALWAYS;
    if (!is_always)
        collect(&costs, query, true, terms);
    free(costs.at);
    return !is_always;
}
