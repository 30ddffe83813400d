#include "base/array.h"
#include "domain/detector_parts.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <sysexits.h>

static const char *const names[] = {"kleinberg", "poisson", "ewma",
                                    "ears_c1",   "ears_c2", "ears_c3"};

/* As their sources have them. */
static const struct spike_ewma ewma = {
    .window = 28, .lambda = 0.3, .l = 3, .least_sigma = 0.5};
static const struct spike_ears ears[] = {
    {SPIKE_C1, 3.090, 0.5}, {SPIKE_C2, 3.090, 0.5}, {SPIKE_C3, 1.960, 0.5}};

const char *
detector_method_name(enum detector_method method)
{
    return names[method];
}

void *
detector_zeroed(size_t count, size_t bytes)
{
    void *at = calloc(count + 1, bytes);

    if (at == NULL)
        err(EX_OSERR, "%zu buckets", count);
    return at;
}

struct detector *
detector_new(const struct detector_rules *rules,
             const struct series_frame *frame)
{
    struct detector *detector = detector_zeroed(1, sizeof(*detector));

    detector->rules = rules;
    detector->frame = frame;
    detector->known = detector_zeroed(frame->count, sizeof(*detector->known));
    detector->states = detector_zeroed(frame->count, sizeof(*detector->states));
    detector->masked = detector_zeroed(frame->count, sizeof(*detector->masked));
    detector->spikes = detector_zeroed(frame->count, sizeof(*detector->spikes));
    return detector;
}

void
detector_free(struct detector *detector)
{
    if (detector == NULL)
        return;
    free(detector->alarms);
    free(detector->known);
    free(detector->states);
    free(detector->masked);
    free(detector->spikes);
    free(detector->p_values);
    burst_scratch_free(&detector->scratch);
    free(detector);
}

static struct detector_alarm *
add(struct detector *detector)
{
    detector->alarms =
        array_room(detector->alarms, detector->count, &detector->cap,
                   sizeof(*detector->alarms), "alarms");
    return &detector->alarms[detector->count++];
}

/* Bursts. */

static struct burst_series
prefix(const struct detector *detector, const struct series *series,
       size_t count)
{
    return (struct burst_series){series->counts, detector->frame->all, count};
}

/* The burst's observed, expected and p, by a prefix of the series. */
static void
weigh(const struct burst_series *series, struct detector_alarm *alarm)
{
    double in = 0, in_all = 0, rest = 0, rest_all = 0, buckets = 0;

    for (size_t t = 0; t < series->count; t++) {
        bool is_in = t >= alarm->opened && t <= alarm->closed;

        *(is_in ? &in : &rest) += (double)series->relevant[t];
        *(is_in ? &in_all : &rest_all) += (double)series->all[t];
        buckets += series->all[t] > 0;
    }
    alarm->observed = (uint64_t)in;
    alarm->expected = rest_all > 0 ? (rest + 0.5) / rest_all * in_all : in;
    alarm->p = fmin(1, spike_poisson_tail(alarm->observed, alarm->expected)
                           * buckets * (buckets + 1) / 2);
}

/* The next run of buckets in a burst from *t on. */
static bool
next_burst(const uint8_t *states, size_t count, size_t *t,
           struct detector_alarm *alarm)
{
    while (*t < count && states[*t] == 0)
        ++*t;
    if (*t == count)
        return false;
    alarm->opened = (uint32_t)*t;
    while (*t < count && states[*t] > 0)
        ++*t;
    alarm->closed = (uint32_t)*t - 1;
    return true;
}

static void
take_bursts(struct detector *detector, const struct series *series)
{
    const struct detector_rules *rules = detector->rules;
    struct burst_series whole =
        prefix(detector, series, detector->frame->count);
    struct detector_alarm alarm = {.series = series->number};
    size_t t = 0;

    burst_states(&rules->burst, &whole, &detector->scratch, detector->states);
    while (next_burst(detector->states, whole.count, &t, &alarm)) {
        weigh(&whole, &alarm);
        if (alarm.p > rules->fdr)
            continue;
        alarm.weight = burst_weight(&rules->burst, &whole, alarm.opened,
                                    (size_t)alarm.closed + 1);
        *add(detector) = alarm;
    }
}

/* What the prefix that ends with bucket t says of a burst that reaches it; false where there is none, or not by its p. */
static bool
is_raised(struct detector *detector, const struct series *series, size_t t,
          struct detector_alarm *found)
{
    struct burst_series past = prefix(detector, series, t + 1);
    size_t from = t;

    if (detector->frame->all[t] == 0)
        return false;
    burst_states(&detector->rules->burst, &past, &detector->scratch,
                 detector->states);
    if (detector->states[t] == 0)
        return false;
    while (from > 0 && detector->states[from - 1] > 0)
        from--;
    found->opened = (uint32_t)from;
    found->closed = (uint32_t)t;
    weigh(&past, found);
    return found->p * (double)detector->known[t] <= detector->rules->fdr;
}

void
detector_trace(struct detector *detector, struct series_store *store,
               const struct series *series, struct detector_alarm *alarm)
{
    for (size_t t = alarm->opened; t <= alarm->closed; t++) {
        struct detector_alarm found = {0};

        if (is_raised(detector, series, t, &found)
            && detector_stands(detector, store, series, found.opened,
                               (uint32_t)t)) {
            alarm->detected = (uint32_t)t;
            alarm->known_opened = found.opened;
            return;
        }
    }
    alarm->detected = (uint32_t)detector->frame->count - 1;
    alarm->known_opened = alarm->opened;
}

/* Tests of single buckets. */

static void
test(struct detector *detector, enum detector_method method)
{
    const struct detector_rules *rules = detector->rules;
    struct spike_poisson poisson = {rules->period, rules->periods, rules->fdr};
    size_t count = detector->frame->count;

    if (method == DETECTOR_POISSON)
        spike_poisson(&poisson, detector->masked, count, detector->spikes);
    else if (method == DETECTOR_EWMA)
        spike_ewma(&ewma, detector->masked, count, detector->spikes);
    else
        spike_ears(&ears[method - DETECTOR_C1], detector->masked, count,
                   detector->spikes);
}

static double
p_of(enum detector_method method, const struct spike *spike, size_t judged)
{
    if (method == DETECTOR_POISSON)
        return fmin(1, spike->score * (double)judged);
    return erfc(spike->score / M_SQRT2) / 2;
}

/* Deviation of spike.c is beyond any where a baseline is level: p is then 0. */
static void
take_tests(struct detector *detector, const struct series *series,
           enum detector_method method)
{
    size_t judged = 0;

    test(detector, method);
    for (size_t t = 0; t < detector->frame->count; t++) {
        const struct spike *spike = &detector->spikes[t];
        double p;

        judged += spike->is_judged;
        if (!spike->is_alarm)
            continue;
        p = p_of(method, spike, judged);
        if (p > detector->rules->fdr)
            continue;
        *add(detector) = (struct detector_alarm){
            .series = series->number,
            .method = method,
            .opened = (uint32_t)t,
            .closed = (uint32_t)t,
            .known_opened = (uint32_t)t,
            .detected = (uint32_t)t,
            .p = p,
            .expected = spike->expected,
            .weight = (double)series->counts[t] - spike->expected,
            .observed = series->counts[t]};
    }
}

static bool
has_tests(const struct detector_rules *rules)
{
    for (int method = DETECTOR_POISSON; method < DETECTOR_METHODS; method++)
        if (rules->methods[method])
            return true;
    return false;
}

void
detector_take(struct detector *detector, const struct series *series)
{
    const struct detector_rules *rules = detector->rules;
    const struct series_frame *frame = detector->frame;

    if (series->first == frame->count)
        return;
    detector->known[series->first]++;
    if (rules->methods[DETECTOR_KLEINBERG])
        take_bursts(detector, series);
    if (!has_tests(rules))
        return;
    for (size_t t = 0; t < frame->count; t++)
        detector->masked[t] = frame->all[t] > 0 ? series->counts[t] : SPIKE_GAP;
    for (int method = DETECTOR_POISSON; method < DETECTOR_METHODS; method++)
        if (rules->methods[method])
            take_tests(detector, series, (enum detector_method)method);
}

struct detector_alarm *
detector_alarms(struct detector *detector, uint32_t series, size_t *count)
{
    size_t low = 0, high = detector->count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (detector->alarms[middle].series < series)
            low = middle + 1;
        else
            high = middle;
    }
    for (*count = 0; low + *count < detector->count
                     && detector->alarms[low + *count].series == series;)
        ++*count;
    return detector->alarms + low;
}

bool
detector_stands(const struct detector *detector, struct series_store *store,
                const struct series *series, uint32_t from, uint32_t to)
{
    size_t first = 0, end;
    struct series_voices voices;

    if (!series->has_posts)
        return true;
    while (first < series->post_count && series->posts[first].bucket < from)
        first++;
    for (end = first;
         end < series->post_count && series->posts[end].bucket <= to;)
        end++;
    voices = series_voices(store, series->posts + first, end - first);
    return voices.authors >= detector->rules->voices
           && voices.texts >= detector->rules->voices;
}

void
detector_replay(struct detector *detector, struct series_store *store,
                const struct series *series, enum detector_method method,
                bool *raised)
{
    size_t alarms;
    const struct detector_alarm *found =
        detector_alarms(detector, series->number, &alarms);

    memset(raised, 0, detector->frame->count * sizeof(*raised));
    if (method == DETECTOR_KLEINBERG) {
        for (size_t t = series->first; t < detector->frame->count; t++) {
            struct detector_alarm one = {0};

            raised[t] = is_raised(detector, series, t, &one)
                        && detector_stands(detector, store, series, one.opened,
                                           (uint32_t)t);
        }
        return;
    }
    for (size_t i = 0; i < alarms; i++)
        for (uint32_t t = found[i].opened; t <= found[i].closed; t++)
            if (found[i].method == method && detector->frame->all[t] > 0)
                raised[t] = detector_stands(detector, store, series,
                                            found[i].opened, t);
}
