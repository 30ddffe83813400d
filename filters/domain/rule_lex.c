#include "domain/rule_lex.h"

uint32_t
rule_lex_fail(struct rule_parser *parser, const char *why)
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
take(struct rule_parser *parser, size_t len)
{
    struct text taken = {parser->rest.at, len};

    parser->rest = text_from(parser->rest, len);
    return taken;
}

struct text
rule_lex_quoted(struct rule_parser *parser)
{
    struct text quoted;
    size_t len;

    take(parser, 1);
    len = text_find_char(parser->rest, '"');
    if (len == SIZE_MAX) {
        rule_lex_fail(parser, "this quote is never closed");
        return take(parser, parser->rest.len);
    }
    quoted = take(parser, len);
    take(parser, 1);
    return quoted;
}

/* White space, and comments: lines that begin with #. */
static void
skip_space(struct rule_parser *parser)
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
take_pattern(struct rule_parser *parser, size_t len)
{
    if (len == SIZE_MAX) {
        rule_lex_fail(parser,
                      "this regular expression is never closed: it ends in / "
                      "on the same line");
        return take(parser, parser->rest.len);
    }
    if (!ends_term(text_from(parser->rest, len)))
        rule_lex_fail(parser,
                      "a space or ) follows a regular expression (within one, "
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

static enum rule_lexeme
word_lexeme(struct text raw)
{
    if (text_equal(raw, TEXT("AND")))
        return LEXEME_AND;
    if (text_equal(raw, TEXT("OR")))
        return LEXEME_OR;
    if (text_equal(raw, TEXT("NEAR")) || text_starts(raw, TEXT("NEAR/")))
        return LEXEME_NEAR;
    return text_equal(raw, TEXT("NOT")) ? LEXEME_NOT : LEXEME_TERM;
}

void
rule_lex_advance(struct rule_parser *parser)
{
    size_t pattern;

    parser->end = parser->rest.at;
    skip_space(parser);
    parser->start = parser->rest.at;
    pattern = pattern_len(parser->rest);
    parser->raw = (struct text){parser->rest.at, 1};
    if (parser->rest.len == 0) {
        parser->lexeme = LEXEME_END;
    } else if (parser->rest.at[0] == '(' || parser->rest.at[0] == ')') {
        parser->lexeme =
            take(parser, 1).at[0] == '(' ? LEXEME_OPEN : LEXEME_CLOSE;
    } else if (parser->rest.at[0] == '"') {
        parser->lexeme = LEXEME_QUOTED;
        parser->raw = rule_lex_quoted(parser);
    } else if (pattern > 0) {
        parser->lexeme = LEXEME_TERM;
        parser->raw = take_pattern(parser, pattern);
    } else {
        parser->raw = take(parser, term_len(parser->rest));
        parser->lexeme = word_lexeme(parser->raw);
    }
}
