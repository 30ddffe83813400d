#include "domain/spike.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <sysexits.h>

static double
poisson_term(double count, double mean)
{
    return exp(count * log(mean) - mean - lgamma(count + 1));
}

/* Terms shrink away from the mean: they are summed from the largest on. */
double
spike_poisson_tail(uint64_t count, double mean)
{
    double sum = 0, term, k = (double)count;

    if (count == 0)
        return 1;
    if (mean <= 0)
        return 0;
    if (k > mean) {
        for (term = poisson_term(k, mean); term > sum * 1e-17; k++) {
            sum += term;
            term *= mean / (k + 1);
        }
        return sum;
    }
    for (k--, term = poisson_term(k, mean); k >= 0 && term > sum * 1e-17; k--) {
        sum += term;
        term *= k / mean;
    }
    return 1 - sum;
}

struct slot {
    double sum;
    size_t count;
};

void
spike_poisson(const struct spike_poisson *rules, const uint64_t *counts,
              size_t count, struct spike *spikes)
{
    struct slot *slots = calloc(rules->period, sizeof(*slots));

    if (slots == NULL)
        err(EX_OSERR, "a period of %zu buckets", rules->period);
    for (size_t t = 0; t < count; t++) {
        struct slot *slot = &slots[t % rules->period];
        struct spike *spike = &spikes[t];

        *spike = (struct spike){0};
        if (counts[t] == SPIKE_GAP)
            continue;
        spike->is_judged = slot->count >= rules->least && slot->count > 0;
        if (spike->is_judged) {
            spike->expected = (slot->sum + 0.5) / (double)slot->count;
            spike->score = spike_poisson_tail(counts[t], spike->expected);
            spike->is_alarm = spike->score <= rules->alpha;
        }
        slot->sum += (double)counts[t];
        slot->count++;
    }
    free(slots);
}

/* The last buckets observed before one, and their sums, which are exact. */
struct window {
    size_t size;
    size_t from, to; /* buckets */
    size_t have;     /* of them observed */
    unsigned __int128 sum, squares;
};

/* Mean and standard deviation (n - 1) of the window before `end`, which never goes back; false where it is not full. */
static bool
baseline(struct window *window, const uint64_t *counts, size_t end,
         double *mean, double *sigma)
{
    double size = (double)window->size;

    for (; window->to < end; window->to++) {
        uint64_t count = counts[window->to];

        if (count == SPIKE_GAP)
            continue;
        window->sum += count;
        window->squares += (unsigned __int128)count * count;
        window->have++;
    }
    for (; window->have > window->size; window->from++) {
        uint64_t count = counts[window->from];

        if (count == SPIKE_GAP)
            continue;
        window->sum -= count;
        window->squares -= (unsigned __int128)count * count;
        window->have--;
    }
    if (window->have < window->size || window->size < 2)
        return false;
    *mean = (double)window->sum / size;
    *sigma = sqrt(
        (double)(window->squares * window->size - window->sum * window->sum)
        / (size * (size - 1)));
    return true;
}

void
spike_ewma(const struct spike_ewma *rules, const uint64_t *counts, size_t count,
           struct spike *spikes)
{
    double z = 0, mean, sigma, remains = 1, keep = 1 - rules->lambda;
    struct window window = {.size = rules->window};
    bool is_first = true;

    for (size_t t = 0; t < count; t++) {
        spikes[t] = (struct spike){0};
        if (counts[t] == SPIKE_GAP
            || !baseline(&window, counts, t, &mean, &sigma))
            continue;
        z = rules->lambda * (double)counts[t] + keep * (is_first ? mean : z);
        is_first = false;
        /* Past this it adds nothing to 1, and would become a denormal. */
        remains = remains < 1e-20 ? 0 : remains * keep * keep;
        sigma = fmax(sigma, rules->least_sigma);
        sigma *= sqrt(rules->lambda / (2 - rules->lambda) * (1 - remains));
        spikes[t].is_judged = true;
        spikes[t].expected = mean;
        spikes[t].score = sigma > 0  ? (z - mean) / sigma
                          : z > mean ? HUGE_VAL
                                     : 0;
        spikes[t].is_alarm = spikes[t].score > rules->l;
    }
}

enum { WINDOW = 7, GUARD = 2 };

/* Of C1 and C2: the bucket in standard deviations above the mean. */
static bool
deviation(const struct spike_ears *rules, const uint64_t *counts, size_t t,
          struct window *window, struct spike *spike)
{
    size_t end = t;
    double mean, sigma;

    if (counts[t] == SPIKE_GAP)
        return false;
    for (int guard = rules->method == SPIKE_C1 ? 0 : GUARD; guard > 0; end--) {
        if (end == 0)
            return false;
        guard -= counts[end - 1] != SPIKE_GAP;
    }
    if (!baseline(window, counts, end, &mean, &sigma))
        return false;
    spike->expected = mean;
    spike->score = ((double)counts[t] - mean) / fmax(sigma, rules->least_sigma);
    return true;
}

void
spike_ears(const struct spike_ears *rules, const uint64_t *counts, size_t count,
           struct spike *spikes)
{
    double above[GUARD + 1] = {0}; /* of the last three that were judged */
    struct window window = {.size = WINDOW};
    size_t judged = 0;

    for (size_t t = 0; t < count; t++) {
        struct spike *spike = &spikes[t];

        *spike = (struct spike){0};
        if (!deviation(rules, counts, t, &window, spike))
            continue;
        spike->is_judged = true;
        if (rules->method == SPIKE_C3) {
            above[judged++ % (GUARD + 1)] = fmax(0, spike->score - 1);
            spike->score = above[0] + above[1] + above[2];
            spike->is_judged = judged > GUARD;
        }
        spike->is_alarm = spike->is_judged && spike->score > rules->threshold;
    }
}

static int
compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return left < right ? -1 : left > right;
}

double
spike_discovery(double *p_values, size_t count, uint64_t tests, double q)
{
    if (count > 0)
        qsort(p_values, count, sizeof(*p_values), compare);
    for (size_t i = count; i > 0; i--)
        if (p_values[i - 1] <= q * (double)i / (double)tests)
            return p_values[i - 1];
    return -1;
}
