/*
 * spike - whether one count stands out of those before it
 *
 * Each test sees the counts up to the one it judges and never that one in its own baseline, so what it says of a
 * bucket is what could be known when the bucket was over.
 * Shape:   counts in order of time; a gap (a bucket that was not observed) is SPIKE_GAP: it is neither judged
 *          nor part of a baseline, and windows go over it to earlier buckets.
 * Source:  named with each.
 */
#ifndef HARK_DOMAIN_SPIKE_H
#define HARK_DOMAIN_SPIKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPIKE_GAP UINT64_MAX

/* What a test makes of a bucket; not judged where its baseline is too short. */
struct spike {
    bool is_judged, is_alarm;
    double expected; /* the baseline's mean */
    double score;    /* in the unit of the test's threshold */
};

/* P(X >= count) of a Poisson variable of that mean, to about 1e-12 relative; 1 of a count of 0. */
double spike_poisson_tail(uint64_t count, double mean);

/*
 * The mean of earlier buckets of the same slot (an hour of the week, say: bucket number modulo `period`), with half a
 * post added to their sum, so that a matter nobody ever spoke of has a mean too. Not judged below `least`
 * earlier buckets. score: the p-value; is_alarm where it is at most alpha.
 */
struct spike_poisson {
    size_t period, least;
    double alpha;
};
/* spikes[count]. Cost: constant a bucket, and period * 16 bytes. */
void spike_poisson(const struct spike_poisson *rules, const uint64_t *counts,
                   size_t count, struct spike *spikes);

/*
 * EWMA: z_t = lambda x_t + (1 - lambda) z_(t-1), against mu + l sigma sqrt(lambda/(2-lambda) (1-(1-lambda)^2t)), mu and
 * sigma (n - 1) of the `window` buckets before t. score: z less mu in units of that bound. NIST/SEMATECH e-Handbook, 6.3.2.4.
 */
struct spike_ewma {
    size_t window;
    double lambda, l;
    double least_sigma; /* as of EARS below: a level baseline has one too */
};
void spike_ewma(const struct spike_ewma *rules, const uint64_t *counts,
                size_t count, struct spike *spikes);

/*
 * EARS: C1 compares with the 7 buckets before, C2 with the 7 before a guard of 2, in standard deviations (n - 1, at
 * least `least_sigma`); C3 sums what C2 had above 1 over the bucket and the two before. L. Hutwagner et al.,
 * The bioterrorism preparedness and response Early Aberration Reporting System (2003).
 */
enum spike_ears_method { SPIKE_C1, SPIKE_C2, SPIKE_C3 };
struct spike_ears {
    enum spike_ears_method method;
    double threshold; /* z of 1 - alpha: 3.090 for C1 and C2, 1.960 for C3 */
    double least_sigma;
};
void spike_ears(const struct spike_ears *rules, const uint64_t *counts,
                size_t count, struct spike *spikes);

/*
 * Benjamini and Hochberg: the largest p of the sorted ones with p_(i) <= q i / tests, or -1 where there is none. All
 * at or below it are discoveries, of which at most q are false in the mean. Sorts p_values[count]; `tests` counts
 * those too that are not among them since they are above q. J. R. Stat. Soc. B 57 (1995).
 */
double spike_discovery(double *p_values, size_t count, uint64_t tests,
                       double q);

#endif
