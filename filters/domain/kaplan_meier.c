#include "domain/kaplan_meier.h"

#include <assert.h>
#include <math.h>

/* What rounding may leave above one half. */
static const double half = 0.5 + 1e-12;

struct kaplan_meier
kaplan_meier_of(uint64_t watched)
{
    return (struct kaplan_meier){.at_risk = watched, .survival = 1};
}

void
kaplan_meier_add(struct kaplan_meier *estimate, int64_t time, uint64_t events,
                 uint64_t censored)
{
    double at_risk = (double)estimate->at_risk;

    assert(events + censored <= estimate->at_risk);
    if (events > 0) {
        double left = (double)(estimate->at_risk - events);

        estimate->survival *= left / at_risk;
        if (left > 0)
            estimate->greenwood += (double)events / (at_risk * left);
    }
    if (events > 0 && !estimate->has_median && estimate->survival <= half) {
        estimate->has_median = true;
        estimate->median = time;
    }
    estimate->events += events;
    estimate->censored += censored;
    estimate->at_risk -= events + censored;
}

double
kaplan_meier_error(const struct kaplan_meier *estimate)
{
    return estimate->survival * sqrt(estimate->greenwood);
}
