#include "base/decimal.h"

#include <assert.h>

enum { EXPONENT_MAX = 18, POWER_MAX = 38 };

static const int64_t limit = (int64_t)1 << 53;
static const int64_t full = 100000000000000000; /* this has 18 digits */
static const char not_decimal[] = "bad_amount: not a decimal number";
static const char too_large[] = "too_large: an amount past 2^53 minor units";
static const char too_long[] =
    "too_large: a factor of more than 18 significant digits";

struct number {
    int64_t digits; /* the first 18 that matter */
    size_t places;  /* how many of them stand behind the point */
    size_t dropped; /* digits of the whole part that did not fit */
    bool is_negative;
    bool is_more; /* one that was dropped is not zero */
};

static __int128
power_of_10(size_t exponent)
{
    __int128 power = 1;

    assert(exponent <= POWER_MAX);
    while (exponent-- > 0)
        power *= 10;
    return power;
}

static void
add_digit(struct number *number, int digit, bool is_fraction)
{
    if (number->digits >= full) {
        number->is_more = number->is_more || digit != 0;
        number->dropped += !is_fraction;
        return;
    }
    number->digits = number->digits * 10 + digit;
    number->places += is_fraction;
}

static const char *
parse(struct text text, struct number *number)
{
    bool has_digit = false;
    bool has_point = false;
    size_t i = text.len > 0 && (text.at[0] == '-' || text.at[0] == '+');

    *number = (struct number){.is_negative = i > 0 && text.at[0] == '-'};
    for (; i < text.len; i++) {
        int digit = text.at[i] - '0';

        if (text.at[i] == '.' && !has_point) {
            has_point = true;
        } else if (digit >= 0 && digit <= 9) {
            has_digit = true;
            add_digit(number, digit, has_point);
        } else {
            return not_decimal;
        }
    }
    return has_digit ? NULL : not_decimal;
}

/* digits x 10^-places to units of 10^-exponent, half to even; is_more stands for a little more. */
static const char *
scale(__int128 digits, size_t places, size_t exponent, bool is_more,
      int64_t *minor, bool *rounded)
{
    __int128 power;
    __int128 rest;

    if (places <= exponent) {
        if (digits > limit)
            return too_large;
        digits *= power_of_10(exponent - places);
        rest = 0;
        power = 2;
    } else if (places - exponent > POWER_MAX) {
        rest = digits > 0;
        digits = 0;
        power = 4;
    } else {
        power = power_of_10(places - exponent);
        rest = digits % power;
        digits /= power;
    }
    if (rest > power - rest
        || (rest == power - rest && (is_more || digits % 2 == 1)))
        digits++;
    if (digits > limit)
        return too_large;
    if (rest > 0 || is_more)
        *rounded = true;
    *minor = (int64_t)digits;
    return NULL;
}

const char *
decimal_parse(struct text text, int exponent, int64_t *minor, bool *rounded)
{
    struct number number;
    const char *why = parse(text, &number);

    assert(exponent >= 0 && exponent <= EXPONENT_MAX);
    if (why == NULL && number.dropped > 0)
        why = too_large;
    if (why == NULL)
        why = scale(number.digits, number.places, (size_t)exponent,
                    number.is_more, minor, rounded);
    if (why == NULL && number.is_negative)
        *minor = -*minor;
    return why;
}

const char *
decimal_parse_product(struct text a, struct text b, int exponent,
                      int64_t *minor, bool *rounded)
{
    struct number first;
    struct number second;
    const char *why = parse(a, &first);

    assert(exponent >= 0 && exponent <= EXPONENT_MAX);
    if (why == NULL)
        why = parse(b, &second);
    if (why != NULL)
        return why;
    if (first.is_more || second.is_more || first.dropped > 0
        || second.dropped > 0)
        return too_long;
    why = scale((__int128)first.digits * second.digits,
                first.places + second.places, (size_t)exponent, false, minor,
                rounded);
    if (why == NULL && first.is_negative != second.is_negative)
        *minor = -*minor;
    return why;
}

const char *
decimal_factor(struct text text, struct decimal *factor)
{
    struct number number;
    const char *why = parse(text, &number);

    if (why != NULL)
        return why;
    if (number.is_more || number.dropped > 0 || number.places > EXPONENT_MAX)
        return too_long;
    factor->digits = number.is_negative ? -number.digits : number.digits;
    factor->places = number.places;
    return NULL;
}

bool
decimal_convert(int64_t minor, int from, const struct decimal *factor, int to,
                int64_t *result)
{
    __int128 product = (__int128)minor * factor->digits;
    bool is_negative = product < 0, is_rounded;
    const char *why =
        scale(is_negative ? -product : product, (size_t)from + factor->places,
              (size_t)to, false, result, &is_rounded);

    if (why == NULL && is_negative)
        *result = -*result;
    return why == NULL;
}

void
decimal_write(struct buffer *out, int64_t minor, int exponent)
{
    uint64_t size = minor < 0 ? -(uint64_t)minor : (uint64_t)minor;
    uint64_t power = (uint64_t)power_of_10((size_t)exponent);

    assert(exponent >= 0 && exponent <= EXPONENT_MAX);
    if (exponent == 0) {
        buffer_add_integer(out, minor);
        return;
    }
    if (minor < 0)
        buffer_add_char(out, '-');
    buffer_add_integer(out, (int64_t)(size / power));
    buffer_add_char(out, '.');
    for (size %= power; power > 1; size %= power) {
        power /= 10;
        buffer_add_char(out, (char)('0' + size / power));
    }
}

bool
decimal_add(int64_t *sum, int64_t more)
{
    int64_t result;

    if (__builtin_add_overflow(*sum, more, &result) || result > limit
        || result < -limit)
        return false;
    *sum = result;
    return true;
}

int64_t
decimal_share(int64_t value, int64_t share, int64_t whole)
{
    __int128 product = (__int128)value * share;
    __int128 quotient;

    assert(whole > 0);
    quotient = product / whole;
    if (product % whole < 0)
        quotient--;
    assert(quotient >= INT64_MIN && quotient <= INT64_MAX);
    return (int64_t)quotient;
}
