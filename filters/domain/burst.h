/*
 * burst - Kleinberg's bursts in a series of batches
 *
 * Of each bucket t it is known that r of d posts speak of a matter. An automaton emits them: in state i a post
 * does so with p_i = p_0 s^i, p_0 being sum r / sum d. A state costs sigma(i) = -ln(C(d,r) p_i^r (1-p_i)^(d-r)), a
 * step up of j states costs j gamma ln n, a step down nothing. The series of states of the least whole cost is
 * found over the cumulative cost (Viterbi), from state 0.
 * Shape:   a bucket whose d is 0 is a gap: it says nothing for or against any state and does not count in n; r <= d.
 *          Of two series of states that cost the same the lower states win, from the end backwards.
 * Units:   costs in nats.
 * Lives:   scratch from {0} to burst_scratch_free().
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    states * states additions a bucket, and two logarithms a state a series.
 * Source:  J. Kleinberg, Bursty and hierarchical structure in streams (2002), section 4.
 */
#ifndef HARK_DOMAIN_BURST_H
#define HARK_DOMAIN_BURST_H

#include <stddef.h>
#include <stdint.h>

enum { BURST_STATES = 8 };

struct burst_rules {
    double s;     /* how much more frequent each state is; above 1 */
    double gamma; /* what a step up costs */
    int states;   /* 2 to BURST_STATES */
};

struct burst_series {
    const uint64_t *relevant, *all; /* r and d */
    size_t count;
};

struct burst_scratch {
    uint8_t *from; /* the best state before, for each bucket and state */
    size_t cap;
};

void burst_scratch_free(struct burst_scratch *scratch);

/* Fills states[count]; a series without any relevant post is in state 0 throughout. */
void burst_states(const struct burst_rules *rules,
                  const struct burst_series *series,
                  struct burst_scratch *scratch, uint8_t *states);

/* What such states cost; 0 of a series without any relevant post. Three lgamma(3) a bucket. */
double burst_cost(const struct burst_rules *rules,
                  const struct burst_series *series, const uint8_t *states);

/* The weight of a burst, buckets `from` to before `to`: sum of sigma(0) - sigma(1), by the whole series' p_0. */
double burst_weight(const struct burst_rules *rules,
                    const struct burst_series *series, size_t from, size_t to);

#endif
