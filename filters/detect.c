/*
 * detect - matters of which suddenly more is said, and since when that could be known
 *
 * Reads posts, or rows that aggregate has counted, in any order; makes of them series over time and writes a record for
 * each alarm, by when it was detected. --backtest says in place of them how well that goes with known incidents.
 */
#include <err.h>
#include <stdlib.h>

#include "base/table.h"
#include "domain/alarm.h"
#include "domain/backtest.h"
#include "domain/detector.h"
#include "domain/sighting.h"
#include "domain/witness.h"
#include "stream/index.h"
#include "stream/whole.h"
#include "stream/writer.h"

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

struct settings {
    struct sighting_rules sighting;
    struct detector_rules rules;
    const char *zone, *gaps, *index, *commit, *backtest;
    int only; /* enum alarm_state, or -1 */
};

static const char *
set_by(struct settings *settings, char *value)
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
set_methods(struct settings *settings, char *value)
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
set_bucket(struct settings *settings, const char *value)
{
    enum bucket bucket = bucket_parse(text_of(value));

    if (bucket == BUCKET_NONE || bucket > BUCKET_MONTH)
        return "the buckets are minute, hour, day, week and month";
    settings->sighting.bucket = bucket;
    return NULL;
}

static const char *
set_only(struct settings *settings, const char *value)
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
set_voices(struct settings *settings, const char *value)
{
    int64_t voices;

    if (!text_integer(text_of(value), &voices) || voices < 1)
        return "a count from 1 on";
    settings->rules.voices = (size_t)voices;
    return NULL;
}

static const char *
set_base(struct settings *settings, const char *value)
{
    settings->sighting.is_sum = strcmp(value, "sum") == 0;
    return settings->sighting.is_sum || strcmp(value, "auto") == 0
               ? NULL
               : "the base is auto or sum";
}

static const char *
set(int key, char *value, void *context)
{
    struct settings *settings = context;

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

static const struct program program = {
    .name = "detect",
    .operands = "[FILE ...]",
    .summary = "detect - matters of which suddenly more is said, and since "
               "when that could be known",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

/* An alarm that is to be written; sorted by when it was detected, then series, method and beginning. */
struct line {
    int64_t detected, opened;
    struct text series;
    enum detector_method method;
    char *json;
};

struct detect {
    const struct settings *settings;
    struct books *books;
    struct spill *spill;
    struct series_store *store;
    struct sighting *sighting;
    struct detector *detector;
    struct backtest *backtest;
    struct table *told;      /* ids of alarms, from the index */
    struct index_file *next; /* or NULL */
    struct writer *out;
    struct line *lines;
    size_t line_count, line_cap;
    struct buffer json, examples;
};

/* Before the first record. */

static void
read_index(struct detect *detect, const char *path)
{
    struct index_file *index =
        index_open(detect->books, path, sizeof(struct digest));
    struct digest id;

    while (index != NULL && index_next(index, &id))
        table_add(detect->told, (struct text){(const char *)&id, sizeof(id)});
    index_close(index);
    detect->next = index_create(detect->books, path, sizeof(struct digest));
}

/* NULL, or a file of settings is wrong. */
static void
fail_listing(struct detect *detect, const char *code, const char *path,
             const struct listing_error *error)
{
    books_fail(detect->books, EX_CONFIG, NULL, "%s: %s:%llu: %s", code, path,
               (unsigned long long)error->line, error->why);
}

static bool
take_gap(void *context, struct listing *row)
{
    struct detect *detect = context;
    int64_t from, to;

    if (!listing_time(row, 0, INT64_MIN, &from)
        || !listing_time(row, 1, INT64_MIN, &to))
        return false;
    if (from == INT64_MIN || to <= from)
        return listing_fail(row, "a gap goes from a time to a later one");
    series_add_gap(detect->store, from, to);
    return true;
}

static void
read_gaps(struct detect *detect, const char *path)
{
    static const struct listing_column columns[] = {{{"from", 4}, true},
                                                    {{"to", 2}, true}};
    struct listing_error error;
    struct buffer csv = {0};

    whole_read(detect->books, "gaps", path, &csv);
    if (!listing_read(buffer_text(&csv), columns, 2, take_gap, detect, &error))
        fail_listing(detect, "bad_gap", path, &error);
    buffer_free(&csv);
}

static void
read_incidents(struct detect *detect, const char *path)
{
    const struct sighting_rules *rules = &detect->settings->sighting;
    struct listing_error error;
    struct buffer csv = {0};

    whole_read(detect->books, "incidents", path, &csv);
    detect->backtest = backtest_new(rules->bucket, rules->zone);
    if (!backtest_add(detect->backtest, buffer_text(&csv), &error))
        fail_listing(detect, "bad_incident", path, &error);
    buffer_free(&csv);
}

static void
detect_open(struct detect *detect, struct books *books,
            const struct settings *settings)
{
    const struct options *given = books_options(books);

    detect->settings = settings;
    detect->books = books;
    detect->spill = spill_open(given->tmpdir);
    detect->store = series_new(given->memory, detect->spill);
    detect->sighting = sighting_new(&settings->sighting, detect->store);
    detect->told = table_new();
    if (settings->gaps != NULL)
        read_gaps(detect, settings->gaps);
    if (settings->index != NULL)
        read_index(detect, settings->index);
    if (settings->backtest != NULL)
        read_incidents(detect, settings->backtest);
}

static void
detect_close(struct detect *detect)
{
    for (size_t i = 0; i < detect->line_count; i++)
        free(detect->lines[i].json);
    free(detect->lines);
    sighting_free(detect->sighting);
    detector_free(detect->detector);
    backtest_free(detect->backtest);
    series_free(detect->store);
    spill_close(detect->spill);
    table_free(detect->told);
    buffer_free(&detect->json);
    buffer_free(&detect->examples);
}

/* Reading. */

static struct reader *
open_reader(struct books *books, const struct sighting_rules *rules)
{
    static const char *fields[SIGHTING_FIELDS] = {
        [SIGHTING_ID] = "id",
        [SIGHTING_AUTHOR] = "author",
        [SIGHTING_ACCOUNT] = "account",
        [SIGHTING_TITLE] = "title",
        [SIGHTING_TEXT] = "text",
        [SIGHTING_FOLLOWERS] = "followers",
        [SIGHTING_FLAGS] = "flags",
        [SIGHTING_TIME] = "time",
        [SIGHTING_OF] = "of",
        [SIGHTING_FROM] = "from",
        [SIGHTING_TO] = "to"};

    fields[SIGHTING_MEASURE] = rules->measure;
    for (size_t i = 0; i < rules->key_count; i++)
        fields[SIGHTING_KEY + i] = rules->keys[i];
    return reader_open(books, fields, SIGHTING_KEY + rules->key_count);
}

static void
read_all(struct detect *detect, struct reader *in)
{
    struct record record;
    const char *why = NULL;

    while (reader_next(in, &record)) {
        switch (sighting_take(detect->sighting, record.kind, record.time_s,
                              record.fields, &why)) {
        case SIGHTING_TAKEN:
            reader_use(in);
            break;
        case SIGHTING_DROPPED:
            reader_drop(in, why);
            break;
        case SIGHTING_REJECTED:
            reader_reject(in, why);
        }
    }
}

static int64_t
start_of(const void *context, int64_t bucket)
{
    const struct sighting_rules *rules = context;
    int64_t start = bucket_number_start(rules->bucket, bucket);

    if (rules->zone == NULL || rules->bucket <= BUCKET_HOUR)
        return start;
    return zone_to_utc(rules->zone, start);
}

/* More in a series than in all: the rows of the whole are not of the same posts. */
static void
check_base(struct detect *detect, const struct series *series)
{
    struct text name = series_name(detect->store, series->number);

    if (series->bad > 0)
        books_fail(detect->books, EX_DATAERR, NULL,
                   "bad_base: in %u buckets more are counted of %.*s than of "
                   "the whole (--base sum adds up the series)",
                   series->bad, TEXT_ARGS(name));
}

static void
find_alarms(struct detect *detect)
{
    const char *why =
        series_settle(detect->store, start_of, &detect->settings->sighting);
    struct series series;

    if (why != NULL)
        books_fail(detect->books, EX_DATAERR, NULL, "%s", why);
    detect->detector =
        detector_new(&detect->settings->rules, series_frame(detect->store));
    while (series_next(detect->store, NULL, NULL, &series)) {
        check_base(detect, &series);
        detector_take(detect->detector, &series);
    }
    detector_settle(detect->detector);
    series_rewind(detect->store);
}

/* Writing alarms. */

static bool
has_alarms(void *context, uint32_t number)
{
    struct detect *detect = context;
    size_t count;

    detector_alarms(detect->detector, number, &count);
    return count > 0;
}

static struct series_post *
posts_between(const struct series *series, uint32_t from, uint32_t to,
              size_t *count)
{
    size_t first = 0;

    while (first < series->post_count && series->posts[first].bucket < from)
        first++;
    for (*count = 0; first + *count < series->post_count
                     && series->posts[first + *count].bucket <= to;)
        ++*count;
    return series->posts + first;
}

static void
keep_line(struct detect *detect, const struct alarm *alarm)
{
    const struct detector_alarm *found = alarm->found;
    struct line *line;

    if (detect->line_count == detect->line_cap) {
        detect->line_cap = detect->line_cap * 2 + 64;
        detect->lines = reallocarray(detect->lines, detect->line_cap,
                                     sizeof(*detect->lines));
        if (detect->lines == NULL)
            err(EX_OSERR, "%zu alarms", detect->line_cap);
    }
    buffer_clear(&detect->json);
    alarm_write(&detect->json, alarm, series_frame(detect->store));
    line = &detect->lines[detect->line_count++];
    *line = (struct line){.detected = found->detected,
                          .opened = found->opened,
                          .series = alarm->series,
                          .method = found->method,
                          .json = strdup(buffer_string(&detect->json))};
    if (line->json == NULL)
        err(EX_OSERR, "an alarm");
}

static void
name_alarm(struct detect *detect, struct alarm *alarm)
{
    const struct settings *settings = detect->settings;
    const struct series_frame *frame = series_frame(detect->store);
    struct text id;
    bool is_told;

    alarm->id = alarm_id(alarm->found, alarm->bucket, frame, alarm->series);
    id = (struct text){(const char *)&alarm->id, sizeof(alarm->id)};
    is_told = table_find(detect->told, id) != TABLE_NONE;
    if (!is_told && settings->index != NULL)
        index_add(detect->next, &alarm->id);
    alarm->state =
        alarm_state(alarm->found, frame, settings->index != NULL, is_told);
}

static void
take_alarm(struct detect *detect, const struct series *series,
           struct detector_alarm *found)
{
    const struct settings *settings = detect->settings;
    struct alarm alarm = {.found = found,
                          .series = series_name(detect->store, series->number),
                          .bucket = settings->sighting.bucket,
                          .has_posts = series->has_posts};
    struct series_post *posts;
    size_t count;

    if (!detector_stands(detect->detector, detect->store, series, found->opened,
                         found->closed))
        return;
    if (found->method == DETECTOR_KLEINBERG)
        detector_trace(detect->detector, detect->store, series, found);
    name_alarm(detect, &alarm);
    if (settings->only >= 0 && (int)alarm.state != settings->only)
        return;
    posts = posts_between(series, found->opened, found->closed, &count);
    alarm.voices = series_voices(detect->store, posts, count);
    buffer_clear(&detect->examples);
    witness_write(&detect->examples, detect->store, posts, count);
    alarm.examples = buffer_text(&detect->examples);
    keep_line(detect, &alarm);
}

static int
compare_lines(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    int order;

    if (a->detected != b->detected)
        return a->detected < b->detected ? -1 : 1;
    order = text_compare(a->series, b->series);
    if (order != 0)
        return order;
    if (a->method != b->method)
        return a->method < b->method ? -1 : 1;
    return (a->opened > b->opened) - (a->opened < b->opened);
}

static void
keep_told(struct detect *detect)
{
    for (uint32_t i = 0; i < table_count(detect->told); i++)
        index_add(detect->next, table_text(detect->told, i).at);
}

static void
write_alarms(struct detect *detect)
{
    struct series series;

    if (detect->next != NULL)
        keep_told(detect);
    while (series_next(detect->store, has_alarms, detect, &series)) {
        size_t count;
        struct detector_alarm *alarms =
            detector_alarms(detect->detector, series.number, &count);

        for (size_t i = 0; i < count; i++)
            take_alarm(detect, &series, &alarms[i]);
    }
    if (detect->line_count > 0)
        qsort(detect->lines, detect->line_count, sizeof(*detect->lines),
              compare_lines);
    for (size_t i = 0; i < detect->line_count; i++)
        writer_make(detect->out, "alarm", text_of(detect->lines[i].json));
}

/* Writing what a backtest says. */

static bool
all(void *context, uint32_t number)
{
    (void)context;
    (void)number;
    return true;
}

static void
write_members(void *context, struct text members)
{
    struct detect *detect = context;

    buffer_clear(&detect->json);
    buffer_printf(&detect->json, "{\"v\":1,\"kind\":\"row\",%.*s}",
                  TEXT_ARGS(members));
    writer_make(detect->out, "row", buffer_text(&detect->json));
}

static void
write_backtest(struct detect *detect)
{
    const struct series_frame *frame = series_frame(detect->store);
    bool *raised = calloc(frame->count + 1, sizeof(*raised));
    struct series series;

    if (raised == NULL)
        err(EX_OSERR, "backtest");
    while (series_next(detect->store, all, detect, &series))
        for (int i = 0; i < DETECTOR_METHODS; i++) {
            if (!detect->settings->rules.methods[i])
                continue;
            detector_replay(detect->detector, detect->store, &series,
                            (enum detector_method)i, raised);
            backtest_take(detect->backtest, (enum detector_method)i,
                          series_name(detect->store, series.number), frame,
                          raised);
        }
    for (int i = 0; i < DETECTOR_METHODS; i++)
        if (detect->settings->rules.methods[i])
            backtest_write(detect->backtest, (enum detector_method)i,
                           write_members, detect);
    free(raised);
}

static void
settle(struct settings *settings)
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

int
main(int argc, char **argv)
{
    struct settings settings = {
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
    struct options *given = options_parse(&program, argc, argv, &settings);
    struct detect detect = {0};
    struct books *books;
    struct reader *in;
    int status;

    settle(&settings);
    books = books_open(given);
    if (settings.commit != NULL) {
        index_commit(books, settings.commit);
        return books_close(books);
    }
    detect_open(&detect, books, &settings);
    detect.out = writer_open(books);
    in = open_reader(books, &settings.sighting);
    read_all(&detect, in);
    find_alarms(&detect);
    if (detect.backtest != NULL)
        write_backtest(&detect);
    else
        write_alarms(&detect);
    status = index_end(detect.next, finish(in, detect.out));
    detect_close(&detect);
    return status;
}
