/*
 * fit_span - which closed periods, and of whom
 *
 * Units:   periods by number, as of fit_period.h, both ends among them.
 */
#ifndef HARK_DOMAIN_FIT_SPAN_H
#define HARK_DOMAIN_FIT_SPAN_H

#include <stdbool.h>
#include <stdint.h>

struct fit_span {
    uint32_t from, until; /* none where from is above until */
};

#define FIT_SPAN_ALL ((struct fit_span){0, UINT32_MAX})
#define FIT_SPAN_NONE ((struct fit_span){1, 0})

static inline bool
fit_span_has(struct fit_span span, uint32_t period)
{
    return span.from <= period && period <= span.until;
}

static inline bool
fit_span_any(struct fit_span span)
{
    return span.from <= span.until;
}

/* Those before a period, and those from one on that end before another begins. */
static inline struct fit_span
fit_span_between(uint32_t from, uint32_t before)
{
    return before == 0 ? FIT_SPAN_NONE : (struct fit_span){from, before - 1};
}

/* What is known of whose the touches of a person are. */
struct fit_person {
    struct fit_span nulls; /* in which its paths that led to nothing count */
    uint64_t group;        /* a customer; 0: the person is nobody but itself */
    int64_t moment; /* a stamp: from then on this is known of the customer */
    bool is_device; /* a visitor, who is that customer from the moment on */
};

#endif
