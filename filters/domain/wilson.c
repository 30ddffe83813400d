#include "domain/wilson.h"

#include <assert.h>
#include <math.h>

static const double Z = 1.959963984540054;

static int64_t
ten_thousandths(double share)
{
    double cut = share < 0 ? 0 : share > 1 ? 1 : share;

    return (int64_t)(cut * 10000 + 0.5);
}

struct wilson
wilson_interval(uint64_t part, uint64_t n)
{
    double count = (double)n;
    double p = (double)part / count;
    double square = Z * Z / count;
    double middle = p + square / 2;
    double half = Z * sqrt(p * (1 - p) / count + square / (4 * count));

    assert(n > 0 && part <= n);
    return (struct wilson){
        ten_thousandths((middle - half) / (1 + square)),
        ten_thousandths((middle + half) / (1 + square)),
    };
}
