#include "domain/aggregation.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/sorter.h"
#include "domain/partial.h"

struct aggregation {
    struct aggregation_rules rules;
    size_t memory_bytes; /* of the tally */
    struct tally *tally;
    struct states *states; /* what the tally held, whenever it was full */
    struct counter counter;
    struct sorter
        *sorter; /* rows, where groups do not sort as rows do; or NULL */
    struct references *references; /* or NULL */
    struct chosen *chosen;         /* or NULL */
    struct buffer query, definition, coverage;
    struct buffer key, payload;
};

static void
open_references(struct aggregation *aggregation)
{
    const struct question *question = aggregation->rules.question;
    size_t bytes = aggregation->rules.budget_bytes / 4;

    if (!question->has_references)
        return;
    aggregation->references =
        reference_new(question, bytes, aggregation->rules.spill);
    aggregation->counter.references = aggregation->references;
    aggregation->memory_bytes -= bytes;
}

static void
open_chosen(struct aggregation *aggregation)
{
    const struct question *question = aggregation->rules.question;
    size_t bytes = aggregation->rules.budget_bytes / 4;

    if (!question->has_chosen)
        return;
    aggregation->chosen = chosen_new(question, bytes, aggregation->rules.spill);
    aggregation->counter.chosen = aggregation->chosen;
    aggregation->memory_bytes -= bytes;
}

struct aggregation *
aggregation_new(const struct aggregation_rules *rules)
{
    const struct question *question = rules->question;
    struct aggregation *aggregation = calloc(1, sizeof(*aggregation));

    if (aggregation == NULL)
        err(EX_OSERR, "no memory for an aggregation");
    aggregation->rules = *rules;
    aggregation->memory_bytes = rules->budget_bytes / 4 * 3;
    aggregation->tally = tally_new(question->measures, question->measure_count);
    aggregation->states = states_new(rules->spill);
    counter_start(&aggregation->counter, question, aggregation->tally);
    aggregation->counter.brands = rules->brands;
    aggregation->counter.accounts = rules->accounts;
    if (rules->accounts != NULL && question->rows != METRIC_MARKETS
        && question_asks_posts(question))
        aggregation->counter.posted = table_new();
    if (question_has_arrays(question))
        aggregation->sorter = sorter_new(rules->budget_bytes / 4, rules->spill);
    open_references(aggregation);
    open_chosen(aggregation);
    question_format(&aggregation->query, question);
    question_define(&aggregation->definition, question);
    return aggregation;
}

void
aggregation_free(struct aggregation *aggregation)
{
    if (aggregation == NULL)
        return;
    counter_free(&aggregation->counter);
    reference_free(aggregation->references);
    chosen_free(aggregation->chosen);
    tally_free(aggregation->tally);
    states_free(aggregation->states);
    sorter_free(aggregation->sorter);
    buffer_free(&aggregation->query);
    buffer_free(&aggregation->definition);
    buffer_free(&aggregation->coverage);
    buffer_free(&aggregation->key);
    buffer_free(&aggregation->payload);
    free(aggregation);
}

struct text
aggregation_query(const struct aggregation *aggregation)
{
    return buffer_text(&aggregation->query);
}

struct result_words
aggregation_words(const struct aggregation *aggregation)
{
    return (struct result_words){buffer_text(&aggregation->definition),
                                 buffer_text(&aggregation->coverage)};
}

const bool *
aggregation_seen(const struct aggregation *aggregation)
{
    return aggregation->counter.groups.is_seen;
}

/* Counting. */

static void
keep_item(void *context, const struct tally_item *item)
{
    struct aggregation *aggregation = context;

    buffer_clear(&aggregation->key);
    buffer_clear(&aggregation->payload);
    tally_pack(item, &aggregation->key, &aggregation->payload);
    states_put(aggregation->states, buffer_text(&aggregation->key),
               buffer_text(&aggregation->payload));
}

static void
spill_tally(struct aggregation *aggregation)
{
    tally_walk(aggregation->tally, TALLY_ALL, keep_item, aggregation);
    states_cut(aggregation->states);
    tally_clear(aggregation->tally);
}

static void
make_room(struct aggregation *aggregation)
{
    if (tally_is_full(aggregation->tally, aggregation->memory_bytes))
        spill_tally(aggregation);
}

enum counter_found
aggregation_take(struct aggregation *aggregation, const struct json_slot *slots,
                 const char **why)
{
    enum counter_found found =
        aggregation->rules.merge
            ? partial_read(&aggregation->counter, slots,
                           aggregation_query(aggregation), why)
            : counter_take(&aggregation->counter, slots, why);

    make_room(aggregation);
    return found;
}

/* Accounts of the register that wrote nothing. */
static void
add_silent(struct aggregation *aggregation)
{
    struct account_book *accounts = aggregation->rules.accounts;

    if (aggregation->counter.posted == NULL)
        return;
    for (size_t i = 0; i < account_book_count(accounts); i++)
        counter_add_silent(&aggregation->counter,
                           account_book_get(accounts, i));
}

static void
add_references(struct aggregation *aggregation)
{
    if (aggregation->references == NULL)
        return;
    while (counter_take_reference(&aggregation->counter))
        make_room(aggregation);
}

static void
add_chosen(struct aggregation *aggregation)
{
    if (aggregation->chosen == NULL)
        return;
    while (counter_take_chosen(&aggregation->counter))
        make_room(aggregation);
}

/* Which credits stood beside what was spent: no key of a row says so. */
static void
define_credits(struct aggregation *aggregation)
{
    struct text credits = buffer_text(&aggregation->counter.ledger.credits);

    if (credits.len > 0)
        buffer_printf(&aggregation->definition, "; credits: %.*s",
                      TEXT_ARGS(credits));
}

void
aggregation_end(struct aggregation *aggregation, uint64_t rejected)
{
    const struct question *question = aggregation->rules.question;
    struct coverage *coverage = &aggregation->counter.coverage;

    if (question->has_metrics)
        coverage->rejected += rejected;
    coverage_write(&aggregation->coverage, coverage, question);
    add_references(aggregation);
    add_chosen(aggregation);
    add_silent(aggregation);
    define_credits(aggregation);
}

/* Handing out. */

/* All that was counted, in order, in memory or merged from the runs. */
static void
hand_out(struct aggregation *aggregation, tally_sink *sink, void *context)
{
    enum tally_values values =
        aggregation->rules.partial ? TALLY_ALL : TALLY_COUNTED;
    struct text key, payload;

    if (!states_any(aggregation->states)) {
        tally_walk(aggregation->tally, values, sink, context);
        return;
    }
    spill_tally(aggregation);
    while (states_next(aggregation->states, &key, &payload)) {
        struct tally_item item = tally_unpack(key, payload);

        sink(context, &item);
    }
}

void
aggregation_states(struct aggregation *aggregation,
                   void (*sink)(void *context, struct text line), void *context)
{
    struct partial *partial = partial_new(&aggregation->counter, sink, context);

    hand_out(aggregation, partial_take, partial);
    partial_end(partial);
    partial_coverage(partial);
    partial_free(partial);
}

static void
sort_row(void *context, const struct result_row *row)
{
    struct aggregation *aggregation = context;

    buffer_clear(&aggregation->key);
    buffer_clear(&aggregation->payload);
    result_pack(aggregation->rules.question, row, &aggregation->key,
                &aggregation->payload);
    sorter_add(aggregation->sorter, buffer_text(&aggregation->key),
               buffer_text(&aggregation->payload));
}

static void
hand_sorted(struct aggregation *aggregation, result_sink *sink, void *context)
{
    static struct result_value values[QUESTION_MEASURES * MEASURE_SHARES];
    struct result_row row;
    struct text key, payload;

    while (sorter_next(aggregation->sorter, &key, &payload)) {
        result_unpack(aggregation->rules.question, key, payload, &row, values);
        sink(context, &row);
    }
}

/* From since_s or the first post's day to until_s or the last one's. */
static void
tell_span(const struct aggregation *aggregation, int64_t since_s,
          int64_t until_s, struct result *result)
{
    const struct counter *counter = &aggregation->counter;

    result_span(
        result, since_s != INT64_MIN ? clock_day(since_s) : counter->first_day,
        until_s != INT64_MAX ? clock_day(until_s - 1) : counter->last_day);
}

void
aggregation_rows(struct aggregation *aggregation, int64_t since_s,
                 int64_t until_s, result_sink *sink, void *context)
{
    bool is_sorted = aggregation->sorter == NULL;
    struct result *result = result_new(
        aggregation->rules.question, aggregation->counter.portions.places,
        is_sorted ? sink : sort_row, is_sorted ? context : aggregation);

    tell_span(aggregation, since_s, until_s, result);
    hand_out(aggregation, result_take, result);
    result_end(result);
    result_free(result);
    if (!is_sorted)
        hand_sorted(aggregation, sink, context);
}
