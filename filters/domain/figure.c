#include "domain/figure.h"

enum { DECIMAL_LIMIT = 1000000000, DIGITS_MAX = 30 };

int
figure_places(__int128 millionths)
{
    int places = FIGURE_PLACES;
    int64_t rest = (int64_t)(millionths % FIGURE_ONE);

    for (; places > 0 && rest % 10 == 0; places--)
        rest /= 10;
    return places;
}

/*
 * A decimal of fifteen digits and the double nearest to it name each other: the millionths are
 * right if they give back the same double.
 */
static const char *
of_double(double number, struct figure *figure)
{
    int64_t millionths;

    if (!(number > -DECIMAL_LIMIT && number < DECIMAL_LIMIT))
        return "too_large: a number beyond 2^53, or a decimal beyond nine "
               "digits before the point";
    millionths = (int64_t)(number * FIGURE_ONE + (number < 0 ? -0.5 : 0.5));
    if ((double)millionths / FIGURE_ONE != number)
        return "too_precise: a decimal with more than six places";
    figure->millionths = millionths;
    figure->places = figure_places(millionths);
    return NULL;
}

const char *
figure_of(const struct json_slot *slot, struct figure *figure)
{
    switch (slot->type) {
    case JSON_INTEGER:
        if (slot->integer > FIGURE_LIMIT || slot->integer < -FIGURE_LIMIT)
            return "too_large: an integer beyond 2^53";
        figure->millionths = (__int128)slot->integer * FIGURE_ONE;
        figure->places = 0;
        return NULL;
    case JSON_DOUBLE:
        return of_double(slot->number, figure);
    default:
        return "not_a_number: a field that is to be reckoned with holds no "
               "number";
    }
}

/* Takes digits off the front; how many, or -1 beyond DIGITS_MAX. */
static int
take_digits(struct text *rest, __int128 *value)
{
    int count = 0;

    for (; rest->len > 0 && rest->at[0] >= '0' && rest->at[0] <= '9'; count++) {
        if (count == DIGITS_MAX)
            return -1;
        *value = *value * 10 + (rest->at[0] - '0');
        *rest = text_from(*rest, 1);
    }
    return count;
}

bool
figure_parse(struct text text, struct figure *figure)
{
    bool is_negative = text.len > 0 && text.at[0] == '-';
    struct text rest = text_from(text, is_negative ? 1 : 0);
    __int128 value = 0;
    int places = 0;

    if (take_digits(&rest, &value) <= 0)
        return false;
    if (rest.len > 0) {
        if (rest.at[0] != '.')
            return false;
        rest = text_from(rest, 1);
        places = take_digits(&rest, &value);
        if (places <= 0 || places > FIGURE_PLACES || rest.len > 0)
            return false;
    }
    for (int i = places; i < FIGURE_PLACES; i++)
        value *= 10;
    figure->millionths = is_negative ? -value : value;
    figure->places = places;
    return true;
}

__int128
figure_divide(__int128 numerator, __int128 denominator)
{
    __int128 quotient = numerator / denominator;
    __int128 rest = numerator % denominator;
    __int128 twice = 2 * (rest < 0 ? -rest : rest);

    if (twice > denominator || (twice == denominator && quotient % 2 != 0))
        quotient += numerator < 0 ? -1 : 1;
    return quotient;
}

static __int128
power_of_ten(int exponent)
{
    __int128 power = 1;

    while (exponent-- > 0)
        power *= 10;
    return power;
}

static void
write_digits(struct buffer *out, unsigned __int128 value, int places)
{
    char digits[64];
    size_t at = sizeof(digits);

    for (int i = 0; i <= places || value > 0; i++) {
        if (i == places && places > 0)
            digits[--at] = '.';
        digits[--at] = (char)('0' + (int)(value % 10));
        value /= 10;
    }
    buffer_add(out, (struct text){digits + at, sizeof(digits) - at});
}

void
figure_write(struct buffer *out, __int128 value, int scale, int places)
{
    if (scale > places)
        value = figure_divide(value, power_of_ten(scale - places));
    else
        value *= power_of_ten(places - scale);
    if (value < 0)
        buffer_add_char(out, '-');
    write_digits(
        out, value < 0 ? -(unsigned __int128)value : (unsigned __int128)value,
        places);
}

void
figure_put(struct buffer *out, __int128 value)
{
    unsigned __int128 biased =
        (unsigned __int128)value ^ ((unsigned __int128)1 << 127);
    char *at = buffer_reserve(out, FIGURE_BYTES);

    for (int i = FIGURE_BYTES - 1; i >= 0; i--) {
        at[i] = (char)(unsigned char)biased;
        biased >>= 8;
    }
    out->len += FIGURE_BYTES;
}

__int128
figure_get(const char *at)
{
    unsigned __int128 biased = 0;

    for (int i = 0; i < FIGURE_BYTES; i++)
        biased = biased << 8 | (unsigned char)at[i];
    return (__int128)(biased ^ ((unsigned __int128)1 << 127));
}
