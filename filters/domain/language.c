#include "domain/language.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/utf8.h"
#include "domain/language_words.h"
#include "domain/prose.h"
#include "ports/cld2.h"

struct language {
    struct language_words words;
    struct buffer prose;
};

/* What is counted in one walk over a text. */
struct counts {
    uint32_t letters;
    uint32_t kana, hangul, thai;
    uint32_t words;
    /* Of those of two letters or more, how many a language has. */
    uint32_t small[LANGUAGE_WORDS_LANGUAGES];
};

/* A word as it is being read. */
struct word {
    uint64_t bytes; /* of its first eight, in lower case */
    size_t len;
};

struct language *
language_new(void)
{
    struct language *language = calloc(1, sizeof(*language));

    if (language == NULL)
        err(EX_OSERR, "languages");
    language_words_fill(&language->words);
    cld2_prepare();
    return language;
}

void
language_free(struct language *language)
{
    if (language == NULL)
        return;
    buffer_free(&language->prose);
    free(language);
}

static void
end_word(const struct language *language, struct counts *counts,
         struct word *word)
{
    uint32_t of = 0;

    if (word->len == 0)
        return;
    counts->words++;
    if (word->len > 1 && word->len <= sizeof(word->bytes))
        of = language_words_of(&language->words, word->bytes);
    for (; of != 0; of &= of - 1)
        counts->small[__builtin_ctz(of)]++;
    *word = (struct word){0};
}

static void
add_byte(struct word *word, unsigned char byte)
{
    if (word->len < sizeof(word->bytes))
        ((unsigned char *)&word->bytes)[word->len] = byte;
    word->len++;
}

/* A Latin letter of two bytes in lower case, by its second byte. */
static unsigned char
lower_second(unsigned char lead, unsigned char second)
{
    return lead == 0xc3 && second <= 0x9e ? second | 0x20 : second;
}

static void
count_script(struct counts *counts, uint32_t code_point)
{
    counts->letters++;
    counts->kana += code_point >= 0x3041 && code_point <= 0x30ff;
    counts->hangul += code_point >= 0xac00 && code_point <= 0xd7a3;
    counts->thai += code_point >= 0x0e01 && code_point <= 0x0e5b;
}

/* Punctuation, symbols and emoji: no letters. */
static bool
is_sign(uint32_t code_point)
{
    return code_point < 0xc0 || (code_point >= 0x2000 && code_point < 0x2c00)
           || (code_point >= 0x3000 && code_point < 0x3041)
           || (code_point >= 0xfe00 && code_point < 0xfe10)
           || (code_point >= 0xff00 && code_point < 0xff10)
           || code_point >= 0x1f000;
}

/* One code point beyond ASCII off the front of *rest. */
static void
count_beyond(const struct language *language, struct counts *counts,
             struct word *word, struct text *rest)
{
    const unsigned char *at = (const unsigned char *)rest->at;
    size_t len = rest->len;
    uint32_t code_point;

    utf8_next(rest, &code_point);
    len -= rest->len;
    if (code_point == 0x2019 && word->len > 0) {
        add_byte(word, '\'');
    } else if (is_sign(code_point)) {
        end_word(language, counts, word);
    } else {
        count_script(counts, code_point);
        add_byte(word, at[0]);
        for (size_t i = 1; i < len; i++)
            add_byte(word, i == 1 ? lower_second(at[0], at[1]) : at[i]);
    }
}

static void
count(const struct language *language, struct counts *counts, struct text text)
{
    struct word word = {0};

    while (text.len > 0) {
        unsigned char byte = (unsigned char)text.at[0];
        unsigned char lower = byte | 0x20;

        if (byte >= 0x80) {
            count_beyond(language, counts, &word, &text);
            continue;
        }
        if (lower >= 'a' && lower <= 'z') {
            counts->letters++;
            add_byte(&word, lower);
        } else if (byte == '\'' && word.len > 0) {
            add_byte(&word, byte);
        } else {
            end_word(language, counts, &word);
        }
        text = text_from(text, 1);
    }
    end_word(language, counts, &word);
}

/* NULL where the script settles nothing. */
static const char *
by_script(const struct counts *counts)
{
    uint32_t enough = counts->letters / 8;

    if (counts->kana > enough)
        return "ja";
    if (counts->hangul > enough)
        return "ko";
    return counts->thai > enough ? "th" : NULL;
}

/* NULL where the small words settle nothing. */
static const char *
by_words(const struct counts *counts)
{
    uint32_t best = 0;
    uint32_t second = 0;

    for (uint32_t i = 1; i < LANGUAGE_WORDS_LANGUAGES; i++)
        if (counts->small[i] > counts->small[best])
            best = i;
    for (uint32_t i = 0; i < LANGUAGE_WORDS_LANGUAGES; i++)
        if (i != best && counts->small[i] > second)
            second = counts->small[i];
    return counts->small[best] >= 2 && counts->small[best] >= 2 * second
                   && counts->small[best] * 8 >= counts->words
               ? language_words_code(best)
               : NULL;
}

const char *
language_find(struct language *language, struct text text)
{
    struct counts counts = {0};
    const char *code;

    buffer_clear(&language->prose);
    prose_add(&language->prose, utf8_prefix(text, LANGUAGE_TEXT_MOST));
    text = buffer_text(&language->prose);
    count(language, &counts, text);
    if (counts.letters == 0)
        return "";
    code = by_script(&counts);
    if (code == NULL)
        code = by_words(&counts);
    if (code != NULL)
        return code;
    /* Ill-formed bytes would crash it. */
    return utf8_is_valid(text) ? cld2_detect(text, CLD2_BEST) : "";
}
