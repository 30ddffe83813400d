#include "domain/rule_eval.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

void
rule_eval_open(struct rule_eval *eval, const struct rule_tree *tree)
{
    *eval = (struct rule_eval){.tree = tree};
    rule_hits_open(&eval->hits, tree);
    eval->values =
        calloc(rule_tree_value_count(tree) + 1, sizeof(*eval->values));
    if (eval->values == NULL)
        err(EX_OSERR, "a matcher of rules");
}

void
rule_eval_close(struct rule_eval *eval)
{
    rule_hits_close(&eval->hits);
    rule_near_free(&eval->near);
    buffer_free(&eval->folded);
    free(eval->values);
}

/* Numbers of posts come round only after 2^32 of them; no state may be so old. */
const uint32_t *
rule_eval_begin(struct rule_eval *eval, const struct rule_post *post,
                size_t *count)
{
    if (++eval->number == 0) {
        memset(eval->values, 0,
               rule_tree_value_count(eval->tree) * sizeof(*eval->values));
        eval->number = 1;
    }
    eval->post = *post;
    return rule_hits_find(&eval->hits, &eval->post, count);
}

static bool
value_fits(struct rule_eval *eval, const struct rule_value *value,
           struct text of_post)
{
    struct text folded;

    if (of_post.len == 0)
        return false;
    buffer_clear(&eval->folded);
    token_fold(eval->hits.scanners[RULE_TEXT], &eval->folded, of_post);
    folded = buffer_text(&eval->folded);
    if (value->field == RULE_LINKS)
        return text_find(folded, value->folded) != SIZE_MAX;
    if (!text_starts(folded, value->folded))
        return false;
    return value->is_prefix || folded.len == value->folded.len
           || ((value->field == RULE_LANG || value->field == RULE_LANGUAGE)
               && folded.at[value->folded.len] == '-');
}

static bool
find_value(struct rule_eval *eval, const struct rule_value *value)
{
    const struct rule_post *post = &eval->post;

    if (value->field == RULE_LINKS) {
        for (size_t i = 0; i < post->links.count; i++)
            if (value_fits(eval, value, post->links.at[i]))
                return true;
        return false;
    }
    if (value->field == RULE_AUTHOR && value_fits(eval, value, post->author))
        return true;
    return value_fits(eval, value, post->fields[value->field]);
}

/* Looked up once a post, whichever rules ask. */
static bool
value_holds(struct rule_eval *eval, uint32_t number)
{
    struct rule_value_state *state = &eval->values[number];

    if (state->post != eval->number)
        *state = (struct rule_value_state){
            eval->number,
            find_value(eval, rule_tree_value(eval->tree, number))};
    return state->holds;
}

bool
rule_eval_holds(struct rule_eval *eval, uint32_t number, bool wanted)
{
    const struct rule_node *node = rule_tree_node(eval->tree, number);
    bool is_all = (node->op == RULE_AND) == wanted;
    struct rule_find pair[2];

    switch (node->op) {
    case RULE_TERM:
    case RULE_PATTERN:
    case RULE_PHRASE:
        return rule_hits_any(&eval->hits, node) == wanted;
    case RULE_NEAR:
        return rule_near_find(&eval->near, &eval->hits, node, pair) == wanted;
    case RULE_IS:
        return eval->post.is_example
               || value_holds(eval, node->first) == wanted;
    case RULE_NOT:
        return rule_eval_holds(eval, node->first, !wanted);
    default:
        for (uint32_t child = node->first; child != RULE_NONE;
             child = rule_tree_node(eval->tree, child)->next)
            if (rule_eval_holds(eval, child, wanted) != is_all)
                return !is_all;
        return is_all;
    }
}
