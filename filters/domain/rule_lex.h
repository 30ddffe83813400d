/*
 * rule_lex - the lexemes of a boolean query, one ahead: for rule_query alone
 */
#ifndef HARK_DOMAIN_RULE_LEX_H
#define HARK_DOMAIN_RULE_LEX_H

#include "domain/rule_leaf.h"

enum rule_lexeme {
    LEXEME_END,
    LEXEME_OPEN,
    LEXEME_CLOSE,
    LEXEME_AND,
    LEXEME_OR,
    LEXEME_NOT,
    LEXEME_NEAR,
    LEXEME_QUOTED,
    LEXEME_TERM
};

/* Looks one lexeme ahead. */
struct rule_parser {
    struct rule_tree *tree;
    struct token_scanner *scanner;
    struct rule_error *error;
    struct text rest;  /* behind the lexeme */
    const char *start; /* of the lexeme, with its quote */
    const char *end;   /* of the lexeme before */
    enum rule_lexeme lexeme;
    struct text raw; /* of the lexeme; without its quotes */
    int depth;
    bool failed; /* a lexeme is wrong, and *error says how */
};

/* Goes on to the next lexeme. */
void rule_lex_advance(struct rule_parser *parser);

/* From an opening quote on: what stands before the closing one. */
struct text rule_lex_quoted(struct rule_parser *parser);

/* RULE_NONE; of several wrongs the first is told. */
uint32_t rule_lex_fail(struct rule_parser *parser, const char *why);

#endif
