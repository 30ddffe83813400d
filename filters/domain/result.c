#include "domain/result.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/kaplan_meier.h"
#include "domain/wilson.h"

enum { COLUMNS = QUESTION_MEASURES * MEASURE_SHARES };

struct quantile {
    struct measure_rank rank;
    __int128 low, next;
};

struct candidate {
    uint64_t n;
    struct buffer text;
};

struct result {
    const struct question *question;
    const int *places;
    result_sink *sink;
    void *context;

    int64_t first_day, last_day; /* of the span */
    struct buffer group;
    struct buffer lists;
    struct result_row row;
    struct result_value values[COLUMNS];
    bool is_open, is_all; /* a group is; it is the one of all values */
    uint64_t records;

    /* Of the measure at hand. */
    size_t measure, column; /* from 1; 0 before the first */
    struct measure_cell cell;
    struct buffer value; /* the value at hand, and how often it came */
    uint64_t n;
    uint64_t seen; /* values before it; of DISTINCT different ones */
    struct quantile quantiles[MEASURE_SHARES];
    uint64_t h_index;
    struct kaplan_meier survival;
    struct candidate *top; /* MEASURE_TOP_MAX, best first */
    size_t top_count;
};

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

static const struct measure *
measure_at_hand(const struct result *result)
{
    return result->question->measures + (result->measure - 1);
}

/* Values. */

static void
start_quantiles(struct result *result, const struct measure *measure)
{
    for (size_t i = 0; i < measure->share_count; i++)
        result->quantiles[i].rank =
            measure_rank(result->cell.n, measure->shares_ppm[i]);
}

/* A value that comes at the ranks from `seen` to below `end`. */
static void
pass_ranks(struct result *result, size_t shares, __int128 value, uint64_t seen,
           uint64_t end)
{
    for (size_t i = 0; i < shares; i++) {
        struct quantile *quantile = result->quantiles + i;
        uint64_t low = quantile->rank.low;

        if (seen <= low && low < end)
            quantile->low = quantile->next = value;
        if (seen <= low + 1 && low + 1 < end)
            quantile->next = value;
    }
}

static void
pass_quantiles(struct result *result, const struct measure *measure)
{
    if (result->seen == 0)
        start_quantiles(result, measure);
    pass_ranks(result, measure->share_count, figure_get(result->value.at),
               result->seen, result->seen + result->n);
}

/* Times ascend, of equal ones those at which it happened first. */
static void
pass_survival(struct result *result)
{
    static const int64_t shares_ppm[] = {500000, 900000};
    int64_t value = (int64_t)figure_get(result->value.at);
    struct kaplan_meier *survival = &result->survival;
    uint64_t happened = result->cell.n - (uint64_t)result->cell.value;
    bool is_event = value % 2 == 0;

    if (result->seen == 0)
        *survival = kaplan_meier_of(result->cell.n);
    for (size_t i = 0; result->seen == 0 && happened > 0 && i < 2; i++)
        result->quantiles[i].rank = measure_rank(happened, shares_ppm[i]);
    if (is_event)
        pass_ranks(result, 2, (__int128)(value / 2) * FIGURE_ONE,
                   survival->events, survival->events + result->n);
    kaplan_meier_add(survival, value / 2, is_event ? result->n : 0,
                     is_event ? 0 : result->n);
}

/* Values come from the least: all that follow are at least as large. */
static void
pass_h_index(struct result *result)
{
    uint64_t h =
        measure_h(figure_get(result->value.at), result->cell.n - result->seen);

    if (h > result->h_index)
        result->h_index = h;
}

/* Values come in bytewise order: of two that came as often the earlier one stays ahead. */
static void
offer_top(struct result *result, const struct measure *measure)
{
    size_t at = result->top_count;
    struct candidate worst;

    while (at > 0 && result->top[at - 1].n < result->n)
        at--;
    if (at == measure->limit)
        return;
    if (result->top_count < measure->limit)
        result->top_count++;
    worst = result->top[result->top_count - 1];
    memmove(result->top + at + 1, result->top + at,
            (result->top_count - 1 - at) * sizeof(*result->top));
    worst.n = result->n;
    buffer_clear(&worst.text);
    buffer_add(&worst.text, buffer_text(&result->value));
    result->top[at] = worst;
}

static void
end_value(struct result *result)
{
    const struct measure *measure;

    if (result->n == 0)
        return;
    measure = measure_at_hand(result);
    if (measure->kind == MEASURE_QUANTILE)
        pass_quantiles(result, measure);
    else if (measure->kind == MEASURE_H_INDEX)
        pass_h_index(result);
    else if (measure->kind == MEASURE_SURVIVAL)
        pass_survival(result);
    else if (measure->kind == MEASURE_TOP)
        offer_top(result, measure);
    result->seen += measure->kind == MEASURE_DISTINCT ? 1 : result->n;
    result->n = 0;
}

static void
take_value(struct result *result, const struct tally_item *item)
{
    if (result->n > 0 && text_equal(buffer_text(&result->value), item->value)) {
        result->n += item->n;
        return;
    }
    end_value(result);
    buffer_clear(&result->value);
    buffer_add(&result->value, item->value);
    result->n = item->n;
}

/* Columns. */

static struct result_value
number(__int128 value, int places)
{
    return (struct result_value){
        .type = RESULT_NUMBER, .number = value, .places = places};
}

static struct result_value
figure(const struct result *result, const struct measure *measure)
{
    int places = result->places[result->measure - 1];
    int least = question_places(measure->name);
    __int128 value = result->cell.value;

    if (places < least)
        places = least;
    for (int i = places; i < FIGURE_PLACES; i++)
        value /= 10;
    return number(value, places);
}

static struct result_value
sum(struct result_value value)
{
    if (value.number > FIGURE_LIMIT || value.number < -FIGURE_LIMIT)
        value.type = RESULT_TOO_LARGE;
    return value;
}

/* No span: no day. */
static __int128
span_days(const struct result *result)
{
    return result->last_day < result->first_day
               ? 0
               : result->last_day - result->first_day + 1;
}

/* The span's days behind the last that something came on. */
static __int128
quiet_days(const struct result *result)
{
    return result->cell.n == 0 ? span_days(result)
                               : result->last_day - result->cell.value;
}

/* Its text is found when the row is whole: until then len alone counts. */
static struct result_value
list(struct result *result)
{
    size_t start = result->lists.len;

    for (size_t i = 0; i < result->top_count; i++) {
        buffer_add(&result->lists, buffer_text(&result->top[i].text));
        buffer_printf(&result->lists, " %llu",
                      (unsigned long long)result->top[i].n);
        buffer_add_char(&result->lists, '\0');
    }
    result->top_count = 0;
    return (struct result_value){.type = RESULT_LIST,
                                 .list = {NULL, result->lists.len - start}};
}

/* The median of all, then of those that it happened to two quantiles. */
static struct result_value
survival_column(const struct result *result, size_t i)
{
    const struct kaplan_meier *survival = &result->survival;
    const struct quantile *quantile = result->quantiles + (i - 1);

    if (i == 0 && survival->has_median)
        return number(survival->median, 0);
    if (i == 0)
        return (struct result_value){.type = RESULT_NOT_REACHED};
    if (survival->events == 0)
        return (struct result_value){.type = RESULT_ABSENT};
    return number(measure_quantile(quantile->low, quantile->next,
                                   quantile->rank.beyond_ppm),
                  MEASURE_PLACES);
}

static struct result_value
column_value(struct result *result, const struct measure *measure, size_t i)
{
    const struct quantile *quantile = result->quantiles + i;

    switch (measure->kind) {
    case MEASURE_MEAN:
        return number(measure_mean(&result->cell), MEASURE_PLACES);
    case MEASURE_DISTINCT:
        return number((__int128)result->cell.n + result->seen, 0);
    case MEASURE_QUANTILE:
        return number(measure_quantile(quantile->low, quantile->next,
                                       quantile->rank.beyond_ppm),
                      MEASURE_PLACES);
    case MEASURE_SURVIVAL:
        return survival_column(result, i);
    case MEASURE_H_INDEX:
        return number((__int128)result->h_index, 0);
    case MEASURE_TOP:
        return list(result);
    case MEASURE_METRIC:
        return sum(number(result->cell.value, measure->metric->places));
    case MEASURE_SUM:
        return sum(figure(result, measure));
    default:
        return figure(result, measure);
    }
}

/* The first column of a measure before this one. */
static const struct result_value *
column_of(const struct result *result, size_t measure)
{
    const struct result_value *value = result->values;

    for (size_t i = 0; i < measure; i++)
        value += measure_columns(result->question->measures + i);
    return value;
}

/* Over nothing there is none. */
static struct result_value
ratio(const struct result_value *over, const struct result_value *under,
      int per)
{
    __int128 scale = per == 0 ? 1 : per;

    if (under->number <= 0)
        return (struct result_value){.type = RESULT_ABSENT};
    for (int i = over->places; i < under->places + MEASURE_PLACES; i++)
        scale *= 10;
    return number(figure_divide(over->number * scale, under->number),
                  MEASURE_PLACES);
}

/* Two columns behind it. */
static void
add_interval(const struct result_value *part, const struct result_value *n,
             struct result_value *value)
{
    struct wilson interval;

    value[1] = value[2] = (struct result_value){.type = RESULT_ABSENT};
    if (n->number <= 0)
        return;
    interval = wilson_interval((uint64_t)part->number, (uint64_t)n->number);
    value[1] = number(interval.low, MEASURE_PLACES);
    value[2] = number(interval.high, MEASURE_PLACES);
}

/* Absent where one of its parts is. */
static void
derive(const struct result *result, const struct measure *measure,
       struct result_value *value)
{
    const struct metric *metric = measure->metric;
    const struct result_value *a = column_of(result, measure->parts[0]);
    const struct result_value *b = column_of(result, measure->parts[1]);

    for (size_t i = 0; i < measure_columns(measure); i++)
        value[i] = (struct result_value){.type = RESULT_ABSENT};
    if (metric->form == METRIC_DAYS) {
        *value = number(span_days(result), 0);
        return;
    }
    if (a->type != RESULT_NUMBER || b->type != RESULT_NUMBER)
        return;
    if (metric->form == METRIC_DIFFERENCE)
        *value = number(a->number - b->number, a->places);
    else
        *value = ratio(a, b, metric->per);
    if (metric->form == METRIC_SHARE)
        add_interval(a, b, value);
}

static void
end_measure(struct result *result)
{
    const struct measure *measure;
    size_t columns;

    end_value(result);
    if (result->measure == 0)
        return;
    measure = measure_at_hand(result);
    columns = measure_columns(measure);
    for (size_t i = 0; i < columns; i++) {
        struct result_value *value = result->values + result->column + i;

        *value = (struct result_value){.type = RESULT_ABSENT};
        if (measure->kind == MEASURE_DERIVED)
            break;
        if (measure->kind == MEASURE_COUNT)
            *value = number((__int128)result->records, 0);
        else if (measure->kind == MEASURE_QUIET)
            *value = number(quiet_days(result), 0);
        else if (result->cell.n > 0 || result->seen > 0
                 || (measure->kind == MEASURE_DISTINCT
                     && measure->metric != NULL))
            *value = column_value(result, measure, i);
    }
    if (measure->kind == MEASURE_DERIVED)
        derive(result, measure, result->values + result->column);
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
    if (item->value.len > 0 || measure_at_hand(result)->kind == MEASURE_TOP)
        take_value(result, item);
    else
        measure_join(&result->cell, measure_at_hand(result)->kind,
                     &(struct measure_cell){item->n, item->sum});
}
