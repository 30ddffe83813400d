/*
 * measure - what is counted of a group, and how two counts become one
 *
 * Shape:   each measure has a cell a group; DISTINCT, QUANTILE and TOP have values beside it (tally.h).
 *          Cells join in any order to the same cell: sums are of integers, nothing is rounded
 *          before the row is written.
 * Units:   cells in millionths (figure.h); of a metric in whole units.
 * Source:  quantiles: type 7 of Hyndman and Fan, "Sample quantiles in statistical packages"
 *          (1996), which is R's, NumPy's and DuckDB's quantile_cont: with n sorted values
 *          x[0..n-1] and h = (n - 1) p, x[floor h] + (h - floor h) (x[floor h + 1] - x[floor h]),
 *          reckoned in integers. Means and quantiles have MEASURE_PLACES places, rounded once,
 *          half to even.
 * Fails:   measure_parse() says why; NULL is success.
 */
#ifndef HARK_DOMAIN_MEASURE_H
#define HARK_DOMAIN_MEASURE_H

#include "domain/figure.h"
#include "domain/metric.h"

enum measure_kind {
    MEASURE_COUNT,
    MEASURE_SUM,
    MEASURE_MEAN,
    MEASURE_MIN,
    MEASURE_MAX,
    MEASURE_DISTINCT,
    MEASURE_QUANTILE,
    MEASURE_TOP,
    MEASURE_METRIC,
    MEASURE_H_INDEX,  /* a metric; it has values as QUANTILE has */
    MEASURE_SURVIVAL, /* a metric; its numbers are twice the time, and 1 more
                         where it had not happened by then; its cell counts
                         these */
    MEASURE_QUIET,    /* a metric: the greatest day since 1970 */
    MEASURE_DERIVED   /* a metric of what stands before it; it has no cell */
};

enum {
    MEASURE_PARTS = 2,
    MEASURE_SHARES = 16,
    MEASURE_TOP_MAX = 1000,
    MEASURE_PLACES = 4
};

struct measure {
    enum measure_kind kind;
    struct text name;            /* of its field or metric; borrowed */
    const struct metric *metric; /* or NULL */
    size_t parts[MEASURE_PARTS]; /* MEASURE_DERIVED: the measures' numbers */
    size_t field;                /* its number among the query's fields */
    size_t inputs[METRIC_INPUTS];
    int64_t shares_ppm[MEASURE_SHARES]; /* MEASURE_QUANTILE */
    size_t share_count;
    size_t limit;  /* MEASURE_TOP */
    bool is_money; /* of a field in minor units, or a money metric */
};

/* "FIELD", "FIELD:0.5,0.9", "FIELD:10", a metric's name, or NULL for a count; borrowed. */
const char *measure_parse(struct measure *measure, enum measure_kind kind,
                          const char *argument);

/*
 * A measure has one column, QUANTILE one a share: count, sum_F, p50_F, p999_F, top_F, net_sales; a
 * metric that is a share has its interval behind it: reply_share, reply_share_low, reply_share_high; one
 * of times until something its quantiles: first_response_flow, first_response_flow_p50, …_p90.
 */
size_t measure_columns(const struct measure *measure);
void measure_column(struct buffer *out, const struct measure *measure,
                    size_t column);

/* Counted in the rows of all labels of a panel (panel.h). */
static inline bool
measure_is_of_panel(const struct measure *measure)
{
    return measure->metric != NULL
           && (measure->metric->form == METRIC_PANEL
               || measure->metric->form == METRIC_PANEL_DISTINCT);
}

/* METRIC_EACH where it is no metric that chooses. */
static inline enum metric_choice
measure_choice(const struct measure *measure)
{
    return measure->metric == NULL ? METRIC_EACH : measure->metric->choice;
}

/* Whether it keeps each number of a group, beside how many there are. */
static inline bool
measure_keeps_numbers(const struct measure *measure)
{
    return measure->kind == MEASURE_QUANTILE || measure->kind == MEASURE_H_INDEX
           || measure->kind == MEASURE_SURVIVAL;
}

/* As an option that gives the same measure; a metric with its version. */
void measure_format(struct buffer *out, const struct measure *measure);

struct measure_cell {
    uint64_t
        n; /* values; 0: the rest means nothing. DISTINCT: different ones */
    __int128 value; /* their sum, least or greatest */
} __attribute__((packed, aligned(8)));

void measure_join(struct measure_cell *cell, enum measure_kind kind,
                  const struct measure_cell *more);

/*
 * The h of n values each of which is at least `millionths`, the least of them; the h-index of a set is
 * the greatest over its values.
 */
uint64_t measure_h(__int128 millionths, uint64_t n);

/* In units of 10^-MEASURE_PLACES. */
__int128 measure_mean(const struct measure_cell *cell);

/* The ranks, from 0, between which a quantile of n > 0 values lies, and how far behind the first. */
struct measure_rank {
    uint64_t low;
    int64_t beyond_ppm;
};
struct measure_rank measure_rank(uint64_t n, int64_t share_ppm);

/* The quantile from the values at rank low and at the next, in units of 10^-MEASURE_PLACES. */
__int128 measure_quantile(__int128 low, __int128 next, int64_t beyond_ppm);

#endif
