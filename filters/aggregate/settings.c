#include "aggregate/aggregate.h"

#include <err.h>
#include <unistd.h>

enum {
    KEY_COUNT = 256, /* in the order of enum measure_kind */
    KEY_METRIC = KEY_COUNT + MEASURE_METRIC,
    KEY_BY,
    KEY_WHERE,
    KEY_ZONE,
    KEY_LEDGER,
    KEY_ACCOUNTS,
    KEY_BRANDS,
    KEY_PANEL,
    KEY_CHANGE,
    KEY_SAMPLED,
    KEY_PARTIAL,
    KEY_MERGE,
    KEY_TO,
    KEY_RAW_CELLS,
    KEY_EDGES,
    KEY_LIST_METRICS,
    KEY_APPROX_DISTINCT
};

static const struct argp_option options[] = {
    {"by", KEY_BY, "KEYS", 0,
     "One row for each value of these fields, comma-separated; of a time by "
     ":minute :hour :day :week :month :quarter or :year; of an array a row "
     "for each of its values (field[] where hark does not know it)",
     1},
    {"zone", KEY_ZONE, "NAME", 0,
     "Whose days and months: an IANA name (default UTC)", 1},
    {"where", KEY_WHERE, "FIELD=VALUE", 0,
     "Only such records, or != for all others; the same field again: any of "
     "the values; an empty value: absent",
     1},
    {"ledger", KEY_LEDGER, "SOURCE", 0,
     "Of orders and credits only those of one source", 1},
    {"count", KEY_COUNT + MEASURE_COUNT, NULL, 0,
     "Records (the default measure)", 2},
    {"sum", KEY_COUNT + MEASURE_SUM, "FIELD", 0, "Added up, exactly", 2},
    {"mean", KEY_COUNT + MEASURE_MEAN, "FIELD", 0,
     "To four places, half to even", 2},
    {"min", KEY_COUNT + MEASURE_MIN, "FIELD", 0, "The least number", 2},
    {"max", KEY_COUNT + MEASURE_MAX, "FIELD", 0, "The greatest number", 2},
    {"distinct", KEY_COUNT + MEASURE_DISTINCT, "FIELD", 0,
     "Different values, exactly", 2},
    {"quantile", KEY_COUNT + MEASURE_QUANTILE, "FIELD:SHARE,...", 0,
     "As in followers:0.5,0.9; type 7, exactly, to four places", 2},
    {"top", KEY_COUNT + MEASURE_TOP, "FIELD:COUNT", 0,
     "The values that come most often", 2},
    {"metric", KEY_METRIC, "NAME", 0,
     "In place of measures: a number with a definition", 3},
    {"accounts", KEY_ACCOUNTS, "FILE", 0,
     "Our accounts (CSV: network, handle, team, role, market): those without "
     "a post have a row too; of requests, sales and cases whose market it is",
     3},
    {"brands", KEY_BRANDS, "FILE", 0,
     "Handles (CSV: handle, network) that others could pretend to be: "
     "--metric lookalikes",
     3},
    {"panel", KEY_PANEL, "LABELS", 0,
     "Labels, comma-separated, among which voice is shared: --metric "
     "share_of_voice",
     3},
    {"change", KEY_CHANGE, "DAY", 0,
     "Before and after this day (UTC): --metric issues_change", 3},
    {"sampled", KEY_SAMPLED, "SHARE", 0,
     "The input is such a share of all (0.01): said in each row's coverage, "
     "not reckoned with",
     3},
    {"list-metrics", KEY_LIST_METRICS, NULL, 0, "Print all definitions", 3},
    {"edges", KEY_EDGES, "mentions|reposts", 0,
     "In place of rows: who mentions or reposts whom, and how often", 3},
    {"partial", KEY_PARTIAL, NULL, 0, "Write states for --merge", 4},
    {"merge", KEY_MERGE, NULL, 0,
     "Read states that were written under the same options", 4},
    {"to", KEY_TO, "FORMAT", 0,
     "ndjson (default; of edges csv), csv, tsv or table (default on a "
     "terminal)",
     4},
    {"raw-cells", KEY_RAW_CELLS, NULL, 0,
     "CSV and TSV: no ' before what a spreadsheet takes for a formula", 4},
    {"approx-distinct", KEY_APPROX_DISTINCT, "FIELD", OPTION_HIDDEN, NULL, 4},
    {0}};

static const char *
set_format(struct aggregate_settings *settings, const char *name)
{
    static const char *const names[] = {"ndjson", "csv", "tsv", "table"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(name, names[i]) == 0) {
            settings->format = (enum aggregate_format)i;
            return NULL;
        }
    }
    return "rows are written as ndjson, csv, tsv or table";
}

static const char *
set_edges(struct aggregate_settings *settings, const char *name)
{
    bool is_reposts = strcmp(name, "reposts") == 0;

    if (!is_reposts && strcmp(name, "mentions") != 0)
        return "edges are mentions or reposts";
    settings->has_edges = true;
    settings->edges = is_reposts ? EDGES_REPOSTS : EDGES_MENTIONS;
    return NULL;
}

static const char *
set(int key, char *value, void *context)
{
    struct aggregate_settings *settings = context;
    struct question *question = &settings->question;

    if (key >= KEY_COUNT && key <= KEY_METRIC)
        return question_measure(question, (enum measure_kind)(key - KEY_COUNT),
                                value);
    switch (key) {
    case KEY_BY:
        return question_by(question, value);
    case KEY_PANEL:
        return question_panel(question, value);
    case KEY_CHANGE:
        return question_change(question, value);
    case KEY_SAMPLED:
        return question_sampled(question, value);
    case KEY_WHERE:
        return question_where(question, value);
    case KEY_TO:
        return set_format(settings, value);
    case KEY_EDGES:
        return set_edges(settings, value);
    case KEY_APPROX_DISTINCT:
        return "there is none yet: --distinct is exact, and spills";
    case KEY_ZONE:
        settings->zone = value;
        return NULL;
    case KEY_LEDGER:
        question->ledger = text_of(value);
        return NULL;
    case KEY_ACCOUNTS:
        settings->accounts = value;
        return NULL;
    case KEY_BRANDS:
        settings->brands = value;
        return NULL;
    case KEY_PARTIAL:
        settings->partial = true;
        return NULL;
    case KEY_MERGE:
        settings->merge = true;
        return NULL;
    case KEY_RAW_CELLS:
        settings->raw_cells = true;
        return NULL;
    default:
        settings->list_metrics = true;
        return NULL;
    }
}

const struct program aggregate_program = {
    .name = "aggregate",
    .operands = "[FILE ...]",
    .summary = "aggregate - rows from records: what was counted, by the keys "
               "asked for",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

/* Nothing is counted by keys then. */
static void
settle_edges(struct aggregate_settings *settings)
{
    const struct question *question = &settings->question;

    if (question->key_count > 0 || question->measure_count > 0
        || settings->partial || settings->merge || settings->accounts != NULL)
        errx(EX_USAGE, "--edges stands alone: no --by, measures, metrics, "
                       "--accounts, --partial or --merge");
    if (settings->format == UNSAID)
        settings->format = CSV;
    if (settings->format == NDJSON)
        errx(EX_USAGE, "edges are written as csv, tsv or table");
}

void
aggregate_settle(struct aggregate_settings *settings)
{
    struct question *question = &settings->question;
    const char *why = question_zone(question, settings->zone);

    if (why != NULL)
        errx(EX_CONFIG, "bad_zone: %s: %s", settings->zone, why);
    if (settings->has_edges) {
        settle_edges(settings);
        return;
    }
    why = question_settle(question);
    if (why != NULL)
        errx(EX_USAGE, "%s", why);
    if (settings->format == UNSAID)
        settings->format =
            isatty(STDOUT_FILENO) && !settings->partial ? TABLE : NDJSON;
    why = question_stands(question,
                          &(struct question_run){
                              .has_accounts = settings->accounts != NULL,
                              .has_brands = settings->brands != NULL,
                              .is_part = settings->partial || settings->merge});
    if (why != NULL)
        errx(EX_USAGE, "%s", why);
    if (settings->partial && settings->format != NDJSON)
        errx(EX_USAGE, "states are written as ndjson alone");
}
