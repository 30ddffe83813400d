#include "domain/token.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "domain/token_reach.h"
#include "domain/token_runs.h"

enum { SMALLEST = 1024 };

struct token_scanner {
    struct letters *letters;
    struct token_text in;
    struct token_runs runs;
    struct buffer folded; /* the text in lower case, then other folded words */
    const struct sieve *sieve;
    struct token *tokens;
    uint32_t *passed;
    size_t count;
    size_t passed_count;
    size_t cap;     /* of both */
    uint32_t place; /* of the next word */
};

/* No text has more tokens than bytes. */
static void
reserve(struct token_scanner *scanner, size_t bytes)
{
    if (scanner->cap > bytes)
        return;
    scanner->cap = bytes < SMALLEST ? SMALLEST : 2 * bytes;
    scanner->tokens = array_resize(scanner->tokens, scanner->cap,
                                   sizeof(*scanner->tokens), "tokens");
    scanner->passed = array_resize(scanner->passed, scanner->cap,
                                   sizeof(*scanner->passed), "tokens");
}

struct token_scanner *
token_scanner_new(void)
{
    struct token_scanner *scanner = calloc(1, sizeof(*scanner));

    if (scanner == NULL)
        err(EX_OSERR, "a scanner");
    scanner->letters = letters_new();
    return scanner;
}

void
token_scanner_free(struct token_scanner *scanner)
{
    if (scanner == NULL)
        return;
    letters_free(scanner->letters);
    token_runs_free(&scanner->runs);
    buffer_free(&scanner->folded);
    free(scanner->tokens);
    free(scanner->passed);
    free(scanner);
}

/* Whether it passes the sieve is no branch: nobody could guess it. */
static inline void
add(struct token_scanner *scanner, enum token_kind kind, struct token_span span,
    struct token_span folded)
{
    size_t number = scanner->count++;

    scanner->tokens[number] =
        (struct token){span, folded, scanner->place, kind};
    scanner->passed[scanner->passed_count] = (uint32_t)number;
    scanner->passed_count += sieve_passes(
        scanner->sieve, scanner->folded.at + folded.at, folded.len);
}

static inline struct token_span
span_of(size_t at, size_t end)
{
    return (struct token_span){(uint32_t)at, (uint32_t)(end - at)};
}

/* What `from` to `end` folds to; the token itself begins at `at`, with the mark of a tag. */
static void
add_folded(struct token_scanner *scanner, enum token_kind kind, size_t at,
           size_t from, size_t end)
{
    struct buffer *folded = &scanner->folded;
    size_t start = folded->len;
    size_t len = end - from;

    buffer_reserve(folded, len + 1 + SIEVE_READS);
    if (kind != TOKEN_WORD)
        folded->at[folded->len++] = kind == TOKEN_TAG ? '#' : '@';
    if (token_runs_are_ascii(&scanner->runs, from, end)) {
        memcpy(folded->at + folded->len, folded->at + from, len);
        folded->len += len;
    } else {
        letter_fold(scanner->letters, folded,
                    (struct text){scanner->in.text.at + from, len});
        buffer_reserve(folded, SIEVE_READS);
    }
    if (folded->len > start)
        add(scanner, kind, span_of(at, end), span_of(start, folded->len));
}

/* The tag or name, if any, of which the word at `at` is the first. */
static void
add_marked(struct token_scanner *scanner, size_t at)
{
    bool has_letter = false;
    size_t mark;
    size_t start;
    size_t end;
    size_t whole;
    char sign = token_reach_mark(&scanner->in, at, &mark, &start);

    if (sign == 0)
        return;
    end = token_reach_tag(&scanner->in, start, &has_letter);
    if (sign == '#') {
        if (has_letter)
            add_folded(scanner, TOKEN_TAG, mark, start, end);
        return;
    }
    add_folded(scanner, TOKEN_NAME, mark, start, end);
    whole = token_reach_server(&scanner->in, end);
    if (whole > end)
        add_folded(scanner, TOKEN_NAME, mark, start, whole);
}

/* How much of a folded word with an apostrophe in it is an elided article, by its bytes. */
static size_t
elided(struct text word)
{
    if (word.len > 3 && memcmp(word.at, "qu'", 3) == 0)
        return 3;
    return word.len > 2 && word.at[1] == '\''
                   && text_find_char(TEXT("ldjmtsnc"), word.at[0]) != SIZE_MAX
               ? 2
               : 0;
}

/* The word last added once more, without its possessive 's or its article. */
static void
add_bare(struct token_scanner *scanner)
{
    struct token last = scanner->tokens[scanner->count - 1];
    struct text folded = {scanner->folded.at + last.folded.at, last.folded.len};
    uint32_t article = (uint32_t)elided(folded);

    if (folded.len > 2 && text_ends(folded, TEXT("'s"))) {
        last.folded.len -= 2;
    } else if (article > 0) {
        last.folded.at += article;
        last.folded.len -= article;
    } else {
        return;
    }
    add(scanner, TOKEN_WORD, last.span, last.folded);
}

/* A word beyond ASCII. */
static void
add_letters(struct token_scanner *scanner, size_t from, size_t end,
            bool has_apostrophe)
{
    size_t count;

    add_marked(scanner, from);
    count = scanner->count;
    add_folded(scanner, TOKEN_WORD, from, from, end);
    if (scanner->count == count)
        return;
    if (has_apostrophe)
        add_bare(scanner);
    scanner->place++;
}

/* Most of them fold to themselves. */
static void
add_single(struct token_scanner *scanner, uint32_t code_point, size_t from,
           size_t first_end, size_t end)
{
    if (first_end != end || !letter_is_plain_single(code_point)) {
        add_letters(scanner, from, end, false);
        return;
    }
    add_marked(scanner, from);
    add(scanner, TOKEN_WORD, span_of(from, end), span_of(from, end));
    scanner->place++;
}

/* Words from `at` to at least `end`, by code points; returns where they end. */
static size_t
scan_letters(struct token_scanner *scanner, size_t at, size_t end)
{
    const struct token_text *in = &scanner->in;

    while (at < end) {
        size_t next;
        size_t word_end;
        bool has_apostrophe = false;
        uint32_t code_point = token_reach_next(in, at, &next);

        switch (letter_of(in->letters, code_point)) {
        case LETTER_WORD:
            word_end = token_reach_word(in, next, &has_apostrophe);
            add_letters(scanner, at, word_end, has_apostrophe);
            break;
        case LETTER_SINGLE:
        case LETTER_SYMBOL:
        case LETTER_VOICE:
            word_end = token_reach_single(in, next);
            add_single(scanner, code_point, at, next, word_end);
            break;
        default:
            word_end = next;
        }
        at = word_end;
    }
    return at;
}

/* What begins with the run from `at` to `end`, whatever it is; returns where to go on. */
static size_t
scan_run(struct token_scanner *scanner, size_t at, size_t end)
{
    const struct token_runs *runs = &scanner->runs;
    size_t link = token_reach_link(&scanner->in, at, end);
    bool has_apostrophe = false;

    if (!token_runs_are_ascii(runs, at, end))
        return scan_letters(scanner, at, end);
    if (link > at) {
        scanner->tokens[scanner->count++] = (struct token){
            span_of(at, link), {0}, scanner->place++, TOKEN_LINK};
        return link;
    }
    while (end + 1 < scanner->in.text.len && scanner->in.text.at[end] == '\''
           && token_runs_word(runs, end + 1) == end + 1) {
        size_t more = token_runs_gap(runs, end + 1);

        if (!token_runs_are_ascii(runs, end + 1, more))
            return scan_letters(scanner, at, more);
        end = more;
        has_apostrophe = true;
    }
    add_marked(scanner, at);
    add(scanner, TOKEN_WORD, span_of(at, end), span_of(at, end));
    if (has_apostrophe)
        add_bare(scanner);
    scanner->place++;
    return end;
}

static void
begin(struct token_scanner *scanner, struct text text,
      const struct sieve *sieve)
{
    assert(text.len <= TOKEN_TEXT_MOST);
    scanner->in = (struct token_text){scanner->letters, text};
    scanner->sieve = sieve;
    scanner->count = scanner->passed_count = scanner->place = 0;
    reserve(scanner, text.len);
    token_runs_find(&scanner->runs, text, &scanner->folded);
}

/*
 * Plain words of ASCII from `at` on, up to the first run that may be more: *end is the end of that
 * run, and what is returned its begin; the text's length where there is none. What changes with each
 * word is kept out of memory.
 */
static size_t
scan_plain(struct token_scanner *scanner, struct token_edges *edges, size_t at,
           size_t *end, bool is_marked)
{
    const struct token_runs *runs = &scanner->runs;
    const struct sieve *sieve = scanner->sieve;
    const char *lower = scanner->folded.at;
    struct token *token = scanner->tokens + scanner->count;
    uint32_t *passed = scanner->passed + scanner->passed_count;
    uint32_t number = (uint32_t)scanner->count;
    uint32_t place = scanner->place;

    for (; at < runs->len; at = token_edges_next(edges, runs, &is_marked)) {
        struct token_span span;

        *end = token_edges_next(edges, runs, &is_marked);
        if (is_marked || !token_runs_are_ascii(runs, at, *end))
            break;
        span = span_of(at, *end);
        *token++ = (struct token){span, span, place++, TOKEN_WORD};
        *passed = number++;
        passed += sieve_passes(sieve, lower + at, span.len);
    }
    scanner->count = number;
    scanner->passed_count = (size_t)(passed - scanner->passed);
    scanner->place = place;
    return at;
}

struct token_list
token_scan(struct token_scanner *scanner, struct text text,
           const struct sieve *sieve)
{
    const struct token_runs *runs = &scanner->runs;
    struct token_edges edges;
    bool is_marked;
    size_t at;
    size_t end = 0;

    begin(scanner, text, sieve);
    at = token_edges_seek(&edges, runs, 0, &is_marked);
    while ((at = scan_plain(scanner, &edges, at, &end, is_marked)) < text.len)
        at = token_edges_seek(&edges, runs, scan_run(scanner, at, end),
                              &is_marked);
    return (struct token_list){scanner->tokens, scanner->count, scanner->passed,
                               scanner->passed_count, scanner->folded.at};
}

void
token_fold(const struct token_scanner *scanner, struct buffer *out,
           struct text text)
{
    letter_fold(scanner->letters, out, text);
}
