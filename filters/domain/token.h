/*
 * token - the words, tags, names and links of a text
 *
 * A word is a run of letters, digits and marks, with apostrophes inside it (don't, l'eau). Of a
 * script written without spaces each character is a word, and so is each emoji. A tag is # and
 * what follows it, with a letter in it; a name is @ and what follows it; both where nothing of a
 * word stands before them. The words inside a tag or a name count as words too. A link (from
 * http://, https:// or www. to the next white space) has no words.
 * Shape:   in the order of the text; a tag or name comes right before its first word, in the same
 *          place. A word with a possessive 's or an elided article (l' d' qu'…) is followed by the
 *          word without it, in the same place. A name with a server behind it (@dell@mastodon.example,
 *          @dell.bsky.example) comes twice, short and long.
 * Lives:   tokens and their folded forms until the next token_scan() with the same scanner.
 * Cost:    5 to 10 ns a word of ASCII; about 20 bytes of memory a byte at the most.
 * Source:  the rules for # and @ follow twitter-text where they concern plain text.
 */
#ifndef HARK_DOMAIN_TOKEN_H
#define HARK_DOMAIN_TOKEN_H

#include "base/buffer.h"
#include "domain/sieve.h"

enum token_kind { TOKEN_WORD, TOKEN_TAG, TOKEN_NAME, TOKEN_LINK };

struct token_span {
    uint32_t at, len; /* bytes */
};

struct token {
    struct token_span span;   /* in the text; of a tag with its # */
    struct token_span folded; /* token_folded(); empty of a link */
    uint32_t place;           /* words and links counted from 0 */
    enum token_kind kind;
};

struct token_list {
    const struct token *at;
    size_t count;
    const uint32_t *passed; /* numbers of those that the sieve let through */
    size_t passed_count;
    const char *folded; /* where folded.at begins */
};

struct token_scanner;

struct token_scanner *token_scanner_new(void);
void token_scanner_free(struct token_scanner *scanner);

/* At most TOKEN_TEXT_MOST bytes of well-formed UTF-8. */
enum { TOKEN_TEXT_MOST = 1 << 20 };

struct token_list token_scan(struct token_scanner *scanner, struct text text,
                             const struct sieve *sieve);

/* What is compared: "dell", "#dell", "@dell"; SIEVE_READS bytes behind it are readable. */
static inline struct text
token_folded(const struct token_list *list, const struct token *token)
{
    return (struct text){list->folded + token->folded.at, token->folded.len};
}

/* Appends a text folded as words are, for what is compared outside of texts. */
void token_fold(const struct token_scanner *scanner, struct buffer *out,
                struct text text);

#endif
