#include "aggregate/aggregate.h"

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

struct sheet *
aggregate_sheet(const struct aggregate_settings *settings, struct writer *out)
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
    const struct aggregate_settings *settings = aggregate->settings;
    const struct aggregation *aggregation = aggregate->aggregation;
    const struct result_words nothing = {TEXT(""), TEXT("")};
    struct result_words words = aggregation_words(aggregation);
    bool is_table = settings->format == TABLE;

    aggregate->sheet = aggregate_sheet(settings, aggregate->out);
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

void
aggregate_write(struct aggregate *aggregate)
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
