#include "detect/detect.h"

#include <err.h>
#include <stdlib.h>

enum {
    KEY_BY = 256,
    KEY_BUCKET,
    KEY_ZONE,
    KEY_MEASURE,
    KEY_BASE,
    KEY_GAPS,
    KEY_METHOD,
    KEY_FDR,
    KEY_SCALE,
    KEY_GAMMA,
    KEY_VOICES,
    KEY_INDEX,
    KEY_COMMIT,
    KEY_ONLY,
    KEY_BACKTEST
};

static const struct argp_option options[] = {
    {"by", KEY_BY, "KEYS", 0,
     "A series for each value of these fields, comma-separated, at most four "
     "(default labels)",
     1},
    {"bucket", KEY_BUCKET, "minute|hour|day|week|month", 0,
     "What is counted together (default day)", 1},
    {"zone", KEY_ZONE, "NAME", 0,
     "Whose days, weeks and months: an IANA name (default UTC)", 1},
    {"measure", KEY_MEASURE, "NAME", 0,
     "Of rows: what they have counted (default count)", 1},
    {"base", KEY_BASE, "auto|sum", 0,
     "Of rows: what a bucket had in all is the sum of its rows, also of those "
     "without a key",
     1},
    {"gaps", KEY_GAPS, "FILE", 0,
     "What was not observed: CSV with the columns from and to, beside the "
     "gaps among the records",
     1},
    {"method", KEY_METHOD, "NAMES", 0,
     "kleinberg (default), poisson, ewma, ears_c1, ears_c2, ears_c3, "
     "comma-separated",
     2},
    {"fdr", KEY_FDR, "SHARE", 0,
     "Of the alarms so many false ones in the mean at most (default 0.01)", 2},
    {"scale", KEY_SCALE, "FACTOR", 0,
     "kleinberg: how much more often is a burst (default 2)", 2},
    {"gamma", KEY_GAMMA, "COST", 0,
     "kleinberg: what it costs to begin one (default 1)", 2},
    {"voices", KEY_VOICES, "COUNT", 0,
     "Authors, and different texts, that an alarm needs at least (default 3)",
     2},
    {"index", KEY_INDEX, "FILE", 0,
     "Remember which alarms were told; writes FILE.next", 3},
    {"commit", KEY_COMMIT, "FILE", 0,
     "Make FILE.next the index, after the alarms have been passed on", 3},
    {"only", KEY_ONLY, "new|going_on|over", 0, "Write no others", 3},
    {"backtest", KEY_BACKTEST, "FILE", 0,
     "Known incidents, CSV with series, start, end and perhaps peak: how early "
     "they were known, precision and recall",
     3},
    {0}};

const struct detect_settings detect_settings_default = {
    .sighting = {.keys = {"labels"},
                 .key_count = 1,
                 .measure = "count",
                 .bucket = BUCKET_DAY},
    .rules = {.methods = {[DETECTOR_KLEINBERG] = true},
              .burst = {2, 1, 2},
              .fdr = 0.01,
              .voices = 3},
    .only = -1,
};

static const char *
set_by(struct detect_settings *settings, char *value)
{
    struct sighting_rules *rules = &settings->sighting;
    char *rest = value, *key;

    rules->key_count = 0;
    while ((key = strsep(&rest, ",")) != NULL) {
        if (*key == '\0')
            return "an empty key";
        if (rules->key_count == SIGHTING_KEYS)
            return "a series has at most four keys";
        rules->keys[rules->key_count++] = key;
    }
    return NULL;
}

static const char *
set_methods(struct detect_settings *settings, char *value)
{
    bool *methods = settings->rules.methods;
    char *rest = value, *name;

    memset(methods, 0, sizeof(settings->rules.methods));
    while ((name = strsep(&rest, ",")) != NULL) {
        int method = 0;

        while (
            method < DETECTOR_METHODS
            && strcmp(name, detector_method_name((enum detector_method)method))
                   != 0)
            method++;
        if (method == DETECTOR_METHODS)
            return "the methods are kleinberg, poisson, ewma, ears_c1, ears_c2 "
                   "and ears_c3";
        methods[method] = true;
    }
    return NULL;
}

static const char *
set_bucket(struct detect_settings *settings, const char *value)
{
    enum bucket bucket = bucket_parse(text_of(value));

    if (bucket == BUCKET_NONE || bucket > BUCKET_MONTH)
        return "the buckets are minute, hour, day, week and month";
    settings->sighting.bucket = bucket;
    return NULL;
}

static const char *
set_only(struct detect_settings *settings, const char *value)
{
    for (int i = 0; i < ALARM_STATES; i++) {
        if (strcmp(value, alarm_state_name((enum alarm_state)i)) == 0) {
            settings->only = i;
            return NULL;
        }
    }
    return "the states are new, going_on and over";
}

/* A number between the two, without them. */
static const char *
set_number(double *number, const char *value, double above, double below)
{
    char *end;

    *number = strtod(value, &end);
    return end != value && *end == '\0' && *number > above && *number < below
               ? NULL
               : "a number out of its range";
}

static const char *
set_voices(struct detect_settings *settings, const char *value)
{
    int64_t voices;

    if (!options_integer(value, 1, INT64_MAX, &voices))
        return "a count from 1 on";
    settings->rules.voices = (size_t)voices;
    return NULL;
}

static const char *
set_base(struct detect_settings *settings, const char *value)
{
    settings->sighting.is_sum = strcmp(value, "sum") == 0;
    return settings->sighting.is_sum || strcmp(value, "auto") == 0
               ? NULL
               : "the base is auto or sum";
}

static const char *
set(int key, char *value, void *context)
{
    struct detect_settings *settings = context;

    switch (key) {
    case KEY_BY:
        return set_by(settings, value);
    case KEY_BUCKET:
        return set_bucket(settings, value);
    case KEY_BASE:
        return set_base(settings, value);
    case KEY_METHOD:
        return set_methods(settings, value);
    case KEY_FDR:
        return set_number(&settings->rules.fdr, value, 0, 1);
    case KEY_SCALE:
        return set_number(&settings->rules.burst.s, value, 1, 1e6);
    case KEY_GAMMA:
        return set_number(&settings->rules.burst.gamma, value, 0, 1e6);
    case KEY_VOICES:
        return set_voices(settings, value);
    case KEY_ONLY:
        return set_only(settings, value);
    case KEY_ZONE:
        settings->zone = value;
        return NULL;
    case KEY_MEASURE:
        settings->sighting.measure = value;
        return NULL;
    case KEY_GAPS:
        settings->gaps = value;
        return NULL;
    case KEY_INDEX:
        settings->index = value;
        return NULL;
    case KEY_COMMIT:
        settings->commit = value;
        return NULL;
    default:
        settings->backtest = value;
        return NULL;
    }
}

const struct program detect_program = {
    .name = "detect",
    .operands = "[FILE ...]",
    .summary = "detect - matters of which suddenly more is said, and since "
               "when that could be known",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

void
detect_settings_check(struct detect_settings *settings)
{
    struct sighting_rules *rules = &settings->sighting;

    if (settings->zone != NULL && strcmp(settings->zone, "UTC") != 0) {
        rules->zone = zone_find(settings->zone);
        if (rules->zone == NULL)
            errx(EX_CONFIG, "bad_zone: there is no zone %s", settings->zone);
        if (rules->bucket <= BUCKET_HOUR)
            errx(EX_USAGE, "minutes and hours are those of UTC: no --zone");
    }
    if (settings->backtest != NULL
        && (settings->index != NULL || settings->only >= 0))
        errx(EX_USAGE, "--backtest writes no alarms: it goes without --index "
                       "and --only");
    settings->rules.period = bucket_number_period(rules->bucket);
    settings->rules.periods = settings->rules.period == 1 ? 8 : 4;
}
