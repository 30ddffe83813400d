#include "domain/rule_query.h"

#include "domain/rule_lex.h"

static uint32_t parse_or(struct rule_parser *parser);

/* What was read since `start`, as the query has it. */
static uint32_t
sourced(struct rule_parser *parser, uint32_t node, const char *start)
{
    if (node != RULE_NONE)
        rule_tree_node(parser->tree, node)->source =
            (struct text){start, (size_t)(parser->end - start)};
    return node;
}

static uint32_t
parse_group(struct rule_parser *parser)
{
    const char *open = parser->raw.at;
    uint32_t node;

    if (++parser->depth > RULE_DEPTH_MOST)
        return rule_lex_fail(parser, "groups are nested too deep");
    rule_lex_advance(parser);
    node = parse_or(parser);
    if (node == RULE_NONE)
        return RULE_NONE;
    if (parser->lexeme != LEXEME_CLOSE) {
        parser->raw.at = open;
        return rule_lex_fail(parser, "this group is never closed");
    }
    parser->depth--;
    rule_lex_advance(parser);
    return node;
}

/* $name: the query of that name, once more. */
static uint32_t
parse_named(struct rule_parser *parser)
{
    const char *start = parser->start;
    struct text name = text_from(parser->raw, 1);
    uint32_t named = rule_tree_named(parser->tree, name);
    struct rule_size size;

    if (named == RULE_NONE)
        return rule_lex_fail(parser,
                             "no define: of this name stands before it");
    size = rule_tree_size(parser->tree, named);
    if ((size_t)parser->depth + size.depth > RULE_DEPTH_MOST)
        return rule_lex_fail(parser, "groups are nested too deep");
    if (rule_tree_count(parser->tree) + size.count > RULE_NODES_MOST)
        return rule_lex_fail(parser, "the queries are too large");
    rule_lex_advance(parser);
    return sourced(parser, rule_tree_copy(parser->tree, named), start);
}

static uint32_t
parse_leaf(struct rule_parser *parser)
{
    const char *start = parser->start;
    struct text raw = parser->raw;
    struct text quoted = TEXT_NONE;
    bool is_phrase = parser->lexeme == LEXEME_QUOTED;
    uint32_t node;

    if (!is_phrase && rule_leaf_is_named(raw))
        return parse_named(parser);
    if (!is_phrase && rule_leaf_wants_value(raw) && parser->rest.len > 0
        && parser->rest.at[0] == '"')
        quoted = rule_lex_quoted(parser);
    if (parser->failed)
        return RULE_NONE;
    node = is_phrase ? rule_leaf_phrase(parser->tree, parser->scanner, raw,
                                        parser->error)
                     : rule_leaf_term(parser->tree, parser->scanner, raw,
                                      quoted, parser->error);
    parser->failed = node == RULE_NONE;
    if (!parser->failed)
        rule_lex_advance(parser);
    return sourced(parser, node, start);
}

static uint32_t
parse_one(struct rule_parser *parser)
{
    switch (parser->lexeme) {
    case LEXEME_OPEN:
        return parse_group(parser);
    case LEXEME_QUOTED:
    case LEXEME_TERM:
        return parse_leaf(parser);
    case LEXEME_NOT:
        return rule_lex_fail(parser, "a term is missing");
    case LEXEME_NEAR:
        return rule_lex_fail(parser, "NEAR stands between two terms");
    case LEXEME_AND:
        return rule_lex_fail(parser, "AND stands between two terms");
    case LEXEME_OR:
        return rule_lex_fail(parser, "OR stands between two terms");
    case LEXEME_CLOSE:
        return rule_lex_fail(parser, parser->depth == 0
                                         ? "this ) closes nothing"
                                         : "a term is missing before )");
    default:
        return rule_lex_fail(parser,
                             "a term is missing at the end of the query");
    }
}

/* NEAR/5 or NEAR/5f. */
static bool
read_near(struct text raw, struct rule_node *near)
{
    struct text digits = text_from(raw, 5);
    int64_t count;

    near->is_forward = text_ends(digits, TEXT("f"));
    digits.len -= near->is_forward;
    if (digits.len == 0 || digits.at[0] == '-' || !text_integer(digits, &count)
        || count < 1 || count > RULE_NEAR_MOST)
        return false;
    near->count = (uint32_t)count;
    return true;
}

/* What has a place in the text: words, phrases, tags, names, and ORs of them. */
static bool
has_place(const struct rule_tree *tree, uint32_t number)
{
    const struct rule_node *node = rule_tree_node(tree, number);

    if (node->op != RULE_OR)
        return node->op == RULE_TERM || node->op == RULE_PHRASE;
    for (uint32_t child = node->first; child != RULE_NONE;
         child = rule_tree_node(tree, child)->next)
        if (!has_place(tree, child))
            return false;
    return true;
}

static uint32_t
parse_near(struct rule_parser *parser)
{
    const char *start = parser->start;
    uint32_t left = parse_one(parser);
    struct rule_node near = {0};
    struct text raw = parser->raw;
    uint32_t right;
    uint32_t node;

    if (left == RULE_NONE || parser->lexeme != LEXEME_NEAR)
        return left;
    if (!read_near(raw, &near))
        return rule_lex_fail(parser,
                             "NEAR is written NEAR/5, or NEAR/5f for `before`; "
                             "from 1 to 100");
    rule_lex_advance(parser);
    right = parse_one(parser);
    if (right == RULE_NONE)
        return RULE_NONE;
    if (!has_place(parser->tree, left) || !has_place(parser->tree, right)
        || parser->lexeme == LEXEME_NEAR) {
        parser->raw = parser->lexeme == LEXEME_NEAR ? parser->raw : raw;
        return rule_lex_fail(parser,
                             "NEAR joins two words or phrases, or groups of "
                             "them with OR");
    }
    rule_tree_node(parser->tree, left)->next = right;
    node = rule_tree_add(parser->tree, RULE_NEAR, left);
    rule_tree_node(parser->tree, node)->count = near.count;
    rule_tree_node(parser->tree, node)->is_forward = near.is_forward;
    return sourced(parser, node, start);
}

static uint32_t
parse_not(struct rule_parser *parser)
{
    const char *start = parser->start;
    bool is_not = false;
    uint32_t node;

    for (; parser->lexeme == LEXEME_NOT; rule_lex_advance(parser))
        is_not = !is_not;
    node = parse_near(parser);
    return node != RULE_NONE && is_not ? sourced(
               parser, rule_tree_add(parser->tree, RULE_NOT, node), start)
                                       : node;
}

/* Makes `node` the next child: *first of none so far, else behind *last. */
static void
link_child(struct rule_parser *parser, uint32_t *first, uint32_t *last,
           uint32_t node)
{
    if (*first == RULE_NONE)
        *first = node;
    else
        rule_tree_node(parser->tree, *last)->next = node;
    *last = node;
}

static uint32_t
join(struct rule_parser *parser, enum rule_op op, uint32_t first, uint32_t last,
     const char *start)
{
    return first == last
               ? first
               : sourced(parser, rule_tree_add(parser->tree, op, first), start);
}

static uint32_t
parse_and(struct rule_parser *parser)
{
    const char *start = parser->start;
    uint32_t first = RULE_NONE;
    uint32_t last = RULE_NONE;

    for (;;) {
        uint32_t node = parse_not(parser);

        if (node == RULE_NONE)
            return RULE_NONE;
        link_child(parser, &first, &last, node);
        if (parser->lexeme == LEXEME_AND)
            rule_lex_advance(parser);
        else if (parser->lexeme == LEXEME_OR || parser->lexeme == LEXEME_CLOSE
                 || parser->lexeme == LEXEME_END)
            return join(parser, RULE_AND, first, last, start);
    }
}

static uint32_t
parse_or(struct rule_parser *parser)
{
    const char *start = parser->start;
    uint32_t first = RULE_NONE;
    uint32_t last = RULE_NONE;

    for (;;) {
        uint32_t node = parse_and(parser);

        if (node == RULE_NONE)
            return RULE_NONE;
        link_child(parser, &first, &last, node);
        if (parser->lexeme != LEXEME_OR)
            return join(parser, RULE_OR, first, last, start);
        rule_lex_advance(parser);
    }
}

uint32_t
rule_query_parse(struct rule_tree *tree, struct token_scanner *scanner,
                 struct text query, struct rule_error *error)
{
    struct rule_parser parser = {
        .tree = tree, .scanner = scanner, .error = error, .rest = query};
    uint32_t node;

    rule_lex_advance(&parser);
    if (parser.lexeme == LEXEME_END)
        return rule_lex_fail(&parser, "the query is empty");
    node = parse_or(&parser);
    if (node == RULE_NONE)
        return RULE_NONE;
    if (parser.lexeme != LEXEME_END)
        return rule_lex_fail(&parser, "this ) closes nothing");
    return node;
}
