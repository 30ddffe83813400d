#include "domain/lexicon_text.h"

#include "base/utf8.h"
#include "ports/unicode.h"

/* What Python's split() takes for white space. */
static bool
is_space(uint32_t code_point)
{
    return code_point == ' ' || (code_point >= '\t' && code_point <= '\r')
           || (code_point >= 0x1c && code_point <= 0x1f) || code_point == 0x85
           || code_point == 0xa0 || code_point == 0x1680
           || (code_point >= 0x2000 && code_point <= 0x200a)
           || code_point == 0x2028 || code_point == 0x2029
           || code_point == 0x202f || code_point == 0x205f
           || code_point == 0x3000;
}

static bool
is_punctuation(char byte)
{
    return (byte >= '!' && byte <= '/') || (byte >= ':' && byte <= '@')
           || (byte >= '[' && byte <= '`') || (byte >= '{' && byte <= '~');
}

static size_t
count_code_points(struct text utf8)
{
    size_t count = 0;

    for (size_t i = 0; i < utf8.len; i++)
        count += (utf8.at[i] & 0xc0) != 0x80;
    return count;
}

static struct text
strip(struct text word)
{
    struct text inner = word;

    while (inner.len > 0 && is_punctuation(inner.at[0]))
        inner = text_from(inner, 1);
    while (inner.len > 0 && is_punctuation(inner.at[inner.len - 1]))
        inner.len--;
    return count_code_points(inner) <= 2 ? word : inner;
}

static bool
is_upper(struct text word)
{
    bool has_upper = false;
    uint32_t code_point;

    while (utf8_next(&word, &code_point)) {
        enum unicode_case is = unicode_case(code_point);

        if (is == UNICODE_LOWER || is == UNICODE_TITLE)
            return false;
        has_upper |= is == UNICODE_UPPER;
    }
    return has_upper;
}

static void
describe_emoji(struct lexicon_text *text, const struct table *emoji,
               const struct text *descriptions, struct text from)
{
    bool is_behind_space = true;
    uint32_t code_point;

    buffer_clear(&text->plain);
    for (struct text rest = from; rest.len > 0;) {
        struct text one = rest;
        uint32_t number;

        utf8_next(&rest, &code_point);
        one.len -= rest.len;
        number = table_find(emoji, one);
        if (number == TABLE_NONE) {
            buffer_add(&text->plain, one);
            is_behind_space = code_point == ' ';
            continue;
        }
        if (!is_behind_space)
            buffer_add_char(&text->plain, ' ');
        buffer_add(&text->plain, descriptions[number]);
        is_behind_space = false;
    }
}

/* The lower-case form lies at that offset for now: its buffer may still move. */
static void
add_token(struct lexicon_text *text, struct text word)
{
    struct lexicon_token token = {.whole = strip(word)};
    size_t at = text->lower.len;

    token.is_upper = is_upper(token.whole);
    unicode_lower(&text->lower, token.whole);
    token.lower = (struct text){NULL, text->lower.len - at};
    buffer_add(&text->tokens,
               (struct text){(const char *)&token, sizeof(token)});
    text->count++;
}

static void
cut(struct lexicon_text *text)
{
    struct text rest = buffer_text(&text->plain);
    struct text word = {rest.at, 0};
    uint32_t code_point;

    while (utf8_next(&rest, &code_point)) {
        if (!is_space(code_point)) {
            word.len = (size_t)(rest.at - word.at);
            continue;
        }
        if (word.len > 0)
            add_token(text, word);
        word = (struct text){rest.at, 0};
    }
    if (word.len > 0)
        add_token(text, word);
}

static void
look_up(struct lexicon_text *text, const struct lexicon_words *words)
{
    struct lexicon_token *tokens = (void *)text->tokens.at;
    const char *lower = text->lower.at;
    size_t upper = 0;

    for (size_t i = 0; i < text->count; i++) {
        tokens[i].lower.at = lower;
        lower += tokens[i].lower.len;
        tokens[i].word = lexicon_words_find(words, tokens[i].lower);
        upper += tokens[i].is_upper;
    }
    text->is_mixed = upper > 0 && upper < text->count;
}

void
lexicon_text_read(struct lexicon_text *text, const struct lexicon_words *words,
                  const struct table *emoji, const struct text *descriptions,
                  struct text from)
{
    buffer_clear(&text->lower);
    buffer_clear(&text->tokens);
    text->count = 0;
    describe_emoji(text, emoji, descriptions, from);
    cut(text);
    look_up(text, words);
}

void
lexicon_text_free(struct lexicon_text *text)
{
    buffer_free(&text->plain);
    buffer_free(&text->lower);
    buffer_free(&text->tokens);
}
