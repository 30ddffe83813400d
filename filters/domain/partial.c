#include "domain/partial.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum { PIECE_BYTES = 16 << 10, DIGEST_BYTES = 16 };

struct partial {
    const struct counter *counter;
    partial_sink *sink;
    void *context;
    struct buffer head; /* {"v":1,"kind":"state","query":"...", */
    struct buffer from; /* "from":"...", */
    struct buffer key;  /* "key":[...] of the group at hand */
    struct buffer group;
    bool is_open;
    uint64_t records;
    struct measure_cell cells[QUESTION_MEASURES];
    struct buffer values; /* of the measure at hand */
    size_t measure;
    struct buffer value; /* the last one, and how often it came */
    uint64_t n;
    struct buffer line, scratch;
};

static void
write_head(struct partial *partial)
{
    struct buffer text = {0};

    question_format(&text, partial->counter->question);
    buffer_add(&partial->head, TEXT("{\"v\":1,\"kind\":\"state\",\"query\":"));
    buffer_add_json_string(&partial->head, buffer_text(&text));
    buffer_clear(&text);
    ledger_write(&text, &partial->counter->ledger);
    if (text.len > 0) {
        buffer_add(&partial->from, TEXT(",\"from\":"));
        buffer_add_json_string(&partial->from, buffer_text(&text));
    }
    buffer_free(&text);
}

struct partial *
partial_new(const struct counter *counter, partial_sink *sink, void *context)
{
    struct partial *partial = calloc(1, sizeof(*partial));

    if (partial == NULL)
        err(EX_OSERR, "no memory for states");
    partial->counter = counter;
    partial->sink = sink;
    partial->context = context;
    write_head(partial);
    return partial;
}

void
partial_free(struct partial *partial)
{
    if (partial == NULL)
        return;
    buffer_free(&partial->head);
    buffer_free(&partial->from);
    buffer_free(&partial->key);
    buffer_free(&partial->group);
    buffer_free(&partial->values);
    buffer_free(&partial->value);
    buffer_free(&partial->line);
    buffer_free(&partial->scratch);
    free(partial);
}

static void
write_key(struct partial *partial)
{
    struct text rest = buffer_text(&partial->group);
    struct group_value value;

    buffer_clear(&partial->key);
    buffer_add(&partial->key, TEXT(",\"key\":["));
    while (group_next(&rest, &value)) {
        buffer_clear(&partial->scratch);
        group_format(&partial->scratch, &value);
        buffer_add_json_string(&partial->key, buffer_text(&partial->scratch));
        buffer_add_char(&partial->key, rest.len > 0 ? ',' : ']');
    }
}

static void
start_line(struct partial *partial)
{
    buffer_clear(&partial->line);
    buffer_add(&partial->line, buffer_text(&partial->head));
    buffer_add(&partial->line, buffer_text(&partial->from));
    buffer_add(&partial->line, buffer_text(&partial->key));
}

static void
write_figure(struct buffer *out, const struct partial *partial, size_t measure,
             __int128 value)
{
    int places = partial->counter->portions.places[measure];

    if (partial->counter->question->measures[measure].kind == MEASURE_METRIC)
        figure_write(out, value, 0, 0);
    else
        figure_write(out, value, FIGURE_PLACES, places);
}

static void
write_cell(struct partial *partial, size_t measure)
{
    const struct measure_cell *cell = partial->cells + measure;
    struct buffer *out = &partial->line;

    buffer_add_string(out, measure == 0 ? "\"" : ",\"");
    if (cell->n > 0)
        buffer_printf(out, "%llu", (unsigned long long)cell->n);
    if (cell->n > 0
        && !measure_keeps_numbers(partial->counter->question->measures
                                  + measure)) {
        buffer_add_char(out, ' ');
        write_figure(out, partial, measure, cell->value);
    }
    buffer_add_char(out, '"');
}

static void
write_cells(struct partial *partial)
{
    size_t count = partial->counter->question->measure_count;

    start_line(partial);
    buffer_printf(&partial->line, ",\"n\":%llu,\"cells\":[",
                  (unsigned long long)partial->records);
    for (size_t i = 0; i < count; i++)
        write_cell(partial, i);
    buffer_add(&partial->line, TEXT("]}"));
    partial->sink(partial->context, buffer_text(&partial->line));
}

static void
write_values(struct partial *partial)
{
    if (partial->values.len == 0)
        return;
    start_line(partial);
    buffer_printf(&partial->line, ",\"measure\":%zu,\"values\":[",
                  partial->measure);
    buffer_add(&partial->line, buffer_text(&partial->values));
    buffer_add(&partial->line, TEXT("]}"));
    partial->sink(partial->context, buffer_text(&partial->line));
    buffer_clear(&partial->values);
}

/* The value at hand, once all that is equal to it has come. */
static void
end_value(struct partial *partial)
{
    struct buffer *text = &partial->scratch;
    const struct measure *measure;
    enum measure_kind kind;

    if (partial->n == 0)
        return;
    measure = partial->counter->question->measures + partial->measure;
    kind = measure->kind;
    buffer_clear(text);
    if (kind == MEASURE_DISTINCT)
        for (size_t i = 0; i < DIGEST_BYTES; i++)
            buffer_printf(text, "%02x", (unsigned char)partial->value.at[i]);
    else if (measure_keeps_numbers(measure))
        write_figure(text, partial, partial->measure,
                     figure_get(partial->value.at));
    else
        buffer_add(text, buffer_text(&partial->value));
    if (kind != MEASURE_DISTINCT)
        buffer_printf(text, " %llu", (unsigned long long)partial->n);
    if (partial->values.len > 0)
        buffer_add_char(&partial->values, ',');
    buffer_add_json_string(&partial->values, buffer_text(text));
    partial->n = 0;
    if (partial->values.len > PIECE_BYTES)
        write_values(partial);
}

void
partial_end(struct partial *partial)
{
    if (!partial->is_open)
        return;
    end_value(partial);
    write_values(partial);
    write_cells(partial);
    partial->is_open = false;
}

static void
start_group(struct partial *partial, struct text group)
{
    partial_end(partial);
    buffer_clear(&partial->group);
    buffer_add(&partial->group, group);
    write_key(partial);
    partial->is_open = true;
    partial->records = 0;
    memset(partial->cells, 0, sizeof(partial->cells));
}

static void
take_value(struct partial *partial, const struct tally_item *item)
{
    size_t measure = item->measure - 1;

    if (partial->n > 0 && measure == partial->measure
        && text_equal(buffer_text(&partial->value), item->value)) {
        partial->n += item->n;
        return;
    }
    end_value(partial);
    if (measure != partial->measure)
        write_values(partial);
    partial->measure = measure;
    buffer_clear(&partial->value);
    buffer_add(&partial->value, item->value);
    partial->n = item->n;
}

void
partial_take(void *context, const struct tally_item *item)
{
    struct partial *partial = context;
    const struct question *question = partial->counter->question;
    enum measure_kind kind;

    if (!partial->is_open
        || !text_equal(buffer_text(&partial->group), item->group))
        start_group(partial, item->group);
    if (item->measure == 0) {
        partial->records += item->n;
        return;
    }
    kind = question->measures[item->measure - 1].kind;
    if (item->value.len > 0 || kind == MEASURE_TOP)
        take_value(partial, item);
    else
        measure_join(partial->cells + (item->measure - 1), kind,
                     &(struct measure_cell){item->n, item->sum});
}

void
partial_coverage(struct partial *partial)
{
    struct buffer *line = &partial->line;
    size_t bare;

    buffer_clear(line);
    buffer_add(line, buffer_text(&partial->head));
    bare = line->len;
    coverage_put(line, &partial->counter->coverage);
    if (line->len == bare)
        return;
    buffer_add_char(line, '}');
    partial->sink(partial->context, buffer_text(line));
}
