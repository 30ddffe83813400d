#include "domain/measure.h"

enum { PPM = 1000000 };

static const struct {
    const char *option;
    const char *prefix; /* of the column */
} kinds[] = {
    [MEASURE_COUNT] = {"count", "count"},
    [MEASURE_SUM] = {"sum", "sum_"},
    [MEASURE_MEAN] = {"mean", "mean_"},
    [MEASURE_MIN] = {"min", "min_"},
    [MEASURE_MAX] = {"max", "max_"},
    [MEASURE_DISTINCT] = {"distinct", "distinct_"},
    [MEASURE_QUANTILE] = {"quantile", "p"},
    [MEASURE_TOP] = {"top", "top_"},
    [MEASURE_METRIC] = {"metric", ""},
    [MEASURE_H_INDEX] = {"metric", ""},
    [MEASURE_QUIET] = {"metric", ""},
    [MEASURE_SURVIVAL] = {"metric", ""},
    [MEASURE_DERIVED] = {"metric", ""},
};

static bool
is_money(struct text field)
{
    return text_equal(field, TEXT("amount")) || text_equal(field, TEXT("tax"))
           || text_equal(field, TEXT("shipping"));
}

/* 0, 1, 0.5: at most six places, to ppm. */
static bool
parse_share(struct text text, int64_t *ppm)
{
    struct figure share;

    if (!figure_parse(text, &share) || share.millionths < 0
        || share.millionths > FIGURE_ONE)
        return false;
    *ppm = (int64_t)share.millionths;
    return true;
}

static const char *
parse_shares(struct measure *measure, struct text list)
{
    struct text piece;

    while (text_split(&list, ',', &piece)) {
        if (measure->share_count == MEASURE_SHARES)
            return "at most 16 shares a --quantile";
        if (!parse_share(piece, measure->shares_ppm + measure->share_count))
            return "--quantile wants FIELD:SHARE,... with shares from 0 to 1 "
                   "of at most six places";
        measure->share_count++;
    }
    if (measure->share_count == 0)
        return "--quantile wants FIELD:SHARE,... as in lag_s:0.5,0.9";
    return NULL;
}

static const char *
parse_limit(struct measure *measure, struct text text)
{
    int64_t limit;

    if (!text_integer(text, &limit) || limit < 1 || limit > MEASURE_TOP_MAX)
        return "--top wants FIELD:COUNT with a count from 1 to 1000";
    measure->limit = (size_t)limit;
    return NULL;
}

static enum measure_kind
kind_of_metric(enum metric_form form)
{
    switch (form) {
    case METRIC_SUM:
    case METRIC_ANSWERS:
    case METRIC_CLICKS:
    case METRIC_ARRIVALS:
    case METRIC_PANEL:
        return MEASURE_METRIC;
    case METRIC_LEAST:
        return MEASURE_MIN;
    case METRIC_GREATEST:
        return MEASURE_MAX;
    case METRIC_DISTINCT:
    case METRIC_PANEL_DISTINCT:
    case METRIC_TRACKED:
    case METRIC_REACHED:
        return MEASURE_DISTINCT;
    case METRIC_H_INDEX:
        return MEASURE_H_INDEX;
    case METRIC_SURVIVAL:
        return MEASURE_SURVIVAL;
    case METRIC_QUIET:
        return MEASURE_QUIET;
    default:
        return MEASURE_DERIVED;
    }
}

/* What stands behind the field's colon. */
static const char *
parse_rest(struct measure *measure, struct text rest)
{
    if (measure->kind == MEASURE_QUANTILE)
        return parse_shares(measure, rest);
    if (measure->kind == MEASURE_TOP)
        return parse_limit(measure, rest);
    return NULL;
}

const char *
measure_parse(struct measure *measure, enum measure_kind kind,
              const char *argument)
{
    struct text rest = text_of(argument);

    *measure = (struct measure){.kind = kind, .name = TEXT("")};
    if (kind == MEASURE_COUNT)
        return NULL;
    if (kind == MEASURE_METRIC) {
        measure->name = rest;
        measure->metric = metric_find(rest);
        if (measure->metric == NULL)
            return "there is no metric of that name: --list-metrics names all";
        measure->is_money = measure->metric->is_money;
        measure->kind = kind_of_metric(measure->metric->form);
        return NULL;
    }
    measure->name = rest;
    if (kind == MEASURE_QUANTILE || kind == MEASURE_TOP)
        (void)text_split(&rest, ':', &measure->name);
    if (measure->name.len == 0)
        return "a measure wants the name of a field";
    measure->is_money = kind != MEASURE_DISTINCT && kind != MEASURE_TOP
                        && is_money(measure->name);
    return parse_rest(measure, rest);
}

size_t
measure_columns(const struct measure *measure)
{
    if (measure->metric != NULL
        && (measure->metric->form == METRIC_SHARE
            || measure->metric->form == METRIC_SURVIVAL))
        return 3;
    return measure->kind == MEASURE_QUANTILE ? measure->share_count : 1;
}

/* 0.5 is p50, 0.05 p05, 0.999 p999, 1 p100. */
static void
write_share(struct buffer *out, int64_t ppm)
{
    size_t start = out->len;

    if (ppm == PPM) {
        buffer_add(out, TEXT("100"));
        return;
    }
    buffer_printf(out, "%06d", (int)ppm);
    while (out->len > start + 2 && out->at[out->len - 1] == '0')
        out->len--;
}

void
measure_column(struct buffer *out, const struct measure *measure, size_t column)
{
    static const char *const ends[] = {"", "_low", "_high"};
    static const char *const quantiles[] = {"", "_p50", "_p90"};

    if (measure->metric == NULL)
        buffer_add_string(out, kinds[measure->kind].prefix);
    if (measure->kind == MEASURE_QUANTILE) {
        write_share(out, measure->shares_ppm[column]);
        buffer_add_char(out, '_');
    }
    buffer_add(out, measure->name);
    if (measure->kind == MEASURE_DERIVED)
        buffer_add_string(out, ends[column]);
    if (measure->kind == MEASURE_SURVIVAL)
        buffer_add_string(out, quantiles[column]);
}

void
measure_format(struct buffer *out, const struct measure *measure)
{
    buffer_printf(
        out, "--%s",
        kinds[measure->metric != NULL ? MEASURE_METRIC : measure->kind].option);
    if (measure->kind == MEASURE_COUNT)
        return;
    buffer_add_char(out, ' ');
    buffer_add(out, measure->name);
    if (measure->metric != NULL)
        buffer_printf(out, "/%u", measure->metric->version);
    if (measure->kind == MEASURE_TOP)
        buffer_printf(out, ":%zu", measure->limit);
    for (size_t i = 0; i < measure->share_count; i++) {
        buffer_add_char(out, i == 0 ? ':' : ',');
        figure_write(out, measure->shares_ppm[i], FIGURE_PLACES,
                     figure_places(measure->shares_ppm[i]));
    }
}

void
measure_join(struct measure_cell *cell, enum measure_kind kind,
             const struct measure_cell *more)
{
    __int128 value = more->value;

    if (cell->n == 0 || more->n == 0)
        value = cell->n == 0 ? more->value : cell->value;
    else if (kind == MEASURE_MIN)
        value = value < cell->value ? value : cell->value;
    else if (kind == MEASURE_MAX || kind == MEASURE_QUIET)
        value = value > cell->value ? value : cell->value;
    else
        value += cell->value;
    cell->value = value;
    cell->n += more->n;
}

uint64_t
measure_h(__int128 millionths, uint64_t n)
{
    __int128 value = millionths < 0 ? 0 : millionths / FIGURE_ONE;

    return value < (__int128)n ? (uint64_t)value : n;
}

__int128
measure_mean(const struct measure_cell *cell)
{
    return figure_divide(cell->value, (__int128)cell->n * 100);
}

struct measure_rank
measure_rank(uint64_t n, int64_t share_ppm)
{
    __int128 place = (__int128)(n - 1) * share_ppm;

    return (struct measure_rank){.low = (uint64_t)(place / PPM),
                                 .beyond_ppm = (int64_t)(place % PPM)};
}

__int128
measure_quantile(__int128 low, __int128 next, int64_t beyond_ppm)
{
    return figure_divide(low * PPM + beyond_ppm * (next - low),
                         (__int128)PPM * 100);
}
