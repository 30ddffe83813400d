#include "domain/voice.h"

#include "domain/verdict.h"

/* From here on VADER calls a text positive; negative from as far below 0. */
#define LEXICON_POSITIVE 0.05

/* An unknown language is taken for English: VADER asks nobody. */
static bool
is_english(struct text language)
{
    return language.len == 0
           || (text_starts_nocase(language, TEXT("en"))
               && (language.len == 2 || language.at[2] == '-'));
}

static void
hear_lexicon(struct voice *voice, struct voice_said *said, struct text language,
             struct text text)
{
    if (!is_english(language)) {
        said->is_uncovered = true;
        return;
    }
    said->score = lexicon_hear(voice->lexicon, text).compound;
    said->sentiment = said->score >= LEXICON_POSITIVE    ? "positive"
                      : said->score <= -LEXICON_POSITIVE ? "negative"
                                                         : "neutral";
    said->by = voice->by;
}

struct voice_said
voice_hear(struct voice *voice, struct text declared, struct text text)
{
    struct voice_said said = {0};

    if (voice->language != NULL)
        said.language = text_of(language_find(voice->language, text));
    if (voice->lexicon != NULL)
        hear_lexicon(voice, &said, declared.len > 0 ? declared : said.language,
                     text);
    return said;
}

/* Of four places; what rounds to nothing has no sign. */
static void
add_score(struct buffer *members, double score)
{
    if (score > -0.00005 && score < 0)
        score = 0;
    buffer_printf(members, ",\"score\":%.4f", score);
}

void
voice_add(struct buffer *members, const struct voice_said *said)
{
    verdict_add_text(members, "language", said->language);
    if (said->sentiment == NULL)
        return;
    verdict_add_text(members, "sentiment", text_of(said->sentiment));
    add_score(members, said->score);
    verdict_add_text(members, "sentiment_by", said->by);
}
