/*
 * detector - where in many series something stands out, and since when that could be known
 *
 * Kleinberg's bursts (burst.h) and tests of single buckets (spike.h), each with a p-value, of which Benjamini and
 * Hochberg's step, over all series, leaves those that are alarms.
 * Shape:   of a burst p is the Poisson tail of what was observed in it, given the rate outside of it, times the number of
 *          intervals in which it might have been, n (n + 1) / 2; of a Poisson test its tail times the buckets tested so
 *          far; both at most 1. The step is taken once over all bursts, with as many tests as there are series; of tests
 *          of buckets once for each bucket, with as many tests as there are series by then. Of EWMA and EARS p is the
 *          normal tail of the score and each has a threshold of its own besides. Alarming buckets side by side, or with
 *          nothing but gaps between, are one alarm.
 * Known:   a test sees the past alone. A burst could be known in the first bucket at which the series up to it has a
 *          burst that reaches it and overlaps the whole one, with p at most Q over the series known by then, which is
 *          the strictest line that the step can draw. One that was never known so stands only in hindsight: its
 *          `detected` is the last bucket of all.
 * Guards:  an alarm stands only if, of posts, so many authors and so many different texts are in it; by each bucket.
 * Cost:    a burst about 20 ns a bucket; its prefixes again for each burst found.
 */
#ifndef HARK_DOMAIN_DETECTOR_H
#define HARK_DOMAIN_DETECTOR_H

#include "domain/burst.h"
#include "domain/series.h"
#include "domain/spike.h"

enum detector_method {
    DETECTOR_KLEINBERG,
    DETECTOR_POISSON,
    DETECTOR_EWMA,
    DETECTOR_C1,
    DETECTOR_C2,
    DETECTOR_C3,
    DETECTOR_METHODS
};

/* "kleinberg", "ears_c1", … */
const char *detector_method_name(enum detector_method method);

struct detector_rules {
    bool methods[DETECTOR_METHODS];
    struct burst_rules burst;
    double fdr;     /* Q */
    size_t voices;  /* authors, and texts, that an alarm needs at least */
    size_t period;  /* of the Poisson test's baseline, in buckets */
    size_t periods; /* that it needs at least */
};

struct detector_alarm {
    uint32_t series;
    enum detector_method method;
    uint32_t opened, closed; /* buckets, the last one too */
    uint32_t known_opened; /* where it began by what was known at `detected` */
    uint32_t detected;
    double p, expected, weight;
    uint64_t observed;
};

struct detector;

struct detector *detector_new(const struct detector_rules *rules,
                              const struct series_frame *frame);
void detector_free(struct detector *detector);

/* Each series once. */
void detector_take(struct detector *detector, const struct series *series);

/* Once, after the last: which alarms there are, but for what guards say and for `detected`. */
void detector_settle(struct detector *detector);

/* Those of a series, sorted by method and bucket; of a burst, `detected` is yet to be found. */
struct detector_alarm *detector_alarms(struct detector *detector,
                                       uint32_t series, size_t *count);

/* Of a burst: finds `detected` and `known_opened`. */
void detector_trace(struct detector *detector, struct series_store *store,
                    const struct series *series, struct detector_alarm *alarm);

/* Whether the guards let the alarm stand, by the series' posts up to a bucket. */
bool detector_stands(const struct detector *detector,
                     struct series_store *store, const struct series *series,
                     uint32_t from, uint32_t to);

/*
 * What each bucket raised by what was known at it: raised[count] is true in the buckets in which an alarm stood. Of bursts
 * the strictest line is drawn, as above. After detector_settle().
 */
void detector_replay(struct detector *detector, struct series_store *store,
                     const struct series *series, enum detector_method method,
                     bool *raised);

#endif
