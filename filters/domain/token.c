#include "domain/token.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/utf8.h"
#include "domain/letter.h"
#include "domain/token_runs.h"

struct token_scanner {
    struct letters *letters;
    struct text text;
    struct buffer
        folded; /* the text in lower case, then what else words fold to */
    struct buffer tokens; /* struct token */
    struct token_runs runs;
    uint32_t place; /* of the next word */
};

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
    buffer_free(&scanner->folded);
    token_runs_free(&scanner->runs);
    buffer_free(&scanner->tokens);
    free(scanner);
}

static void
prepare(struct token_scanner *scanner, struct text text)
{
    assert(text.len <= TOKEN_TEXT_MOST);
    scanner->text = text;
    scanner->place = 0;
    buffer_clear(&scanner->tokens);
    token_runs_find(&scanner->runs, text, &scanner->folded);
}

/* The code point at `at`, and where the next one begins. */
static uint32_t
decode(const struct token_scanner *scanner, size_t at, size_t *next)
{
    struct text rest = text_from(scanner->text, at);
    uint32_t code_point = 0;

    utf8_next(&rest, &code_point);
    *next = scanner->text.len - rest.len;
    return code_point;
}

static enum letter
letter_at(const struct token_scanner *scanner, size_t at, size_t *next)
{
    *next = at;
    if (at >= scanner->text.len)
        return LETTER_OTHER;
    return letter_of(scanner->letters, decode(scanner, at, next));
}

static void
add(struct token_scanner *scanner, struct token token)
{
    buffer_add(&scanner->tokens,
               (struct text){(const char *)&token, sizeof(token)});
}

/* What `from` to `end` folds to; the token itself begins at `at`, with the mark of a tag. */
static void
add_folded(struct token_scanner *scanner, enum token_kind kind, size_t at,
           size_t from, size_t end)
{
    struct text word = {scanner->text.at + from, end - from};
    struct token token = {.at = (uint32_t)at,
                          .len = (uint32_t)(end - at),
                          .folded_at = (uint32_t)scanner->folded.len,
                          .place = scanner->place,
                          .kind = kind};

    if (kind != TOKEN_WORD)
        buffer_add_char(&scanner->folded, kind == TOKEN_TAG ? '#' : '@');
    letter_fold(scanner->letters, &scanner->folded, word);
    token.folded_len = (uint32_t)scanner->folded.len - token.folded_at;
    if (token.folded_len > 0)
        add(scanner, token);
}

/* Past the run of letters and underscores at `at`; *has_letter where one of them is no digit. */
static size_t
tag_end(const struct token_scanner *scanner, size_t at, bool *has_letter)
{
    size_t end = at;

    for (;;) {
        size_t next;
        enum letter letter = letter_at(scanner, at, &next);
        char byte = at < scanner->text.len ? scanner->text.at[at] : ' ';

        if (letter == LETTER_IGNORED) {
            at = next;
            continue;
        }
        if (letter != LETTER_WORD && letter != LETTER_SINGLE
            && letter != LETTER_VOICE && byte != '_')
            return end;
        *has_letter |= byte != '_' && (byte < '0' || byte > '9');
        at = end = next;
    }
}

static void
add_name(struct token_scanner *scanner, size_t at, size_t from)
{
    bool has_letter = false;
    size_t end = tag_end(scanner, from, &has_letter);
    size_t whole = end;

    add_folded(scanner, TOKEN_NAME, at, from, end);
    while (whole < scanner->text.len
           && memchr(".-@", scanner->text.at[whole], 3) != NULL) {
        size_t next = tag_end(scanner, whole + 1, &has_letter);

        if (next == whole + 1)
            break;
        whole = next;
    }
    if (whole > end)
        add_folded(scanner, TOKEN_NAME, at, from, whole);
}

static void
add_tag(struct token_scanner *scanner, size_t at, size_t from)
{
    bool has_letter = false;
    size_t end = tag_end(scanner, from, &has_letter);

    if (has_letter)
        add_folded(scanner, TOKEN_TAG, at, from, end);
}

/* Where the code point before `at` begins. */
static size_t
before(const struct token_scanner *scanner, size_t at)
{
    do
        at--;
    while (at > 0 && (scanner->text.at[at] & 0xc0) == 0x80);
    return at;
}

/* # and @ begin nothing right behind a word, _ or & (john@dell.example, &#39;). */
static bool
may_begin_at(const struct token_scanner *scanner, size_t at)
{
    size_t next;
    size_t last;
    enum letter letter;

    if (at == 0)
        return true;
    last = before(scanner, at);
    letter = letter_at(scanner, last, &next);
    return letter != LETTER_WORD && letter != LETTER_SINGLE
           && letter != LETTER_VOICE && scanner->text.at[last] != '_'
           && scanner->text.at[last] != '&';
}

/* The tag or name, if any, of which the word at `from` is the first. */
static void
add_marked(struct token_scanner *scanner, size_t from)
{
    size_t start = from;
    size_t next;
    size_t mark;
    uint32_t code_point;

    while (start > 0 && scanner->text.at[start - 1] == '_')
        start--;
    if (start == 0)
        return;
    mark = before(scanner, start);
    code_point = decode(scanner, mark, &next);
    if (!may_begin_at(scanner, mark))
        return;
    if (code_point == '#' || code_point == 0xff03)
        add_tag(scanner, mark, start);
    else if (code_point == '@' || code_point == 0xff20)
        add_name(scanner, mark, start);
}

static bool
may_be_marked(const struct token_scanner *scanner, size_t from)
{
    unsigned char last;

    if (from == 0)
        return false;
    last = (unsigned char)scanner->text.at[from - 1];
    return last == '#' || last == '@' || last == '_' || last == 0x83
           || last == 0xa0;
}

/* How much of a folded word with an apostrophe in it is an elided article, by its bytes. */
static size_t
elided(struct text word)
{
    static const char *const articles[] = {"l'", "d'", "j'", "m'", "t'",
                                           "s'", "n'", "c'", "qu'"};

    for (size_t i = 0; i < sizeof(articles) / sizeof(*articles); i++)
        if (text_starts(word, text_of(articles[i])))
            return strlen(articles[i]);
    return 0;
}

/* The word last added once more, without its possessive 's or its article. */
static void
add_bare(struct token_scanner *scanner)
{
    struct token token;
    struct text folded;
    size_t article;

    memcpy(&token, scanner->tokens.at + scanner->tokens.len - sizeof(token),
           sizeof(token));
    folded = token_folded(scanner, &token);
    article = elided(folded);
    if (folded.len > 2 && text_ends(folded, TEXT("'s"))) {
        token.folded_len -= 2;
    } else if (article > 0) {
        token.folded_at += (uint32_t)article;
        token.folded_len -= (uint32_t)article;
    } else {
        return;
    }
    add(scanner, token);
}

/* A word beyond ASCII, or a single. */
static void
add_letters(struct token_scanner *scanner, size_t from, size_t end,
            bool has_apostrophe)
{
    size_t count = scanner->tokens.len;

    if (may_be_marked(scanner, from))
        add_marked(scanner, from);
    add_folded(scanner, TOKEN_WORD, from, from, end);
    if (scanner->tokens.len == count)
        return;
    if (has_apostrophe)
        add_bare(scanner);
    scanner->place++;
}

/* Past the word whose first letter ends at `at`. */
static size_t
word_end(const struct token_scanner *scanner, size_t at, bool *has_apostrophe)
{
    size_t end = at;

    for (;;) {
        size_t next;
        size_t after;
        enum letter letter = letter_at(scanner, at, &next);

        if (letter == LETTER_APOSTROPHE) {
            if (letter_at(scanner, next, &after) != LETTER_WORD)
                return end;
            *has_apostrophe = true;
            next = after;
        } else if (letter == LETTER_IGNORED) {
            at = next;
            continue;
        } else if (letter != LETTER_WORD) {
            return end;
        }
        at = end = next;
    }
}

/* Past the marks that belong to the single that ends at `at`. */
static size_t
single_end(const struct token_scanner *scanner, size_t at)
{
    size_t next;

    while (letter_at(scanner, at, &next) == LETTER_VOICE)
        at = next;
    return at;
}

/* Words from `at` to at least `end`, by code points; returns where they end. */
static size_t
scan_letters(struct token_scanner *scanner, size_t at, size_t end)
{
    while (at < end) {
        size_t next;
        bool has_apostrophe = false;

        switch (letter_at(scanner, at, &next)) {
        case LETTER_WORD:
            next = word_end(scanner, next, &has_apostrophe);
            add_letters(scanner, at, next, has_apostrophe);
            break;
        case LETTER_SINGLE:
        case LETTER_SYMBOL:
        case LETTER_VOICE:
            next = single_end(scanner, next);
            add_letters(scanner, at, next, false);
            break;
        default:
            break;
        }
        at = next;
    }
    return at;
}

static bool
begins_link(const struct token_scanner *scanner, size_t at, size_t end)
{
    struct text rest = {scanner->folded.at + at, scanner->text.len - at};
    struct text after = text_from(rest, end - at);

    if (rest.at[0] == 'w')
        return end - at == 3 && text_starts(rest, TEXT("www."));
    return text_starts(after, TEXT("://"))
           && (text_starts(rest, TEXT("http:"))
               || text_starts(rest, TEXT("https:")));
}

/* Where people leave no space behind a link, what follows is not of ASCII. */
static size_t
add_link(struct token_scanner *scanner, size_t at, size_t end)
{
    while (end < scanner->text.len) {
        unsigned char byte = (unsigned char)scanner->text.at[end];

        if (byte <= ' ' || byte >= 0x7f || byte == '"' || byte == '<'
            || byte == '>')
            break;
        end++;
    }
    add(scanner, (struct token){.at = (uint32_t)at,
                                .len = (uint32_t)(end - at),
                                .place = scanner->place++,
                                .kind = TOKEN_LINK});
    return end;
}

/* What begins at `at`, where a run does; returns where to go on. */
static size_t
scan_run(struct token_scanner *scanner, size_t at)
{
    size_t end = token_runs_gap(&scanner->runs, at);
    bool has_apostrophe = false;
    char first = scanner->folded.at[at];

    if ((first == 'h' || first == 'w') && begins_link(scanner, at, end))
        return add_link(scanner, at, end);
    if (!token_runs_are_ascii(&scanner->runs, at, end))
        return scan_letters(scanner, at, end);
    while (end + 1 < scanner->text.len && scanner->text.at[end] == '\''
           && token_runs_word(&scanner->runs, end + 1) == end + 1) {
        size_t more = token_runs_gap(&scanner->runs, end + 1);

        if (!token_runs_are_ascii(&scanner->runs, end + 1, more))
            return scan_letters(scanner, at, more);
        end = more;
        has_apostrophe = true;
    }
    if (may_be_marked(scanner, at))
        add_marked(scanner, at);
    add(scanner, (struct token){.at = (uint32_t)at,
                                .len = (uint32_t)(end - at),
                                .folded_at = (uint32_t)at,
                                .folded_len = (uint32_t)(end - at),
                                .place = scanner->place,
                                .kind = TOKEN_WORD});
    if (has_apostrophe)
        add_bare(scanner);
    scanner->place++;
    return end;
}

const struct token *
token_scan(struct token_scanner *scanner, struct text text, size_t *count)
{
    size_t at = 0;

    prepare(scanner, text);
    while ((at = token_runs_word(&scanner->runs, at)) < text.len)
        at = scan_run(scanner, at);
    *count = scanner->tokens.len / sizeof(struct token);
    return (const struct token *)(const void *)scanner->tokens.at;
}

struct text
token_folded(const struct token_scanner *scanner, const struct token *token)
{
    return (struct text){scanner->folded.at + token->folded_at,
                         token->folded_len};
}

void
token_fold(const struct token_scanner *scanner, struct buffer *out,
           struct text text)
{
    letter_fold(scanner->letters, out, text);
}
