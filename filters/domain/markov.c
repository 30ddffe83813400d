#include "domain/markov.h"

#include <assert.h>
#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <sysexits.h>

/* How far the base may be from what the counts say. */
static const double tolerance = 1e-9;

/*
 * What is left of a chain: row 0 is the start, the others are states. A row's flows to states are
 * in at[row * count + column], what goes to a conversion, to nothing, and what it is worth apart.
 */
struct flows {
    uint32_t count;
    uint32_t *state; /* of a row; row 0 is MARKOV_START */
    double *at;
    double *conversion, *null, *value;
};

struct solver {
    const struct markov_chain *chain;
    struct markov_effects *effects;
    double *x, *y; /* of a state: P(conversion), mean value of a walk from it */
    double start;  /* all walks */
};

static void *
allocate(size_t count, size_t size)
{
    void *at = calloc(count > 0 ? count : 1, size);

    if (at == NULL)
        err(EX_OSERR, "a chain of %zu numbers", count);
    return at;
}

static void
flows_make(struct flows *flows, uint32_t count)
{
    flows->count = count;
    flows->state = allocate(count, sizeof(*flows->state));
    flows->at = allocate((size_t)count * count, sizeof(*flows->at));
    flows->conversion = allocate(count, sizeof(*flows->conversion));
    flows->null = allocate(count, sizeof(*flows->null));
    flows->value = allocate(count, sizeof(*flows->value));
}

static void
flows_free(struct flows *flows)
{
    free(flows->state);
    free(flows->at);
    free(flows->conversion);
    free(flows->null);
    free(flows->value);
}

static double *
row_of(const struct flows *flows, uint32_t row)
{
    return flows->at + (size_t)row * flows->count;
}

static uint32_t
row_of_state(uint32_t state)
{
    return state == MARKOV_START ? 0 : state - MARKOV_FIRST + 1;
}

static void
flows_of_chain(struct flows *flows, const struct markov_chain *chain)
{
    flows_make(flows, chain->states - MARKOV_FIRST + 1);
    for (uint32_t i = 1; i < flows->count; i++)
        flows->state[i] = i - 1 + MARKOV_FIRST;
    for (size_t i = 0; i < chain->edge_count; i++) {
        const struct markov_edge *edge = &chain->edges[i];
        uint32_t row = row_of_state(edge->from);

        if (edge->to == MARKOV_CONVERSION) {
            flows->conversion[row] = edge->count;
            flows->value[row] = edge->value;
        } else if (edge->to == MARKOV_NULL) {
            flows->null[row] = edge->count;
        } else {
            row_of(flows, row)[row_of_state(edge->to)] = edge->count;
        }
    }
}

/* All that leaves the row but to itself, among the first `left` rows. */
static double
sum_out(const struct flows *flows, uint32_t row, uint32_t left)
{
    const double *at = row_of(flows, row);
    double sum = flows->conversion[row] + flows->null[row];

    for (uint32_t i = 0; i < left; i++)
        sum += i == row ? 0 : at[i];
    return sum;
}

/* The last of the first `left` rows out of the others: what went to it goes on as it does. False
   where nothing leaves it, so that no walk would end. */
static bool
eliminate_last(struct flows *flows, uint32_t left)
{
    uint32_t gone = left - 1;
    const double *through = row_of(flows, gone);
    double out = sum_out(flows, gone, left);

    if (!(out > 0))
        return false;
    for (uint32_t i = 0; i < gone; i++) {
        double *at = row_of(flows, i);
        double part = at[gone] / out;

        if (part == 0)
            continue;
        for (uint32_t j = 0; j < gone; j++)
            at[j] += part * through[j];
        flows->conversion[i] += part * flows->conversion[gone];
        flows->null[i] += part * flows->null[gone];
        flows->value[i] += part * flows->value[gone];
    }
    return true;
}

/* From the first state to the last, each by those before it. */
static void
substitute(struct solver *solver, const struct flows *flows)
{
    for (uint32_t row = 0; row < flows->count; row++) {
        const double *at = row_of(flows, row);
        double out = sum_out(flows, row, row);
        double x = flows->conversion[row];
        double y = flows->value[row];

        for (uint32_t i = 1; i < row; i++) {
            x += at[i] * solver->x[flows->state[i]];
            y += at[i] * solver->y[flows->state[i]];
        }
        solver->x[flows->state[row]] = x / out;
        solver->y[flows->state[row]] = y / out;
    }
}

static bool
solve_whole(struct solver *solver, struct flows *flows)
{
    for (uint32_t left = flows->count; left > 1; left--)
        if (!eliminate_last(flows, left))
            return false;
    substitute(solver, flows);
    return true;
}

static bool
has_any(const struct solver *solver, uint32_t state, uint32_t first,
        uint32_t end)
{
    const struct markov_chain *chain = solver->chain;
    const uint32_t *units = chain->units_of + (size_t)state * chain->order;

    for (uint32_t i = 0; i < chain->order; i++)
        if (units[i] != MARKOV_NOBODY && units[i] >= first && units[i] < end)
            return true;
    return false;
}

/* A copy whose first rows are the start and the states that stay; returns how many those are. */
static uint32_t
copy_stay_first(const struct solver *solver, struct flows *to,
                const struct flows *from, uint32_t first, uint32_t end)
{
    uint32_t *rows = allocate(from->count, sizeof(*rows));
    uint32_t count = 1, stay;

    for (uint32_t i = 1; i < from->count; i++)
        if (has_any(solver, from->state[i], first, end))
            rows[count++] = i;
    stay = count;
    for (uint32_t i = 1; i < from->count; i++)
        if (!has_any(solver, from->state[i], first, end))
            rows[count++] = i;
    flows_make(to, count);
    for (uint32_t i = 0; i < count; i++) {
        const double *source = row_of(from, rows[i]);
        double *at = row_of(to, i);

        to->state[i] = from->state[rows[i]];
        to->conversion[i] = from->conversion[rows[i]];
        to->null[i] = from->null[rows[i]];
        for (uint32_t j = 0; j < count; j++)
            at[j] = source[rows[j]];
    }
    free(rows);
    return stay;
}

/* The first rows alone, in memory of their own. */
static void
shrink(struct flows *flows, uint32_t count)
{
    struct flows small;

    flows_make(&small, count);
    for (uint32_t i = 0; i < count; i++) {
        small.state[i] = flows->state[i];
        small.conversion[i] = flows->conversion[i];
        small.null[i] = flows->null[i];
        memcpy(row_of(&small, i), row_of(flows, i), count * sizeof(double));
    }
    flows_free(flows);
    *flows = small;
}

/* Only states of the unit are left: the start's flows to them are first visits. */
static void
settle_unit(struct solver *solver, const struct flows *flows, uint32_t unit)
{
    double x = 0, y = 0;

    for (uint32_t i = 1; i < flows->count; i++) {
        double visit = row_of(flows, 0)[i] / solver->start;

        x += visit * solver->x[flows->state[i]];
        y += visit * solver->y[flows->state[i]];
    }
    solver->effects->conversions[unit] = x / solver->x[MARKOV_START];
    if (solver->y[MARKOV_START] != 0)
        solver->effects->value[unit] = y / solver->y[MARKOV_START];
}

/* The effects of the units from `first` to `end`; states of no other are left in `flows`. */
static void
settle_units(struct solver *solver, const struct flows *flows, uint32_t first,
             uint32_t end)
{
    uint32_t middle = first + (end - first) / 2;
    const uint32_t bounds[] = {first, middle, end};

    if (end - first == 1) {
        settle_unit(solver, flows, first);
        return;
    }
    for (size_t half = 0; half < 2; half++) {
        struct flows part;
        uint32_t stay = copy_stay_first(solver, &part, flows, bounds[half],
                                        bounds[half + 1]);

        for (uint32_t left = part.count; left > stay; left--)
            if (!eliminate_last(&part, left))
                assert(!"a chain that was solved whole");
        shrink(&part, stay);
        settle_units(solver, &part, bounds[half], bounds[half + 1]);
        flows_free(&part);
    }
}

static bool
is_near(double a, double b)
{
    return fabs(a - b) <= tolerance * fabs(b);
}

/* The chain was made of counted paths: what enters a state leaves it, so all conversions and
   nothing else must come out of the solution again. */
static const char *
check(struct solver *solver)
{
    const struct markov_chain *chain = solver->chain;
    double conversions = 0, nulls = 0;

    for (size_t i = 0; i < chain->edge_count; i++) {
        conversions +=
            chain->edges[i].to == MARKOV_CONVERSION ? chain->edges[i].count : 0;
        nulls += chain->edges[i].to == MARKOV_NULL ? chain->edges[i].count : 0;
    }
    if (!is_near(solver->start, conversions + nulls)
        || !is_near(solver->x[MARKOV_START],
                    conversions / (conversions + nulls)))
        return "bad_chain: P(conversion) is not conversions / (conversions + "
               "nulls)";
    return NULL;
}

static double
start_flow(const struct markov_chain *chain)
{
    double sum = 0;

    for (size_t i = 0; i < chain->edge_count; i++)
        sum += chain->edges[i].from == MARKOV_START ? chain->edges[i].count : 0;
    return sum;
}

const char *
markov_solve(const struct markov_chain *chain, struct markov_effects *effects)
{
    struct solver solver = {chain, effects, NULL, NULL, start_flow(chain)};
    struct flows flows;
    const char *why;

    effects->conversions = allocate(chain->units, sizeof(double));
    effects->value = allocate(chain->units, sizeof(double));
    effects->base = 0;
    solver.x = allocate(chain->states, sizeof(double));
    solver.y = allocate(chain->states, sizeof(double));
    flows_of_chain(&flows, chain);
    why = solve_whole(&solver, &flows)
              ? check(&solver)
              : "bad_chain: it goes round and never ends";
    flows_free(&flows);
    effects->base = solver.x[MARKOV_START];
    if (why == NULL && chain->units > 0 && effects->base > 0) {
        flows_of_chain(&flows, chain);
        settle_units(&solver, &flows, 0, chain->units);
        flows_free(&flows);
    }
    free(solver.x);
    free(solver.y);
    return why;
}

void
markov_effects_free(struct markov_effects *effects)
{
    free(effects->conversions);
    free(effects->value);
    *effects = (struct markov_effects){0};
}
