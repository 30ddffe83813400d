#include "domain/rule_query.h"

enum lexeme { END, OPEN, CLOSE, AND, OR, NOT, QUOTED, TERM };

/* Looks one lexeme ahead. */
struct parser {
    struct rule_tree *tree;
    struct token_scanner *scanner;
    struct rule_error *error;
    struct text rest; /* behind the lexeme */
    enum lexeme lexeme;
    struct text raw; /* of the lexeme; without its quotes */
    int depth;
    bool failed; /* a lexeme is wrong, and *error says how */
};

static uint32_t parse_or(struct parser *parser);

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
    return text_equal(raw, TEXT("NOT")) ? NOT : TERM;
}

static void
advance(struct parser *parser)
{
    skip_space(parser);
    parser->raw = (struct text){parser->rest.at, 1};
    if (parser->rest.len == 0) {
        parser->lexeme = END;
    } else if (parser->rest.at[0] == '(' || parser->rest.at[0] == ')') {
        parser->lexeme = take(parser, 1).at[0] == '(' ? OPEN : CLOSE;
    } else if (parser->rest.at[0] == '"') {
        take(parser, 1);
        parser->lexeme = QUOTED;
        parser->raw = take_quoted(parser);
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

static uint32_t
parse_leaf(struct parser *parser)
{
    struct text raw = parser->raw;
    struct text quoted = TEXT_NONE;
    bool is_phrase = parser->lexeme == QUOTED;
    uint32_t node;

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
    return node;
}

static uint32_t
parse_not(struct parser *parser)
{
    bool is_not = false;
    uint32_t node;

    for (; parser->lexeme == NOT; advance(parser))
        is_not = !is_not;
    switch (parser->lexeme) {
    case OPEN:
        node = parse_group(parser);
        break;
    case QUOTED:
    case TERM:
        node = parse_leaf(parser);
        break;
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
    return node != RULE_NONE && is_not
               ? rule_tree_add(parser->tree, RULE_NOT, node)
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
join(struct parser *parser, enum rule_op op, uint32_t first, uint32_t last)
{
    return first == last ? first : rule_tree_add(parser->tree, op, first);
}

static uint32_t
parse_and(struct parser *parser)
{
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
            return join(parser, RULE_AND, first, last);
    }
}

static uint32_t
parse_or(struct parser *parser)
{
    uint32_t first = RULE_NONE;
    uint32_t last = RULE_NONE;

    for (;;) {
        uint32_t node = parse_and(parser);

        if (node == RULE_NONE)
            return RULE_NONE;
        link_child(parser, &first, &last, node);
        if (parser->lexeme != OR)
            return join(parser, RULE_OR, first, last);
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
