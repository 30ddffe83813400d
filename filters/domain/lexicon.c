#include "domain/lexicon.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "domain/lexicon_valence.h"

#define EXCLAMATION 0.292
#define QUESTION 0.18
#define MANY_QUESTIONS 0.96
#define ALPHA 15

struct lexicon {
    struct lexicon_words words;
    struct table *emoji;
    struct buffer descriptions; /* struct text, by the emoji's number */
    struct arena kept;
    struct lexicon_text text;
    struct buffer valences; /* double */
    struct buffer scratch;
};

struct lexicon *
lexicon_new(void)
{
    struct lexicon *lexicon = calloc(1, sizeof(*lexicon));

    if (lexicon == NULL)
        err(EX_OSERR, "a lexicon");
    lexicon_words_fill(&lexicon->words);
    lexicon->emoji = table_new();
    return lexicon;
}

void
lexicon_free(struct lexicon *lexicon)
{
    if (lexicon == NULL)
        return;
    lexicon_words_free(&lexicon->words);
    table_free(lexicon->emoji);
    buffer_free(&lexicon->descriptions);
    arena_free(&lexicon->kept);
    lexicon_text_free(&lexicon->text);
    buffer_free(&lexicon->valences);
    buffer_free(&lexicon->scratch);
    free(lexicon);
}

static void
add_emoji(struct lexicon *lexicon, struct text emoji, struct text description)
{
    uint32_t known = table_count(lexicon->emoji);
    uint32_t number = table_add(lexicon->emoji, emoji);
    struct text kept = arena_copy(&lexicon->kept, description);

    if (number == known)
        buffer_add(&lexicon->descriptions,
                   (struct text){(const char *)&kept, sizeof(kept)});
    else
        ((struct text *)(void *)lexicon->descriptions.at)[number] = kept;
}

/* A decimal number as strtod reads it. */
static bool
valence_of(struct text column, double *valence)
{
    char digits[32];
    char *end;

    if (column.len == 0 || column.len >= sizeof(digits))
        return false;
    memcpy(digits, column.at, column.len);
    digits[column.len] = '\0';
    *valence = strtod(digits, &end);
    return *end == '\0' && isfinite(*valence);
}

static bool
is_ascii(struct text text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] >= 0x80)
            return false;
    return true;
}

/* NULL, or what is wrong with it. */
static const char *
add_line(struct lexicon *lexicon, struct text line)
{
    struct lexicon_word *known;
    struct text word;
    struct text column;
    double valence;

    if (!text_split(&line, '\t', &word) || !text_split(&line, '\t', &column))
        return "wants a word, a tab and its valence";
    if (!valence_of(column, &valence)) {
        if (is_ascii(word))
            return "its valence is no number";
        add_emoji(lexicon, word, column);
        return NULL;
    }
    if (fabs(valence) > LEXICON_VALENCE_MOST)
        return "its valence is beyond 100";
    known = lexicon_words_add(&lexicon->words, word);
    known->has_valence = true;
    known->valence = valence;
    return NULL;
}

bool
lexicon_add(struct lexicon *lexicon, struct text file,
            struct lexicon_error *error)
{
    struct text line;

    for (error->line = 1; text_split(&file, '\n', &line); error->line++) {
        line = text_trim(line);
        error->why = line.len == 0 ? NULL : add_line(lexicon, line);
        if (error->why != NULL)
            return false;
    }
    return true;
}

/*
 * Before "but" half, behind it half as much again. The program looks each valence up by its value and changes the first
 * that is equal, which may be another word's.
 */
static void
weigh_but(const struct lexicon_text *text, double *valences)
{
    const struct lexicon_token *tokens = lexicon_text_tokens(text);
    size_t but = 0;

    while (but < text->count && !text_equal(tokens[but].lower, TEXT("but")))
        but++;
    if (but == text->count)
        return;
    for (size_t i = 0; i < text->count; i++) {
        size_t first = 0;

        while (valences[first] != valences[i])
            first++;
        if (first < but)
            valences[first] *= 0.5;
        else if (first > but)
            valences[first] *= 1.5;
    }
}

/* By exclamation and question marks, whose sign is the sum's. */
static double
emphasis(struct text plain)
{
    size_t exclamations = 0;
    size_t questions = 0;
    double by;

    for (size_t i = 0; i < plain.len; i++) {
        exclamations += plain.at[i] == '!';
        questions += plain.at[i] == '?';
    }
    by = EXCLAMATION * (double)(exclamations > 4 ? 4 : exclamations);
    if (questions > 3)
        return by + MANY_QUESTIONS;
    return questions > 1 ? by + QUESTION * (double)questions : by;
}

static double
compound_of(double sum)
{
    double compound = sum / sqrt(sum * sum + ALPHA);

    return compound < -1 ? -1 : compound > 1 ? 1 : compound;
}

static struct lexicon_score
score(const double *valences, size_t count, double by)
{
    double sum = 0;
    double positive = 0;
    double negative = 0;
    double neutral = 0;
    double total;

    for (size_t i = 0; i < count; i++) {
        sum += valences[i];
        if (valences[i] > 0)
            positive += valences[i] + 1;
        else if (valences[i] < 0)
            negative += valences[i] - 1;
        else
            neutral += 1;
    }
    if (positive > fabs(negative))
        positive += by;
    else if (positive < fabs(negative))
        negative -= by;
    total = positive + fabs(negative) + neutral;
    return (struct lexicon_score){compound_of(sum > 0   ? sum + by
                                              : sum < 0 ? sum - by
                                                        : sum),
                                  fabs(negative / total), fabs(neutral / total),
                                  fabs(positive / total)};
}

struct lexicon_score
lexicon_hear(struct lexicon *lexicon, struct text text)
{
    size_t count;
    double *valences;

    lexicon_text_read(&lexicon->text, &lexicon->words, lexicon->emoji,
                      (const struct text *)(void *)lexicon->descriptions.at,
                      utf8_prefix(text, LEXICON_TEXT_MOST));
    count = lexicon->text.count;
    if (count == 0)
        return (struct lexicon_score){0};
    buffer_clear(&lexicon->valences);
    valences =
        (void *)buffer_reserve(&lexicon->valences, count * sizeof(*valences));
    for (size_t i = 0; i < count; i++)
        valences[i] = lexicon_valence(&lexicon->text, &lexicon->words,
                                      &lexicon->scratch, i);
    weigh_but(&lexicon->text, valences);
    return score(valences, count, emphasis(buffer_text(&lexicon->text.plain)));
}
