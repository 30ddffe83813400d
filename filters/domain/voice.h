/*
 * voice - in which language a post is written, and how it sounds: the keys that classify adds for it
 *
 * Lives:   from {0}; what it points to is the caller's. A post's answer is valid until the next.
 */
#ifndef HARK_DOMAIN_VOICE_H
#define HARK_DOMAIN_VOICE_H

#include "base/buffer.h"
#include "domain/language.h"
#include "domain/lexicon.h"

struct voice {
    struct language *language; /* or NULL: not asked for */
    struct lexicon *lexicon;   /* or NULL */
    struct text by;            /* what `sentiment_by` says */
};

struct voice_said {
    struct text language; /* empty where nobody knows, or nobody asked */
    const char
        *sentiment; /* positive, neutral, negative; NULL: nothing is said */
    double score;
    struct text by;
    bool
        is_uncovered; /* asked for a sentiment, in a language for which there is none */
};

/* `declared` is the language as the source has it, or empty. */
struct voice_said voice_hear(struct voice *voice, struct text declared,
                             struct text text);

/* Appends its keys as members of a record. */
void voice_add(struct buffer *members, const struct voice_said *said);

#endif
