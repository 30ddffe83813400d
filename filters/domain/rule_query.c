#include "domain/rule_query.h"

enum lexeme { END, OPEN, CLOSE, AND, OR, NOT, NEAR, QUOTED, TERM };

/* Looks one lexeme ahead. */
struct parser {
    struct rule_tree *tree;
    struct token_scanner *scanner;
    struct rule_error *error;
    struct text rest;  /* behind the lexeme */
    const char *start; /* of the lexeme, with its quote */
    const char *end;   /* of the lexeme before */
    enum lexeme lexeme;
    struct text raw; /* of the lexeme; without its quotes */
    int depth;
    bool failed; /* a lexeme is wrong, and *error says how */
};

static uint32_t parse_or(struct parser *parser);

/* What was read since `start`, as the query has it. */
static uint32_t
sourced(struct parser *parser, uint32_t node, const char *start)
{
    if (node != RULE_NONE)
        rule_tree_node(parser->tree, node)->source =
            (struct text){start, (size_t)(parser->end - start)};
    return node;
}

static uint32_t
fail(struct parser *parser, const char *why)
{
    if (!parser->failed)
        rule_error_set(parser->error, parser->raw.at, "%s", why);
    parser->failed = true;
    return RULE_NONE;
}

static bool
is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Off the rest. */
static struct text
take(struct parser *parser, size_t len)
{
    struct text taken = {parser->rest.at, len};

    parser->rest = text_from(parser->rest, len);
    return taken;
}

/* Behind the opening quote: what stands before the closing one. */
static struct text
take_quoted(struct parser *parser)
{
    size_t len = text_find_char(parser->rest, '"');
    struct text quoted;

    if (len == SIZE_MAX) {
        fail(parser, "this quote is never closed");
        return take(parser, parser->rest.len);
    }
    quoted = take(parser, len);
    take(parser, 1);
    return quoted;
}

/* White space, and comments: lines that begin with #. */
static void
skip_space(struct parser *parser)
{
    while (parser->rest.len > 0 && is_space(parser->rest.at[0])) {
        bool is_comment = text_starts(parser->rest, TEXT("\n#"));

        take(parser, 1);
        while (is_comment && parser->rest.len > 0 && parser->rest.at[0] != '\n')
            take(parser, 1);
    }
}

/* raw:/…/ or /…/ up to the slash that ends it; 0 where it is none, SIZE_MAX where it never ends. */
static size_t
pattern_len(struct text rest)
{
    size_t at = text_starts(rest, TEXT("raw:")) ? 4 : 0;

    if (rest.len <= at || rest.at[at] != '/')
        return 0;
    for (at++; at < rest.len && rest.at[at] != '\n'; at++) {
        if (rest.at[at] == '/')
            return at + 1;
        if (rest.at[at] == '\\')
            at++;
    }
    return SIZE_MAX;
}

static bool
ends_term(struct text rest)
{
    return rest.len == 0 || is_space(rest.at[0]) || rest.at[0] == ')';
}

static struct text
take_pattern(struct parser *parser, size_t len)
{
    if (len == SIZE_MAX) {
        fail(parser, "this regular expression is never closed: it ends in / "
                     "on the same line");
        return take(parser, parser->rest.len);
    }
    if (!ends_term(text_from(parser->rest, len)))
        fail(parser, "a space or ) follows a regular expression (within one, "
                     "/ is written \\/)");
    return take(parser, len);
}

static size_t
term_len(struct text rest)
{
    size_t len = 0;

    while (len < rest.len && !is_space(rest.at[len])
           && text_find_char(TEXT("()\""), rest.at[len]) == SIZE_MAX)
        len++;
    return len;
}

static enum lexeme
word_lexeme(struct text raw)
{
    if (text_equal(raw, TEXT("AND")))
        return AND;
    if (text_equal(raw, TEXT("OR")))
        return OR;
    if (text_equal(raw, TEXT("NEAR")) || text_starts(raw, TEXT("NEAR/")))
        return NEAR;
    return text_equal(raw, TEXT("NOT")) ? NOT : TERM;
}

static void
advance(struct parser *parser)
{
    size_t pattern;

    parser->end = parser->rest.at;
    skip_space(parser);
    parser->start = parser->rest.at;
    pattern = pattern_len(parser->rest);
    parser->raw = (struct text){parser->rest.at, 1};
    if (parser->rest.len == 0) {
        parser->lexeme = END;
    } else if (parser->rest.at[0] == '(' || parser->rest.at[0] == ')') {
        parser->lexeme = take(parser, 1).at[0] == '(' ? OPEN : CLOSE;
    } else if (parser->rest.at[0] == '"') {
        take(parser, 1);
        parser->lexeme = QUOTED;
        parser->raw = take_quoted(parser);
    } else if (pattern > 0) {
        parser->lexeme = TERM;
        parser->raw = take_pattern(parser, pattern);
    } else {
        parser->raw = take(parser, term_len(parser->rest));
        parser->lexeme = word_lexeme(parser->raw);
    }
}

static uint32_t
parse_group(struct parser *parser)
{
    const char *open = parser->raw.at;
    uint32_t node;

    if (++parser->depth > RULE_DEPTH_MOST)
        return fail(parser, "groups are nested too deep");
    advance(parser);
    node = parse_or(parser);
    if (node == RULE_NONE)
        return RULE_NONE;
    if (parser->lexeme != CLOSE) {
        parser->raw.at = open;
        return fail(parser, "this group is never closed");
    }
    parser->depth--;
    advance(parser);
    return node;
}

/* $name: the query of that name, once more. */
static uint32_t
parse_named(struct parser *parser)
{
    const char *start = parser->start;
    struct text name = text_from(parser->raw, 1);
    uint32_t named = rule_tree_named(parser->tree, name);
    struct rule_size size;

    if (named == RULE_NONE)
        return fail(parser, "no define: of this name stands before it");
    size = rule_tree_size(parser->tree, named);
    if ((size_t)parser->depth + size.depth > RULE_DEPTH_MOST)
        return fail(parser, "groups are nested too deep");
    if (rule_tree_count(parser->tree) + size.count > RULE_NODES_MOST)
        return fail(parser, "the queries are too large");
    advance(parser);
    return sourced(parser, rule_tree_copy(parser->tree, named), start);
}

static uint32_t
parse_leaf(struct parser *parser)
{
    const char *start = parser->start;
    struct text raw = parser->raw;
    struct text quoted = TEXT_NONE;
    bool is_phrase = parser->lexeme == QUOTED;
    uint32_t node;

    if (!is_phrase && rule_leaf_is_named(raw))
        return parse_named(parser);
    if (!is_phrase && rule_leaf_wants_value(raw) && parser->rest.len > 0
        && parser->rest.at[0] == '"') {
        take(parser, 1);
        quoted = take_quoted(parser);
    }
    if (parser->failed)
        return RULE_NONE;
    node = is_phrase ? rule_leaf_phrase(parser->tree, parser->scanner, raw,
                                        parser->error)
                     : rule_leaf_term(parser->tree, parser->scanner, raw,
                                      quoted, parser->error);
    parser->failed = node == RULE_NONE;
    if (!parser->failed)
        advance(parser);
    return sourced(parser, node, start);
}

static uint32_t
parse_one(struct parser *parser)
{
    switch (parser->lexeme) {
    case OPEN:
        return parse_group(parser);
    case QUOTED:
    case TERM:
        return parse_leaf(parser);
    case NOT:
        return fail(parser, "a term is missing");
    case NEAR:
        return fail(parser, "NEAR stands between two terms");
    case AND:
        return fail(parser, "AND stands between two terms");
    case OR:
        return fail(parser, "OR stands between two terms");
    case CLOSE:
        return fail(parser, parser->depth == 0 ? "this ) closes nothing"
                                               : "a term is missing before )");
    default:
        return fail(parser, "a term is missing at the end of the query");
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
parse_near(struct parser *parser)
{
    const char *start = parser->start;
    uint32_t left = parse_one(parser);
    struct rule_node near = {0};
    struct text raw = parser->raw;
    uint32_t right;
    uint32_t node;

    if (left == RULE_NONE || parser->lexeme != NEAR)
        return left;
    if (!read_near(raw, &near))
        return fail(parser, "NEAR is written NEAR/5, or NEAR/5f for `before`; "
                            "from 1 to 100");
    advance(parser);
    right = parse_one(parser);
    if (right == RULE_NONE)
        return RULE_NONE;
    if (!has_place(parser->tree, left) || !has_place(parser->tree, right)
        || parser->lexeme == NEAR) {
        parser->raw = parser->lexeme == NEAR ? parser->raw : raw;
        return fail(parser, "NEAR joins two words or phrases, or groups of "
                            "them with OR");
    }
    rule_tree_node(parser->tree, left)->next = right;
    node = rule_tree_add(parser->tree, RULE_NEAR, left);
    rule_tree_node(parser->tree, node)->count = near.count;
    rule_tree_node(parser->tree, node)->is_forward = near.is_forward;
    return sourced(parser, node, start);
}

static uint32_t
parse_not(struct parser *parser)
{
    const char *start = parser->start;
    bool is_not = false;
    uint32_t node;

    for (; parser->lexeme == NOT; advance(parser))
        is_not = !is_not;
    node = parse_near(parser);
    return node != RULE_NONE && is_not ? sourced(
               parser, rule_tree_add(parser->tree, RULE_NOT, node), start)
                                       : node;
}

/* Makes `node` the next child: *first of none so far, else behind *last. */
static void
link_child(struct parser *parser, uint32_t *first, uint32_t *last,
           uint32_t node)
{
    if (*first == RULE_NONE)
        *first = node;
    else
        rule_tree_node(parser->tree, *last)->next = node;
    *last = node;
}

static uint32_t
join(struct parser *parser, enum rule_op op, uint32_t first, uint32_t last,
     const char *start)
{
    return first == last
               ? first
               : sourced(parser, rule_tree_add(parser->tree, op, first), start);
}

static uint32_t
parse_and(struct parser *parser)
{
    const char *start = parser->start;
    uint32_t first = RULE_NONE;
    uint32_t last = RULE_NONE;

    for (;;) {
        uint32_t node = parse_not(parser);

        if (node == RULE_NONE)
            return RULE_NONE;
        link_child(parser, &first, &last, node);
        if (parser->lexeme == AND)
            advance(parser);
        else if (parser->lexeme == OR || parser->lexeme == CLOSE
                 || parser->lexeme == END)
            return join(parser, RULE_AND, first, last, start);
    }
}

static uint32_t
parse_or(struct parser *parser)
{
    const char *start = parser->start;
    uint32_t first = RULE_NONE;
    uint32_t last = RULE_NONE;

    for (;;) {
        uint32_t node = parse_and(parser);

        if (node == RULE_NONE)
            return RULE_NONE;
        link_child(parser, &first, &last, node);
        if (parser->lexeme != OR)
            return join(parser, RULE_OR, first, last, start);
        advance(parser);
    }
}

uint32_t
rule_query_parse(struct rule_tree *tree, struct token_scanner *scanner,
                 struct text query, struct rule_error *error)
{
    struct parser parser = {
        .tree = tree, .scanner = scanner, .error = error, .rest = query};
    uint32_t node;

    advance(&parser);
    if (parser.lexeme == END)
        return fail(&parser, "the query is empty");
    node = parse_or(&parser);
    if (node == RULE_NONE)
        return RULE_NONE;
    if (parser.lexeme != END)
        return fail(&parser, "this ) closes nothing");
    return node;
}
