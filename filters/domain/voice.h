/*
 * voice - in which language a post is written, and how it sounds: the keys that classify adds for it
 *
 * A lexicon speaks of English alone, a model of the languages in its head; of a text in another one they are silent. The
 * language that counts is the declared one, else what the text is found to be; one that nobody knows is covered.
 * Lives:   from {0} until voice_free(), which frees what it points to. A post's answer is valid until the next.
 */
#ifndef HARK_DOMAIN_VOICE_H
#define HARK_DOMAIN_VOICE_H

#include "domain/language.h"
#include "domain/lexicon.h"
#include "domain/tagger.h"

enum { VOICE_MODELS = 8, VOICE_BY = 32 };

struct voice_model {
    struct tagger tagger;
    char by[VOICE_BY]; /* what `sentiment_by` says */
};

struct voice {
    struct language *language; /* or NULL: nobody wants to know */
    bool says_language;
    struct lexicon *lexicon; /* or NULL */
    char lexicon_by[VOICE_BY];
    struct voice_model models[VOICE_MODELS];
    size_t model_count;
    struct feature_list features;
};

struct voice_said {
    struct text language; /* empty where nobody knows, or nobody asked */
    const char
        *sentiment; /* positive, neutral, negative; NULL: nothing is said */
    const char *by;
    double score;
    const char *tags
        [VOICE_MODELS]; /* by model; NULL: nothing is said, or it is the sentiment */
    bool
        is_uncovered; /* something was asked for that is not known in this language */
};

/* A model called sentiment has a class positive and a class negative. NULL, or why it can't be added. */
const char *voice_add_model(struct voice *voice, struct text file,
                            const char *by);
bool voice_has_sentiment(const struct voice *voice);

/* `declared` is the language as the source has it, or empty. */
struct voice_said voice_hear(struct voice *voice, struct text declared,
                             struct text text);

/* Appends its keys as members of a record. */
void voice_add(struct buffer *members, const struct voice *voice,
               const struct voice_said *said);

void voice_free(struct voice *voice);

#endif
