#include "domain/softmax.h"

#include <math.h>

#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10
#define LOG2_E 1.44269504088896338700

enum { TERMS = 14 };

double
softmax_exp(double x)
{
    double whole = floor(x * LOG2_E + 0.5);
    double rest = x - whole * LN2_HIGH - whole * LN2_LOW;
    double sum = 1;

    if (x < -700)
        return 0;
    for (int i = TERMS; i > 0; i--)
        sum = 1 + sum * rest / i;
    return ldexp(sum, (int)whole);
}

void
softmax(double *margins, size_t count, double sharpness)
{
    double most = margins[0];
    double sum = 0;

    for (size_t i = 1; i < count; i++)
        most = margins[i] > most ? margins[i] : most;
    for (size_t i = 0; i < count; i++) {
        margins[i] = softmax_exp(sharpness * (margins[i] - most));
        sum += margins[i];
    }
    for (size_t i = 0; i < count; i++)
        margins[i] /= sum;
}
