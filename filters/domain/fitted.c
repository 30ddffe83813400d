#include "domain/fitted.h"

#include <math.h>
#include <stdlib.h>

#include "domain/figure.h"
#include "domain/fitted_chain.h"

struct fitted {
    struct fit *fit;
    int64_t scale;
    uint32_t nulls;
    struct fitted_row *rows;
    size_t count, cap;
    struct fitted_chain chain;
};

struct fitted *
fitted_new(struct fit *fit, int64_t scale, uint32_t nulls)
{
    struct fitted *fitted = fitted_chain_allocate(1, sizeof(*fitted));

    fitted->fit = fit;
    fitted->scale = scale;
    fitted->nulls = nulls;
    return fitted;
}

void
fitted_free(struct fitted *fitted)
{
    if (fitted == NULL)
        return;
    fitted_chain_free(&fitted->chain);
    free(fitted->rows);
    free(fitted);
}

const struct fitted_row *
fitted_rows(const struct fitted *fitted, size_t *count)
{
    *count = fitted->count;
    return fitted->rows;
}

struct fit_cell
fitted_total(const struct fit_group *group, uint32_t currency,
             enum fit_total total)
{
    for (size_t i = 0; i < group->count; i++)
        if (group->cells[i].currency == currency
            && group->cells[i].kind == FIT_TOTAL && group->cells[i].a == total)
            return group->cells[i];
    return (struct fit_cell){.currency = currency, .kind = FIT_TOTAL};
}

static void
reserve_rows(struct fitted *fitted, size_t count)
{
    if (fitted->cap < count) {
        fitted->cap = count;
        free(fitted->rows);
        fitted->rows = fitted_chain_allocate(count, sizeof(*fitted->rows));
    }
    memset(fitted->rows, 0, count * sizeof(*fitted->rows));
    fitted->count = 0;
}

static int
compare_rows(const void *a, const void *b, void *fit)
{
    return fitted_chain_compare(&((const struct fitted_row *)a)->unit,
                                &((const struct fitted_row *)b)->unit, fit);
}

const char *
fitted_limit(const struct fitted *fitted)
{
    return fitted_chain_limit(fitted->count);
}

/* The whole part is added up as it is; what is left of it comes last. */
static void
settle(struct fitted_row *row, double conversions, double value)
{
    row->exact = (double)row->value + value;
    row->conversions += (__int128)floor(conversions + 0.5);
    row->value += (__int128)floor(value + 0.5);
}

void
fitted_shares(struct fitted *fitted, const struct fit_group *group,
              uint32_t currency, uint32_t kind)
{
    int64_t up = FIGURE_ONE / fitted->scale;
    struct fitted_row *row = NULL;
    double conversions = 0, value = 0;

    reserve_rows(fitted, group->count);
    for (size_t i = 0; i < group->count; i++) {
        const struct fit_cell *cell = &group->cells[i];
        __int128 count = cell->count * up;

        if (cell->currency != currency || cell->kind != kind)
            continue;
        if (row == NULL || row->unit != cell->a) {
            if (row != NULL)
                settle(row, conversions, value);
            row = &fitted->rows[fitted->count++];
            row->unit = cell->a;
            conversions = value = 0;
        }
        row->conversions += count / cell->b;
        row->value += cell->value / cell->b;
        conversions += (double)(count % cell->b) / cell->b;
        value += (double)(cell->value % cell->b) / cell->b;
    }
    if (row != NULL)
        settle(row, conversions, value);
    qsort_r(fitted->rows, fitted->count, sizeof(*fitted->rows), compare_rows,
            fitted->fit);
}

/* What value is shared by: the effects on value, unless refunds have left some of them negative or
   all at nothing. What is below zero by rounding alone is nothing. */
static const double *
find_measure(const struct fitted *fitted, struct markov_effects *effects)
{
    static const double noise = 1e-9;
    double sum = 0;

    for (size_t i = 0; i < fitted->chain.unit_count; i++) {
        if (!(effects->value[i] >= -noise))
            return effects->conversions;
        if (effects->value[i] < 0)
            effects->value[i] = 0;
        sum += effects->value[i];
    }
    return sum > noise ? effects->value : effects->conversions;
}

static double
sum_up(const double *numbers, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += numbers[i];
    return sum;
}

/* In proportion to the effects. */
static void
share(struct fitted *fitted, struct markov_effects *effects,
      const struct fit_cell *total)
{
    const double *measure = find_measure(fitted, effects);
    double sum = sum_up(effects->conversions, fitted->chain.unit_count);
    double value_sum = sum_up(measure, fitted->chain.unit_count);
    __int128 parts = total->count * (FIGURE_ONE / fitted->scale); /* exact */
    double conversions = (double)parts;

    for (size_t i = 0; i < fitted->chain.unit_count; i++) {
        struct fitted_row *row = &fitted->rows[i];

        row->unit = fitted->chain.units[i];
        row->effect = effects->conversions[i];
        if (sum > 0)
            settle(row, conversions * (row->effect / sum),
                   (double)total->value * (measure[i] / value_sum));
    }
    fitted->count = fitted->chain.unit_count;
}

/* All conversions of the fit come out of a state. */
static bool
has_total(const struct fit_group *group, const struct fit_cell *total)
{
    __int128 conversions = 0;

    for (size_t i = 0; i < group->count; i++) {
        const struct fit_cell *cell = &group->cells[i];

        if (cell->currency == total->currency && cell->kind == FIT_EDGE
            && cell->b == MARKOV_CONVERSION)
            conversions += cell->count;
    }
    return conversions == total->count;
}

const char *
fitted_markov(struct fitted *fitted, const struct fit_group *group,
              uint32_t currency)
{
    const struct fit_cell total =
        fitted_total(group, currency, FIT_CONVERSIONS);
    struct fitted_chain *made = &fitted->chain;
    struct markov_effects effects;
    struct markov_chain chain;
    const char *why = fitted_chain_make(
        made,
        &(struct fitted_counts){fitted->fit, group, currency, fitted->nulls});

    if (why == NULL && !has_total(group, &total))
        why = "bad_chain: not all conversions come out of a state";
    if (why != NULL)
        return why;
    chain = (struct markov_chain){
        .order = made->order,
        .units = (uint32_t)made->unit_count,
        .states = (uint32_t)made->place_count + MARKOV_FIRST,
        .units_of = made->units_of,
        .edges = made->edges,
        .edge_count = made->edge_count,
    };
    reserve_rows(fitted, made->unit_count);
    why = markov_solve(&chain, &effects);
    if (why == NULL)
        share(fitted, &effects, &total);
    markov_effects_free(&effects);
    return why;
}

/* What the wholes of so many parts sum to, of the parts' counts and values. */
struct whole {
    __int128 count, value;
};

/* Of a path with n units each has an n-th: so many cells of a whole n as there are units hold n times what the path is. */
static bool
is_whole(const struct whole *wholes, size_t most, const struct fit_cell *total)
{
    __int128 count = 0, value = 0;

    for (size_t n = 1; n <= most; n++) {
        if (wholes[n].count % (__int128)n != 0
            || wholes[n].value % (__int128)n != 0)
            return false;
        count += wholes[n].count / (__int128)n;
        value += wholes[n].value / (__int128)n;
    }
    return count == total->count && value == total->value;
}

/* Every share of every path is there. */
static bool
has_shares(const struct fitted *fitted, const struct fit_group *group,
           const struct fit_cell *total, uint32_t kind)
{
    struct whole *wholes =
        fitted_chain_allocate(fitted->count + 1, sizeof(*wholes));
    bool is_good = true;

    for (size_t i = 0; i < group->count && is_good; i++) {
        const struct fit_cell *cell = &group->cells[i];

        if (cell->currency != total->currency || cell->kind != kind)
            continue;
        is_good = cell->b <= fitted->count;
        if (is_good) {
            wholes[cell->b].count += cell->count;
            wholes[cell->b].value += cell->value;
        }
    }
    is_good = is_good && is_whole(wholes, fitted->count, total);
    free(wholes);
    return is_good;
}

const char *
fitted_shapley(struct fitted *fitted, const struct fit_group *group,
               uint32_t currency, uint32_t kind)
{
    const struct fit_cell total =
        fitted_total(group, currency, FIT_CONVERSIONS);

    fitted_shares(fitted, group, currency, kind);
    return has_shares(fitted, group, &total, kind)
               ? fitted_limit(fitted)
               : "bad_chain: the shares are not those of whole paths";
}

/* How much more a row is owed than it has, in millionths: noise below that decides nothing. */
static int64_t
owed(const struct fitted_row *row)
{
    return (int64_t)floor((row->exact - (double)row->value) * FIGURE_ONE + 0.5);
}

/* Who is owed most (sign 1) or least (sign -1); of equal ones the first. */
static size_t
find_owed(const struct fitted *fitted, int sign)
{
    size_t best = 0;

    for (size_t i = 1; i < fitted->count; i++)
        if (owed(&fitted->rows[i]) * sign > owed(&fitted->rows[best]) * sign)
            best = i;
    return best;
}

void
fitted_split(struct fitted *fitted, __int128 whole)
{
    __int128 left = whole;

    for (size_t i = 0; i < fitted->count; i++) {
        fitted->rows[i].value = (__int128)floor(fitted->rows[i].exact);
        left -= fitted->rows[i].value;
    }
    if (fitted->count == 0)
        return;
    for (; left > 0; left--)
        fitted->rows[find_owed(fitted, 1)].value++;
    for (; left < 0; left++)
        fitted->rows[find_owed(fitted, -1)].value--;
}
