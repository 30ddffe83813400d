#include "aggregate/aggregate.h"

#include "domain/pick.h"

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
write_edges(struct edges *edges, const struct aggregate_settings *settings,
            struct writer *out)
{
    struct sheet *sheet = aggregate_sheet(settings, out);
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

int
aggregate_graph(struct books *books, struct aggregate_settings *settings)
{
    const struct options *given = books_options(books);
    struct spill *spill = spill_open(given->tmpdir);
    struct edges *edges =
        edges_new(settings->edges, &settings->question, given->memory, spill);
    struct reader *in = aggregate_reader(books, settings);
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
