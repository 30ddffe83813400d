/*
 * classify - the parts of hark-classify: what it was told, what it judges by, and what it says of a record
 *
 * Lives:   from classify_open() to classify_free(); the settings outlive it.
 */
#ifndef HARK_CLASSIFY_CLASSIFY_H
#define HARK_CLASSIFY_CLASSIFY_H

#include "domain/account.h"
#include "domain/reach.h"
#include "domain/rule_match.h"
#include "domain/voice.h"
#include "stream/ruleset.h"
#include "stream/writer.h"

/* What is asked of each record; from LANGUAGE on the keys that are written here. */
enum {
    SOURCE,
    AUTHOR,
    HANDLE,
    PLACE,
    COUNTRY,
    TITLE,
    TEXT_FIELD,
    LANG,
    LINKS,
    TAGS,
    MENTIONS,
    LANGUAGE,
    SENTIMENT,
    SCORE,
    SENTIMENT_BY,
    LABELS,
    ROUTE,
    URGENCY,
    URGENCY_BY,
    WHY,
    WHY_NOT,
    ACCOUNT,
    TEAM,
    ROLE,
    MARKET,
    FOLLOWERS,
    REPOSTS,
    QUOTES,
    SEEN,
    CLASSIFY_FIELDS
};
extern const char *const classify_fields[CLASSIFY_FIELDS];

struct classify_settings {
    const char **rules;
    size_t rule_count;
    const char *accounts;
    const char **models; /* "" is the one that comes with hark */
    size_t model_count;
    const char **lexicons;
    size_t lexicon_count;
    bool language;
    const char *why_not; /* a label, or NULL */
    struct reach_limits reach;
    const char *cache; /* a folder, or NULL for the user's own */
    bool test;
    bool why;
};

extern const struct program classify_program;

/* Ends the program where they ask for nothing, or for what is not there. */
void classify_settings_check(const struct classify_settings *settings);
void classify_settings_free(struct classify_settings *settings);
bool classify_settings_reach(const struct classify_settings *settings);

struct classify {
    const struct classify_settings *settings;
    struct books *books;
    struct ruleset files;
    struct rule_set *rules; /* or NULL */
    struct rule_match *match;
    struct account_book *accounts; /* or NULL */
    struct voice voice;
    const char *names[CLASSIFY_FIELDS
                      + VOICE_MODELS]; /* fields, and the keys of models */
    size_t key_count;                  /* of models */
    uint32_t why_not;                  /* a label, or RULE_NONE */
    bool asks_links, asks_tags, asks_mentions;
    struct buffer links;    /* struct text */
    struct buffer tags;     /* struct text */
    struct buffer mentions; /* struct text */
    struct buffer members;
};

/* Reads rules, accounts, lexicons and models; ends the program where one of them is bad. */
void classify_open(struct classify *classify,
                   const struct classify_settings *settings,
                   struct books *books);
void classify_free(struct classify *classify);

/* Passes the record on with what is said of it. */
void classify_record(struct classify *classify, const struct record *record,
                     struct writer *out);

/* Tries the rules on their own examples; the exit status. */
int classify_examples(struct classify *classify);

#endif
