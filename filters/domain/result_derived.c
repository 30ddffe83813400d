#include "base/clock.h"
#include "domain/result_parts.h"
#include "domain/wilson.h"

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
    __int128 numerator = over->number * (per == 0 ? 1 : per);
    __int128 denominator = under->number;

    if (denominator <= 0)
        return (struct result_value){.type = RESULT_ABSENT};
    for (int i = over->places; i < under->places + MEASURE_PLACES; i++)
        numerator *= 10;
    for (int i = under->places + MEASURE_PLACES; i < over->places; i++)
        denominator *= 10;
    return result_number(figure_divide(numerator, denominator), MEASURE_PLACES);
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
    value[1] = result_number(interval.low, MEASURE_PLACES);
    value[2] = result_number(interval.high, MEASURE_PLACES);
}

/* Of the span, all or on one side of the change. */
static __int128
days(const struct result *result, enum metric_form form)
{
    __int128 all = result_span_days(result);
    __int128 before =
        clock_day(result->question->change_s) - (__int128)result->first_day;

    if (before < 0 || all == 0)
        before = 0;
    if (before > all)
        before = all;
    if (form == METRIC_DAYS)
        return all;
    return form == METRIC_DAYS_BEFORE ? before : all - before;
}

/* Absent where one of its parts is. */
void
result_derive(const struct result *result, const struct measure *measure,
              struct result_value *value)
{
    const struct metric *metric = measure->metric;
    const struct result_value *a = column_of(result, measure->parts[0]);
    const struct result_value *b = column_of(result, measure->parts[1]);

    for (size_t i = 0; i < measure_columns(measure); i++)
        value[i] = (struct result_value){.type = RESULT_ABSENT};
    if (metric_is_days(metric->form)) {
        *value = result_number(days(result, metric->form), 0);
        return;
    }
    if (a->type != RESULT_NUMBER || b->type != RESULT_NUMBER)
        return;
    if (metric->form == METRIC_DIFFERENCE)
        *value = result_number(a->number - b->number, a->places);
    else
        *value = ratio(a, b, metric->per);
    if (metric->form == METRIC_SHARE)
        add_interval(a, b, value);
}
