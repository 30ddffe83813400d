#include "stream/options.h"

#include "base/clock.h"

bool
options_bytes(const char *text, uint64_t *bytes)
{
    static const char units[] = "KMGT";
    struct text digits = text_of(text);
    int64_t value;
    int shift = 0;

    if (digits.len > 1) {
        const char *unit = strchr(units, digits.at[digits.len - 1] & ~0x20);
        if (unit != NULL) {
            shift = 10 * (int)(unit - units + 1);
            digits.len--;
        }
    }
    if (!text_integer(digits, &value) || value < 0
        || value > INT64_MAX >> shift)
        return false;
    *bytes = (uint64_t)value << shift;
    return true;
}

bool
options_integer(const char *text, int64_t least, int64_t most, int64_t *number)
{
    return text_integer(text_of(text), number) && *number >= least
           && *number <= most;
}

const char *
options_time(const char *value, int64_t *s)
{
    struct moment moment;

    if (!clock_parse(text_of(value), &moment))
        return "wants a date or an RFC 3339 time";
    *s = moment.s;
    return NULL;
}
