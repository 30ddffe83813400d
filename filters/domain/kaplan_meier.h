/*
 * kaplan_meier - how long until something happens, where for some it has not happened yet
 *
 * The product-limit estimate: S(t) falls at each time of an event to S (1 - events / at risk); who was only
 * watched so long (censored) leaves the number at risk behind that time.
 * Shape:   times ascending, each once; the median is the first time at which S is at most one half, and may not be
 *          reached.
 * Units:   of time whatever the caller's are.
 * Cost:    constant a time; no memory.
 * Source:  E. L. Kaplan, P. Meier, Nonparametric estimation from incomplete observations (1958).
 */
#ifndef HARK_DOMAIN_KAPLAN_MEIER_H
#define HARK_DOMAIN_KAPLAN_MEIER_H

#include <stdbool.h>
#include <stdint.h>

struct kaplan_meier {
    uint64_t at_risk; /* before the next time */
    uint64_t events, censored;
    double survival;  /* behind the last time; 1 at first */
    double greenwood; /* sum of events / (at risk (at risk - events)) */
    bool has_median;
    int64_t median;
};

/* All that are watched, those who will be censored among them. */
struct kaplan_meier kaplan_meier_of(uint64_t watched);

void kaplan_meier_add(struct kaplan_meier *estimate, int64_t time,
                      uint64_t events, uint64_t censored);

/* Greenwood's standard error of S behind the last time. */
double kaplan_meier_error(const struct kaplan_meier *estimate);

#endif
