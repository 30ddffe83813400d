/*
 * aggregate - rows from records: what was counted, by the keys asked for
 *
 * Reads records in any order and writes one row a group, sorted by key. Every measure is exact;
 * beyond --memory it goes on in a temporary file. --partial writes what was counted as states,
 * which --merge joins to the rows that one run would have written.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "domain/aggregation.h"
#include "domain/edges.h"
#include "domain/partial.h"
#include "domain/pick.h"
#include "stream/sheet.h"
#include "stream/whole.h"

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
     "a post have a row too; of requests whose market it is",
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

enum format { NDJSON, CSV, TSV, TABLE, UNSAID };

struct settings {
    struct question question;
    const char *zone;
    const char *accounts, *brands; /* paths */
    enum format format;
    bool partial, merge, raw_cells, list_metrics, has_edges;
    enum edges_kind edges;
};

static const char *
set_format(struct settings *settings, const char *name)
{
    static const char *const names[] = {"ndjson", "csv", "tsv", "table"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(name, names[i]) == 0) {
            settings->format = (enum format)i;
            return NULL;
        }
    }
    return "rows are written as ndjson, csv, tsv or table";
}

static const char *
set_edges(struct settings *settings, const char *name)
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
    struct settings *settings = context;
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

static const struct program program = {
    .name = "aggregate",
    .operands = "[FILE ...]",
    .summary = "aggregate - rows from records: what was counted, by the keys "
               "asked for",
    .options = options,
    .set = set,
    .common = OPTIONS_TIME | OPTIONS_MEMORY,
};

struct aggregate {
    const struct settings *settings;
    struct books *books;
    struct spill *spill;
    struct account_book *accounts; /* or NULL */
    struct lookalikes *brands;     /* or NULL */
    struct aggregation *aggregation;
    struct writer *out;
    struct sheet *sheet; /* NULL: NDJSON */
    struct buffer line;
};

/* Reading. */

static struct reader *
open_reader(struct books *books, const struct settings *settings)
{
    const struct question *question = &settings->question;

    if (settings->merge)
        return reader_open(books, partial_fields, PARTIAL_FIELDS);
    return reader_open(books, question->fields, question->field_count);
}

static void
stop(struct aggregate *aggregate, struct reader *in,
     const struct record *record, const char *why)
{
    bool is_query = strncmp(why, "other_query", strlen("other_query")) == 0;
    struct text query = record_text(record, PARTIAL_QUERY);

    if (is_query)
        books_fail(aggregate->books, EX_DATAERR, reader_place(in),
                   "%s: it says \"%.*s\", this run \"%.*s\"", why,
                   TEXT_ARGS(query),
                   TEXT_ARGS(aggregation_query(aggregate->aggregation)));
    books_fail(aggregate->books,
               aggregate->settings->merge ? EX_DATAERR : EX_USAGE,
               reader_place(in), "%s", why);
}

static void
take(struct aggregate *aggregate, struct reader *in,
     const struct record *record)
{
    const char *why;

    switch (aggregation_take(aggregate->aggregation, record->fields, &why)) {
    case COUNTER_TAKEN:
        reader_use(in);
        break;
    case COUNTER_DROPPED:
        reader_drop(in, why);
        break;
    case COUNTER_REJECTED:
        reader_reject(in, why);
        if (aggregate->settings->merge)
            books_problem(aggregate->books, EX_DATAERR, reader_place(in), "%s",
                          why);
        break;
    case COUNTER_STOPPED:
        stop(aggregate, in, record, why);
    }
}

/* Writing. */

static void
put_cell(void *context, enum result_cell kind, struct text cell)
{
    struct sheet *sheet = context;

    if (kind == RESULT_FIGURE)
        sheet_number(sheet, cell);
    else
        sheet_text(sheet, cell);
}

static void
name_too_large(struct aggregate *aggregate, const struct result_row *row)
{
    const struct result_words nothing = {TEXT(""), TEXT("")};
    struct buffer *line = &aggregate->line;

    for (size_t i = 0; i < row->count; i++) {
        if (row->values[i].type != RESULT_TOO_LARGE)
            continue;
        buffer_clear(line);
        result_write(line, &aggregate->settings->question, row, nothing);
        books_problem(aggregate->books, EX_DATAERR, NULL,
                      "too_large: a sum is past 2^53 and left out of the row "
                      "%.*s",
                      (int)line->len, line->at);
        return;
    }
}

static void
write_row(void *context, const struct result_row *row)
{
    struct aggregate *aggregate = context;
    const struct aggregation *aggregation = aggregate->aggregation;
    const struct question *question = &aggregate->settings->question;
    struct result_words words = aggregation_words(aggregation);

    name_too_large(aggregate, row);
    if (aggregate->sheet == NULL) {
        buffer_clear(&aggregate->line);
        result_write(&aggregate->line, question, row, words);
        writer_make(aggregate->out, "row", buffer_text(&aggregate->line));
        return;
    }
    if (aggregate->settings->format == TABLE)
        words = (struct result_words){TEXT(""), TEXT("")};
    result_cells(question, aggregation_seen(aggregation), row, words, put_cell,
                 aggregate->sheet);
    sheet_end_row(aggregate->sheet);
}

static void
write_rows(struct aggregate *aggregate)
{
    const struct options *given = books_options(aggregate->books);

    aggregation_rows(aggregate->aggregation, given->since_s, given->until_s,
                     write_row, aggregate);
}

static void
write_state(void *context, struct text line)
{
    struct aggregate *aggregate = context;

    writer_make(aggregate->out, "state", line);
}

static struct sheet *
open_sheet(const struct settings *settings, struct writer *out)
{
    static const enum sheet_format formats[] = {
        [CSV] = SHEET_CSV, [TSV] = SHEET_TSV, [TABLE] = SHEET_TABLE};

    return sheet_open(out, formats[settings->format], settings->raw_cells);
}

static void
write_words(struct aggregate *aggregate, struct text words)
{
    if (words.len == 0)
        return;
    writer_raw(aggregate->out, words);
    writer_raw(aggregate->out, TEXT("\n"));
}

static void
write_sheet(struct aggregate *aggregate)
{
    const struct settings *settings = aggregate->settings;
    const struct aggregation *aggregation = aggregate->aggregation;
    const struct result_words nothing = {TEXT(""), TEXT("")};
    struct result_words words = aggregation_words(aggregation);
    bool is_table = settings->format == TABLE;

    aggregate->sheet = open_sheet(settings, aggregate->out);
    result_header(&settings->question, aggregation_seen(aggregation),
                  is_table ? nothing : words, put_cell, aggregate->sheet);
    sheet_end_row(aggregate->sheet);
    write_rows(aggregate);
    sheet_close(aggregate->sheet);
    if (is_table) {
        write_words(aggregate, words.definition);
        write_words(aggregate, words.coverage);
    }
}

static void
write_all(struct aggregate *aggregate)
{
    uint64_t rejected = books_rejected_here(aggregate->books);

    if (!aggregate->settings->merge)
        rejected += books_rejected_upstream(aggregate->books);
    aggregation_end(aggregate->aggregation, rejected);
    if (aggregate->settings->partial)
        aggregation_states(aggregate->aggregation, write_state, aggregate);
    else if (aggregate->settings->format == NDJSON)
        write_rows(aggregate);
    else
        write_sheet(aggregate);
}

/* The graph. */

static void
take_edges(struct edges *edges, const struct question *question,
           struct reader *in, const struct record *record)
{
    struct buffer scratch = {0};
    bool holds;
    const char *why = pick_holds(question, record->fields, &scratch, &holds);

    buffer_free(&scratch);
    if (why == NULL && !holds) {
        reader_drop(in, "where");
        return;
    }
    if (strcmp(record->kind, "post") != 0
        && strcmp(record->kind, "account") != 0) {
        reader_drop(in, "not_of_the_graph");
        return;
    }
    if (why == NULL)
        why = edges_take(edges, record->fields);
    if (why == NULL)
        reader_use(in);
    else
        reader_reject(in, why);
}

static void
write_edges(struct edges *edges, const struct settings *settings,
            struct writer *out)
{
    struct sheet *sheet = open_sheet(settings, out);
    struct buffer weight = {0};
    struct edge edge;

    sheet_text(sheet, TEXT("source"));
    sheet_text(sheet, TEXT("target"));
    sheet_text(sheet, TEXT("weight"));
    sheet_end_row(sheet);
    while (edges_next(edges, &edge)) {
        buffer_clear(&weight);
        buffer_add_integer(&weight, (int64_t)edge.weight);
        sheet_text(sheet, edge.source);
        sheet_text(sheet, edge.target);
        sheet_number(sheet, buffer_text(&weight));
        sheet_end_row(sheet);
    }
    sheet_close(sheet);
    buffer_free(&weight);
}

static int
run_edges(struct books *books, struct settings *settings)
{
    const struct options *given = books_options(books);
    struct spill *spill = spill_open(given->tmpdir);
    struct edges *edges =
        edges_new(settings->edges, &settings->question, given->memory, spill);
    struct reader *in = open_reader(books, settings);
    struct writer *out = writer_open(books);
    struct record record;
    int status;

    while (reader_next(in, &record))
        take_edges(edges, &settings->question, in, &record);
    write_edges(edges, settings, out);
    books_note(books, "unknown_original", edges_unknown(edges));
    books_note(books, "loop", edges_loops(edges));
    status = finish(in, out);
    edges_free(edges);
    spill_close(spill);
    return status;
}

/* Beginning and end. */

static int
list_metrics(void)
{
    const struct metric *metric;
    struct buffer line = {0};

    for (size_t i = 0; (metric = metric_at(i)) != NULL; i++) {
        buffer_clear(&line);
        metric_write(&line, metric);
        puts(buffer_string(&line));
    }
    buffer_free(&line);
    if (fflush(stdout) != 0 || ferror(stdout))
        err(EX_IOERR, "standard output");
    return EX_OK;
}

/* Nothing is counted by keys then. */
static void
settle_edges(struct settings *settings)
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

static void
settle(struct settings *settings)
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

static void
read_lists(struct aggregate *aggregate)
{
    const struct settings *settings = aggregate->settings;

    if (settings->accounts != NULL) {
        aggregate->accounts = account_book_new();
        whole_list(aggregate->books, "accounts", "bad_account",
                   settings->accounts, account_book_add, aggregate->accounts);
    }
    if (settings->brands != NULL) {
        aggregate->brands = lookalike_new();
        whole_list(aggregate->books, "brands", "bad_brand", settings->brands,
                   lookalike_add, aggregate->brands);
    }
}

static void
open_aggregate(struct aggregate *aggregate)
{
    const struct settings *settings = aggregate->settings;
    const struct options *given = books_options(aggregate->books);

    read_lists(aggregate);
    aggregate->spill = spill_open(given->tmpdir);
    aggregate->aggregation = aggregation_new(
        &(struct aggregation_rules){.question = &settings->question,
                                    .partial = settings->partial,
                                    .merge = settings->merge,
                                    .budget_bytes = given->memory,
                                    .spill = aggregate->spill,
                                    .accounts = aggregate->accounts,
                                    .brands = aggregate->brands});
    aggregate->out = writer_open(aggregate->books);
}

static void
close_aggregate(struct aggregate *aggregate)
{
    aggregation_free(aggregate->aggregation);
    account_book_free(aggregate->accounts);
    lookalike_free(aggregate->brands);
    spill_close(aggregate->spill);
    buffer_free(&aggregate->line);
}

int
main(int argc, char **argv)
{
    static struct settings settings = {.zone = "UTC", .format = UNSAID};
    struct aggregate aggregate = {.settings = &settings};
    struct options *given;
    struct reader *in;
    struct record record;
    int status;

    question_start(&settings.question);
    given = options_parse(&program, argc, argv, &settings);
    if (settings.list_metrics)
        return list_metrics();
    settle(&settings);
    given->bare |= settings.format != NDJSON;
    aggregate.books = books_open(given);
    if (settings.has_edges)
        return run_edges(aggregate.books, &settings);
    in = open_reader(aggregate.books, &settings);
    open_aggregate(&aggregate);
    while (reader_next(in, &record))
        take(&aggregate, in, &record);
    write_all(&aggregate);
    status = finish(in, aggregate.out);
    close_aggregate(&aggregate);
    return status;
}
