#include "ports/json_take.h"

enum {
    INTEGER_DIGITS = 18, /* of which any number is an int64_t */
    DOUBLE_DIGITS = 15   /* of which any number is a double */
};

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The digits before a point. */
static bool
take_integer(struct json_rest *rest, int64_t *value)
{
    const char *first = rest->at;
    const char *at = first;

    *value = 0;
    for (; is_digit(*at) && at - first < INTEGER_DIGITS; at++)
        *value = *value * 10 + (*at - '0');
    rest->at = at;
    return at > first && (*first != '0' || at == first + 1);
}

/* Those behind it: one division of two numbers that are exact gives the nearest double. */
static bool
take_fraction(struct json_rest *rest, int64_t whole, double *number)
{
    static const double powers[DOUBLE_DIGITS + 1] = {
        1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
        1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const char *first = rest->at;
    const char *at = first;

    for (; is_digit(*at) && at - first < DOUBLE_DIGITS; at++) {
        if (whole >= INT64_C(100000000000000))
            return false;
        whole = whole * 10 + (*at - '0');
    }
    rest->at = at;
    *number = (double)whole / powers[at - first];
    return at > first;
}

bool
json_take_number(struct json_rest *rest, struct json_slot *slot)
{
    bool is_negative = json_take_char(rest, '-');
    int64_t integer;
    double number;

    if (!take_integer(rest, &integer))
        return false;
    if (!json_take_char(rest, '.')) {
        slot->type = JSON_INTEGER;
        slot->integer = is_negative ? -integer : integer;
        return true;
    }
    if (!take_fraction(rest, integer, &number))
        return false;
    slot->type = JSON_DOUBLE;
    slot->number = is_negative ? -number : number;
    return true;
}

static bool
skip_digits(struct json_rest *rest, size_t most)
{
    const char *first = rest->at;

    while (is_digit(*rest->at) && (size_t)(rest->at - first) < most)
        rest->at++;
    return rest->at > first;
}

bool
json_take_any_number(struct json_rest *rest)
{
    int64_t integer;

    json_take_char(rest, '-');
    if (!take_integer(rest, &integer))
        return false;
    if (json_take_char(rest, '.') && !skip_digits(rest, INTEGER_DIGITS + 2))
        return false;
    if ((*rest->at | 0x20) != 'e')
        return true;
    rest->at++;
    if (!json_take_char(rest, '-'))
        json_take_char(rest, '+');
    return skip_digits(rest, 2);
}
