#include "base/array.h"
#include "classify/classify.h"

#include <err.h>
#include <stdlib.h>

enum {
    KEY_RULES = 256,
    KEY_ACCOUNTS,
    KEY_TEST,
    KEY_WHY,
    KEY_WHY_NOT,
    KEY_CACHE,
    KEY_REACH,
    KEY_CASCADE,
    KEY_LANGUAGE,
    KEY_LEXICON,
    KEY_SENTIMENT,
    KEY_MODEL
};

static const struct argp_option options[] = {
    {"rules", KEY_RULES, "FILE|DIR", 0,
     "Label posts by these rules; a folder means all its *.rules", 0},
    {"accounts", KEY_ACCOUNTS, "FILE", 0,
     "Mark records of these accounts (CSV: network, handle, team, role, "
     "market)",
     0},
    {"language", KEY_LANGUAGE, NULL, 0,
     "Say in which language posts are written, as `language`", 0},
    {"sentiment", KEY_SENTIMENT, NULL, 0,
     "Say how posts sound by the model that comes with hark", 0},
    {"model", KEY_MODEL, "FILE", 0,
     "Label posts by a model of hark train, under the key that it names", 0},
    {"lexicon", KEY_LEXICON, "FILE", 0,
     "Say how posts sound by a lexicon in VADER's format, as `sentiment`", 0},
    {"why", KEY_WHY, NULL, 0, "Say which rule matched which words, as `why`",
     0},
    {"why-not", KEY_WHY_NOT, "LABEL", 0,
     "Say of posts without this label which clause failed, as `why_not`", 0},
    {"reach", KEY_REACH, "N", 0,
     "Posts of authors with N followers and more are of high urgency", 0},
    {"cascade", KEY_CASCADE, "N", 0,
     "And so are posts with N reposts and quotes an hour and more", 0},
    {"cache", KEY_CACHE, "DIR", 0,
     "Keep compiled rules here (default $XDG_CACHE_HOME/hark or "
     "~/.cache/hark)",
     0},
    {"test", KEY_TEST, NULL, 0,
     "Try the rules on their own examples and read no input", 0},
    {0}};

static void
add_path(const char ***paths, size_t *count, const char *path)
{
    *paths = array_resize(*paths, *count + 1, sizeof(**paths), "paths");
    (*paths)[(*count)++] = path;
}

static const char *
set_limit(int64_t *limit, const char *value)
{
    return options_integer(value, 1, INT64_MAX, limit)
               ? NULL
               : "wants a whole number from 1";
}

static const char *
set(int key, char *value, void *context)
{
    struct classify_settings *settings = context;

    switch (key) {
    case KEY_RULES:
        add_path(&settings->rules, &settings->rule_count, value);
        break;
    case KEY_ACCOUNTS:
        settings->accounts = value;
        break;
    case KEY_SENTIMENT:
        add_path(&settings->models, &settings->model_count, "");
        break;
    case KEY_MODEL:
        add_path(&settings->models, &settings->model_count, value);
        break;
    case KEY_LEXICON:
        add_path(&settings->lexicons, &settings->lexicon_count, value);
        break;
    case KEY_LANGUAGE:
        settings->language = true;
        break;
    case KEY_TEST:
        settings->test = true;
        break;
    case KEY_REACH:
        return set_limit(&settings->reach.followers, value);
    case KEY_CASCADE:
        return set_limit(&settings->reach.reposts_an_hour, value);
    case KEY_CACHE:
        settings->cache = value;
        break;
    case KEY_WHY_NOT:
        settings->why_not = value;
        break;
    default:
        settings->why = true;
    }
    return NULL;
}

const struct program classify_program = {
    .name = "classify",
    .operands = "[FILE ...]",
    .summary = "classify - say what each post is about, and who should see it",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME,
};

bool
classify_settings_reach(const struct classify_settings *settings)
{
    return settings->reach.followers > 0 || settings->reach.reposts_an_hour > 0;
}

void
classify_settings_check(const struct classify_settings *settings)
{
    if (settings->rule_count == 0
        && (settings->test || settings->why || settings->why_not != NULL))
        errx(EX_USAGE, "--test, --why and --why-not need --rules");
    if (settings->rule_count == 0 && settings->accounts == NULL
        && settings->lexicon_count == 0 && settings->model_count == 0
        && !settings->language && !classify_settings_reach(settings))
        errx(EX_USAGE, "--rules, --accounts, --language, --sentiment, --model, "
                       "--lexicon, --reach or --cascade is needed (--help)");
}

void
classify_settings_free(struct classify_settings *settings)
{
    free(settings->rules);
    free(settings->lexicons);
    free(settings->models);
}
