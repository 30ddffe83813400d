#include "domain/lexicon_valence.h"

#define CAPITALS 0.733
#define NEGATION (-0.74)
#define NEVER_SO 1.25

/* What the steps below look at: the words, and which of them it is about. */
struct spot {
    const struct lexicon_text *text;
    const struct lexicon_words *words;
    struct buffer *scratch;
    const struct lexicon_token *token;
    size_t at;
};

/* The word `back` places before. */
static const struct lexicon_token *
before(const struct spot *spot, size_t back)
{
    return spot->token - back;
}

static bool
is(const struct spot *spot, size_t back, struct text word)
{
    return back <= spot->at && text_equal(before(spot, back)->lower, word);
}

/* The words from `back` places before, `count` of them, as one key. */
static const struct lexicon_word *
phrase(const struct spot *spot, size_t back, size_t count)
{
    const struct lexicon_token *token = before(spot, back);

    buffer_clear(spot->scratch);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(spot->scratch, ' ');
        buffer_add(spot->scratch, token[i].lower);
    }
    return lexicon_words_find(spot->words, buffer_text(spot->scratch));
}

static bool
is_negation(const struct lexicon_token *token)
{
    return token->word->is_negation
           || text_find(token->lower, TEXT("n't")) != SIZE_MAX;
}

/* What a booster adds to the valence behind it. */
static double
boost(const struct spot *spot, const struct lexicon_token *booster,
      double valence)
{
    double by = booster->word->booster;

    if (by == 0)
        return 0;
    if (valence < 0)
        by = -by;
    if (booster->is_upper && spot->text->is_mixed)
        by += valence > 0 ? CAPITALS : -CAPITALS;
    return by;
}

static bool
is_so(const struct spot *spot, size_t back)
{
    return is(spot, back, TEXT("so")) || is(spot, back, TEXT("this"));
}

static double
negate_from_two(const struct spot *spot, double valence)
{
    if (is(spot, 2, TEXT("never")) && is_so(spot, 1))
        return valence * NEVER_SO;
    if (is(spot, 2, TEXT("without")) && is(spot, 1, TEXT("doubt")))
        return valence;
    return is_negation(before(spot, 2)) ? valence * NEGATION : valence;
}

/* The program's "or" binds so: "so" or "this" right before strengthens, whatever stands third. */
static double
negate_from_three(const struct spot *spot, double valence)
{
    if ((is(spot, 3, TEXT("never")) && is_so(spot, 2)) || is_so(spot, 1))
        return valence * NEVER_SO;
    if (is(spot, 3, TEXT("without"))
        && (is(spot, 2, TEXT("doubt")) || is(spot, 1, TEXT("doubt"))))
        return valence;
    return is_negation(before(spot, 3)) ? valence * NEGATION : valence;
}

/* By the word `back` places before; it has no valence of its own. */
static double
negate(const struct spot *spot, size_t back, double valence)
{
    if (back == 2)
        return negate_from_two(spot, valence);
    if (back == 3)
        return negate_from_three(spot, valence);
    return is_negation(before(spot, 1)) ? valence * NEGATION : valence;
}

/* Idioms that end in the word or before it: the first that is one; then those that begin with it. */
static double
by_idiom(const struct spot *spot, double valence)
{
    static const struct {
        size_t back, count;
    } shapes[] = {{1, 2}, {2, 3}, {2, 2}, {3, 3}, {3, 2}};
    size_t behind = spot->text->count - 1 - spot->at;

    for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
        const struct lexicon_word *idiom =
            phrase(spot, shapes[i].back, shapes[i].count);

        if (idiom->is_idiom) {
            valence = idiom->idiom;
            break;
        }
    }
    for (size_t count = 2; count <= 3 && count - 1 <= behind; count++) {
        const struct lexicon_word *idiom = phrase(spot, 0, count);

        if (idiom->is_idiom)
            valence = idiom->idiom;
    }
    return valence + phrase(spot, 3, 3)->booster + phrase(spot, 3, 2)->booster
           + phrase(spot, 2, 2)->booster;
}

/* What the three words before do to it; those with a valence of their own do nothing. */
static double
by_words_before(const struct spot *spot, double valence)
{
    static const double fades[] = {1, 0.95, 0.9};

    for (size_t back = 1; back <= 3 && back <= spot->at; back++) {
        const struct lexicon_token *token = before(spot, back);
        double by;

        if (token->word->has_valence)
            continue;
        by = boost(spot, token, valence);
        if (back > 1)
            by *= fades[back - 1];
        valence += by;
        valence = negate(spot, back, valence);
        if (back == 3)
            valence = by_idiom(spot, valence);
    }
    return valence;
}

static double
by_least(const struct spot *spot, double valence)
{
    if (!is(spot, 1, TEXT("least")) || before(spot, 1)->word->has_valence
        || spot->at == 0)
        return valence;
    if (is(spot, 2, TEXT("at")) || is(spot, 2, TEXT("very")))
        return valence;
    return valence * NEGATION;
}

/* "no" before a word negates it, and says nothing itself. */
static double
by_no(const struct spot *spot, double valence)
{
    const struct lexicon_token *token = spot->token;
    double own = valence;

    if (is(spot, 0, TEXT("no")) && spot->at + 1 < spot->text->count
        && token[1].word->has_valence)
        valence = 0;
    if ((spot->at > 0 && is(spot, 1, TEXT("no")))
        || (spot->at > 1 && is(spot, 2, TEXT("no")))
        || (spot->at > 2 && is(spot, 3, TEXT("no"))
            && (is(spot, 1, TEXT("or")) || is(spot, 1, TEXT("nor")))))
        valence = own * NEGATION;
    return valence;
}

double
lexicon_valence(const struct lexicon_text *text,
                const struct lexicon_words *words, struct buffer *scratch,
                size_t at)
{
    const struct lexicon_token *token = lexicon_text_tokens(text) + at;
    struct spot spot = {text, words, scratch, token, at};
    double valence = token->word->valence;

    if (!token->word->has_valence || token->word->booster != 0)
        return 0;
    if (at + 1 < text->count && text_equal(token->lower, TEXT("kind"))
        && text_equal(token[1].lower, TEXT("of")))
        return 0;
    valence = by_no(&spot, valence);
    if (token->is_upper && text->is_mixed)
        valence += valence > 0 ? CAPITALS : -CAPITALS;
    valence = by_words_before(&spot, valence);
    return by_least(&spot, valence);
}
