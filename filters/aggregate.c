/*
 * aggregate - rows from records: what was counted, by the keys asked for
 *
 * Reads records in any order and writes one row a group, sorted by key. Every measure is exact;
 * beyond --memory it goes on in a temporary file. --partial writes what was counted as states,
 * which --merge joins to the rows that one run would have written.
 */
#include "aggregate/aggregate.h"

#include <err.h>
#include <stdio.h>

#include "domain/beside.h"
#include "domain/partial.h"
#include "stream/whole.h"

/* Reading. */

struct reader *
aggregate_reader(struct books *books, const struct aggregate_settings *settings)
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

/* Only where the register is asked for and was not given. */
static void
count_unregistered(struct aggregate *aggregate, const struct record *record)
{
    const struct aggregate_settings *settings = aggregate->settings;

    if (!settings->question.has_register || settings->accounts != NULL
        || settings->merge)
        return;
    if (beside_says_register(&settings->question, record->fields))
        aggregate->knows_register = true;
    else
        aggregate->unregistered++;
}

static void
tell_unregistered(struct aggregate *aggregate)
{
    if (aggregate->unregistered == 0)
        return;
    books_note(aggregate->books, "no_register", aggregate->unregistered);
    if (!aggregate->knows_register)
        books_warn(aggregate->books, NULL,
                   "no_accounts: no record says a market, role or team: "
                   "--accounts has those of our accounts");
}

static void
take(struct aggregate *aggregate, struct reader *in,
     const struct record *record)
{
    const char *why;

    count_unregistered(aggregate, record);
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

static void
read_lists(struct aggregate *aggregate)
{
    const struct aggregate_settings *settings = aggregate->settings;

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
    const struct aggregate_settings *settings = aggregate->settings;
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
    static struct aggregate_settings settings = {.zone = "UTC",
                                                 .format = UNSAID};
    struct aggregate aggregate = {.settings = &settings};
    struct options *given;
    struct reader *in;
    struct record record;
    int status;

    question_start(&settings.question);
    given = options_parse(&aggregate_program, argc, argv, &settings);
    if (settings.list_metrics)
        return list_metrics();
    aggregate_settle(&settings);
    given->bare |= settings.format != NDJSON;
    aggregate.books = books_open(given);
    if (settings.has_edges)
        return aggregate_graph(aggregate.books, &settings);
    in = aggregate_reader(aggregate.books, &settings);
    open_aggregate(&aggregate);
    while (reader_next(in, &record))
        take(&aggregate, in, &record);
    tell_unregistered(&aggregate);
    aggregate_write(&aggregate);
    status = finish(in, aggregate.out);
    close_aggregate(&aggregate);
    return status;
}
