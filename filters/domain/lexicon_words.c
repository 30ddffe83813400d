#include "domain/lexicon_words.h"

#define BOOST 0.293

static const char raising[] =
    "absolutely amazingly awfully completely considerable considerably "
    "decidedly deeply effing enormous enormously entirely especially "
    "exceptional exceptionally extreme extremely fabulously flipping flippin "
    "frackin fracking fricking frickin frigging friggin fully fuckin fucking "
    "fuggin fugging greatly hella highly hugely incredible incredibly "
    "intensely major majorly more most particularly purely quite really "
    "remarkably so substantially thoroughly total totally tremendous "
    "tremendously uber unbelievably unusually utter utterly very";

static const char lowering[] =
    "almost barely hardly kinda kindof kind-of less little marginal "
    "marginally occasional occasionally partly scarce scarcely slight "
    "slightly somewhat sorta sortof sort-of";

static const char *const lowering_phrases[] = {"just enough", "kind of",
                                               "sort of"};

static const char negating[] =
    "aint arent cannot cant couldnt darent didnt doesnt ain't aren't can't "
    "couldn't daren't didn't doesn't dont hadnt hasnt havent isnt mightnt "
    "mustnt neither don't hadn't hasn't haven't isn't mightn't mustn't neednt "
    "needn't never none nope nor not nothing nowhere oughtnt shant shouldnt "
    "uhuh wasnt werent oughtn't shan't shouldn't uh-uh wasn't weren't without "
    "wont wouldnt won't wouldn't rarely seldom despite";

static const struct {
    const char *words;
    double valence;
} idioms[] = {{"the shit", 3},         {"the bomb", 3},
              {"bad ass", 1.5},        {"badass", 1.5},
              {"bus stop", 0},         {"yeah right", -2},
              {"kiss of death", -1.5}, {"to die for", 3},
              {"beating heart", 3.1},  {"broken heart", -2.9}};

struct lexicon_word *
lexicon_words_add(struct lexicon_words *words, struct text name)
{
    uint32_t known = table_count(words->names);
    uint32_t number = table_add(words->names, name);

    if (number == known)
        buffer_add(&words->words,
                   (struct text){(const char *)&(struct lexicon_word){0},
                                 sizeof(struct lexicon_word)});
    return (struct lexicon_word *)(void *)words->words.at + number;
}

const struct lexicon_word *
lexicon_words_find(const struct lexicon_words *words, struct text name)
{
    static const struct lexicon_word unknown = {0};
    uint32_t number = table_find(words->names, name);

    return number == TABLE_NONE
               ? &unknown
               : (const struct lexicon_word *)(const void *)words->words.at
                     + number;
}

static void
add_boosters(struct lexicon_words *words, const char *list, double booster)
{
    struct text rest = text_of(list);
    struct text word;

    while (text_split(&rest, ' ', &word))
        lexicon_words_add(words, word)->booster = booster;
}

void
lexicon_words_fill(struct lexicon_words *words)
{
    struct text rest = text_of(negating);
    struct text word;

    *words = (struct lexicon_words){.names = table_new()};
    add_boosters(words, raising, BOOST);
    add_boosters(words, lowering, -BOOST);
    for (size_t i = 0; i < sizeof(lowering_phrases) / sizeof(char *); i++)
        lexicon_words_add(words, text_of(lowering_phrases[i]))->booster =
            -BOOST;
    while (text_split(&rest, ' ', &word))
        lexicon_words_add(words, word)->is_negation = true;
    for (size_t i = 0; i < sizeof(idioms) / sizeof(*idioms); i++) {
        struct lexicon_word *idiom =
            lexicon_words_add(words, text_of(idioms[i].words));

        idiom->is_idiom = true;
        idiom->idiom = idioms[i].valence;
    }
}

void
lexicon_words_free(struct lexicon_words *words)
{
    table_free(words->names);
    buffer_free(&words->words);
}
