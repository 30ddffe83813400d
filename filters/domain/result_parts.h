/*
 * result_parts - what the files of result share: the row that is being made, and its measure at hand
 */
#ifndef HARK_DOMAIN_RESULT_PARTS_H
#define HARK_DOMAIN_RESULT_PARTS_H

#include "domain/kaplan_meier.h"
#include "domain/result.h"

enum { RESULT_COLUMNS = QUESTION_MEASURES * MEASURE_SHARES };

struct result_quantile {
    struct measure_rank rank;
    __int128 low, next;
};

struct result_candidate {
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
    struct result_value values[RESULT_COLUMNS];
    bool is_open, is_all; /* a group is; it is the one of all values */
    uint64_t records;

    /* Of the measure at hand. */
    size_t measure, column; /* from 1; 0 before the first */
    struct measure_cell cell;
    struct buffer value; /* the value at hand, and how often it came */
    uint64_t n;
    uint64_t seen; /* values before it; of DISTINCT different ones */
    struct result_quantile quantiles[MEASURE_SHARES];
    uint64_t h_index;
    struct kaplan_meier survival;
    struct result_candidate *top; /* MEASURE_TOP_MAX, best first */
    size_t top_count;
};

static inline const struct measure *
result_measure(const struct result *result)
{
    return result->question->measures + (result->measure - 1);
}

/* The value at hand is whole. */
void result_end_value(struct result *result);

/* A column of the measure at hand, which something was counted of. */
struct result_value result_column(struct result *result,
                                  const struct measure *measure, size_t column);

/* Of MEASURE_DERIVED all its columns. */
void result_derive(const struct result *result, const struct measure *measure,
                   struct result_value *value);

static inline struct result_value
result_number(__int128 value, int places)
{
    return (struct result_value){
        .type = RESULT_NUMBER, .number = value, .places = places};
}

/* No span: no day. */
static inline __int128
result_span_days(const struct result *result)
{
    return result->last_day < result->first_day
               ? 0
               : result->last_day - result->first_day + 1;
}

#endif
