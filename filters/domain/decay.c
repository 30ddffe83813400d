#include "domain/decay.h"

/* Numbers from 0 to 1 as 63 bits behind the point. */
enum { POINT = 63, TERMS = 7, SQUARINGS = 5 };
static const uint64_t one = UINT64_C(1) << POINT;
static const uint64_t ln_2 = UINT64_C(0x58b90bfbe8e7bcd5);

static uint64_t
multiply(uint64_t a, uint64_t b)
{
    return (uint64_t)((unsigned __int128)a * b >> POINT);
}

/* 2^-fraction */
static uint64_t
half_to(uint64_t fraction)
{
    uint64_t x = multiply(fraction, ln_2) >> SQUARINGS;
    uint64_t power = one;

    for (uint64_t term = TERMS; term > 0; term--)
        power = one - multiply(x, power) / term;
    for (int i = 0; i < SQUARINGS; i++)
        power = multiply(power, power);
    return power;
}

uint64_t
decay_weight(int64_t age_s, int64_t half_life_s)
{
    uint64_t halvings = (uint64_t)age_s / (uint64_t)half_life_s;
    uint64_t rest = (uint64_t)age_s % (uint64_t)half_life_s;

    if (halvings > DECAY_BITS)
        return 0;
    if (rest == 0)
        return UINT64_C(1) << (DECAY_BITS - halvings);
    return half_to((uint64_t)(((unsigned __int128)rest << POINT)
                              / (uint64_t)half_life_s))
           >> (POINT - DECAY_BITS + halvings);
}
