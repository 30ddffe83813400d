#include "domain/result_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

struct result *
result_new(const struct question *question, const int *places,
           result_sink *sink, void *context)
{
    struct result *result = calloc(1, sizeof(*result));

    if (result != NULL)
        result->top = calloc(MEASURE_TOP_MAX, sizeof(*result->top));
    if (result == NULL || result->top == NULL)
        err(EX_OSERR, "no memory for a result");
    result->question = question;
    result->places = places;
    result->sink = sink;
    result->context = context;
    result->row.values = result->values;
    for (size_t i = 0; i < question->measure_count; i++)
        result->row.count += measure_columns(question->measures + i);
    return result;
}

void
result_span(struct result *result, int64_t first_day, int64_t last_day)
{
    result->first_day = first_day;
    result->last_day = last_day;
}

void
result_free(struct result *result)
{
    if (result == NULL)
        return;
    buffer_free(&result->group);
    buffer_free(&result->lists);
    buffer_free(&result->value);
    for (size_t i = 0; i < MEASURE_TOP_MAX; i++)
        buffer_free(&result->top[i].text);
    free(result->top);
    free(result);
}

static void
take_value(struct result *result, const struct tally_item *item)
{
    if (result->n > 0 && text_equal(buffer_text(&result->value), item->value)) {
        result->n += item->n;
        return;
    }
    result_end_value(result);
    buffer_clear(&result->value);
    buffer_add(&result->value, item->value);
    result->n = item->n;
}

/* The span's days behind the last that something came on. */
static __int128
quiet_days(const struct result *result)
{
    return result->cell.n == 0 ? result_span_days(result)
                               : result->last_day - result->cell.value;
}

static void
end_measure(struct result *result)
{
    const struct measure *measure;
    size_t columns;

    result_end_value(result);
    if (result->measure == 0)
        return;
    measure = result_measure(result);
    columns = measure_columns(measure);
    for (size_t i = 0; i < columns; i++) {
        struct result_value *value = result->values + result->column + i;

        *value = (struct result_value){.type = RESULT_ABSENT};
        if (measure->kind == MEASURE_DERIVED)
            break;
        if (measure->kind == MEASURE_COUNT)
            *value = result_number((__int128)result->records, 0);
        else if (measure->kind == MEASURE_QUIET)
            *value = result_number(quiet_days(result), 0);
        else if (result->cell.n > 0 || result->seen > 0
                 || (measure->kind == MEASURE_DISTINCT
                     && measure->metric != NULL))
            *value = result_column(result, measure, i);
    }
    if (measure->kind == MEASURE_DERIVED)
        result_derive(result, measure, result->values + result->column);
    result->column += columns;
}

/* All up to that measure, from 1: those that nothing came for as well. */
static void
start_measure(struct result *result, size_t measure)
{
    while (result->measure < measure) {
        end_measure(result);
        result->measure++;
        result->cell = (struct measure_cell){0};
        result->seen = result->h_index = 0;
    }
}

/* Rows. */

static void
find_lists(struct result *result)
{
    const char *at = result->lists.at;

    for (size_t i = 0; i < result->row.count; i++) {
        if (result->values[i].type != RESULT_LIST)
            continue;
        result->values[i].list.at = at;
        at += result->values[i].list.len;
    }
}

void
result_end(struct result *result)
{
    if (!result->is_open)
        return;
    result->is_open = false;
    if (result->is_all) {
        result->row.of = result->records;
        return;
    }
    start_measure(result, result->question->measure_count);
    end_measure(result);
    find_lists(result);
    question_read_group(result->question, buffer_text(&result->group),
                        result->row.keys);
    result->sink(result->context, &result->row);
}

/* The group of all values ends where the arrays of others begin. */
static bool
is_of_all(const struct question *question, struct text group)
{
    struct group_value values[QUESTION_KEYS];

    if (!question_has_arrays(question))
        return false;
    question_read_group(question, group, values);
    return values[question->order[question->plain_count]].type == GROUP_ALL;
}

static void
start_group(struct result *result, struct text group)
{
    result_end(result);
    buffer_clear(&result->group);
    buffer_add(&result->group, group);
    buffer_clear(&result->lists);
    result->is_open = true;
    result->is_all = is_of_all(result->question, group);
    result->records = 0;
    result->measure = result->column = 0;
    result->cell = (struct measure_cell){0};
    result->seen = result->n = 0;
}

void
result_take(void *context, const struct tally_item *item)
{
    struct result *result = context;

    if (!result->is_open
        || !text_equal(buffer_text(&result->group), item->group))
        start_group(result, item->group);
    if (item->measure == 0) {
        result->records += item->n;
        return;
    }
    start_measure(result, item->measure);
    if (item->value.len > 0 || result_measure(result)->kind == MEASURE_TOP)
        take_value(result, item);
    else
        measure_join(&result->cell, result_measure(result)->kind,
                     &(struct measure_cell){item->n, item->sum});
}
