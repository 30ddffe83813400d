#include "domain/voice.h"

#include "domain/softmax.h"
#include "domain/verdict.h"

/* From here on VADER calls a text positive; negative from as far below 0. */
#define LEXICON_POSITIVE 0.05

static bool
is_sentiment(const struct tagger *tagger)
{
    return strcmp(tagger->key, "sentiment") == 0;
}

bool
voice_has_sentiment(const struct voice *voice)
{
    if (voice->lexicon != NULL)
        return true;
    for (size_t i = 0; i < voice->model_count; i++)
        if (is_sentiment(&voice->models[i].tagger))
            return true;
    return false;
}

static const char *
check_sentiment(const struct tagger *tagger)
{
    if (tagger_class(tagger, TEXT("positive")) == UINT32_MAX
        || tagger_class(tagger, TEXT("negative")) == UINT32_MAX)
        return "a sentiment is positive or negative";
    for (uint32_t i = 0; i < tagger->classes; i++)
        if (strcmp(tagger->names[i], "positive") != 0
            && strcmp(tagger->names[i], "neutral") != 0
            && strcmp(tagger->names[i], "negative") != 0)
            return "a sentiment is positive, neutral or negative";
    return NULL;
}

const char *
voice_add_model(struct voice *voice, struct text file, const char *by)
{
    struct voice_model *model = &voice->models[voice->model_count];
    const char *why;

    if (voice->model_count == VOICE_MODELS)
        return "there are 8 models before it";
    why = tagger_parse(&model->tagger, file);
    if (why == NULL && is_sentiment(&model->tagger)) {
        if (voice_has_sentiment(voice))
            return "something else says the sentiment";
        why = check_sentiment(&model->tagger);
    }
    for (size_t i = 0; why == NULL && i < voice->model_count; i++)
        if (strcmp(voice->models[i].tagger.key, model->tagger.key) == 0)
            why = "another model has its key";
    if (why != NULL)
        return why;
    strncpy(model->by, by, sizeof(model->by) - 1);
    voice->model_count++;
    return NULL;
}

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
    said->by = voice->lexicon_by;
}

static void
hear_model(struct voice *voice, struct voice_said *said, size_t number)
{
    const struct voice_model *model = &voice->models[number];
    const struct tagger *tagger = &model->tagger;
    double margins[TAGGER_CLASSES];
    const char *name =
        tagger->names[tagger_margins(tagger, &voice->features, margins)];

    if (!is_sentiment(tagger)) {
        said->tags[number] = name;
        return;
    }
    softmax(margins, tagger->classes, tagger->sharpness);
    said->score = margins[tagger_class(tagger, TEXT("positive"))]
                  - margins[tagger_class(tagger, TEXT("negative"))];
    said->sentiment = name;
    said->by = model->by;
}

static void
hear_models(struct voice *voice, struct voice_said *said, struct text language,
            struct text text)
{
    bool is_read = false;

    for (size_t i = 0; i < voice->model_count; i++) {
        if (!tagger_covers(&voice->models[i].tagger, language)) {
            said->is_uncovered = true;
            continue;
        }
        if (!is_read)
            feature_read(&voice->features, text);
        is_read = true;
        hear_model(voice, said, i);
    }
}

struct voice_said
voice_hear(struct voice *voice, struct text declared, struct text text)
{
    struct voice_said said = {0};
    struct text language = declared;

    if (voice->says_language
        || (voice->language != NULL && declared.len == 0)) {
        said.language = text_of(language_find(voice->language, text));
        if (declared.len == 0)
            language = said.language;
        if (!voice->says_language)
            said.language = TEXT_NONE;
    }
    if (voice->lexicon != NULL)
        hear_lexicon(voice, &said, language, text);
    hear_models(voice, &said, language, text);
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
voice_add(struct buffer *members, const struct voice *voice,
          const struct voice_said *said)
{
    verdict_add_text(members, "language", said->language);
    if (said->sentiment != NULL) {
        verdict_add_text(members, "sentiment", text_of(said->sentiment));
        add_score(members, said->score);
        verdict_add_text(members, "sentiment_by", text_of(said->by));
    }
    for (size_t i = 0; i < voice->model_count; i++)
        if (said->tags[i] != NULL)
            verdict_add_text(members, voice->models[i].tagger.key,
                             text_of(said->tags[i]));
}

void
voice_free(struct voice *voice)
{
    language_free(voice->language);
    lexicon_free(voice->lexicon);
    feature_free(&voice->features);
}
