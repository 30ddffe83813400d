/* clocks - a time that is parsed, and what it has to be, for the unit tests of base/clock */
#ifndef HARK_TESTS_CLOCKS_H
#define HARK_TESTS_CLOCKS_H

#include "texts.h"

#include <stdio.h>

#include "base/clock.h"

enum { DAY_S = 86400 };

static const int64_t earliest_s = INT64_C(-62135596800);
static const int64_t latest_s = INT64_C(253402300799);

typedef bool parse(struct text text, struct moment *moment);

static inline bool
parse_alone(parse *function, const char *string, size_t len,
            struct moment *moment)
{
    struct text alone = text_alone((struct text){string, len});
    bool is_good = function(alone, moment);

    free((char *)alone.at);
    return is_good;
}

static inline void
assert_moment(parse *function, const char *string, int64_t s, int ms, int tz)
{
    struct moment moment;

    if (!parse_alone(function, string, strlen(string), &moment))
        fail_msg("%s is refused", string);
    if (moment.s != s || moment.ms != ms || moment.tz_min != tz)
        fail_msg("%s gives %lld s, %d ms, %d min", string, (long long)moment.s,
                 moment.ms, moment.tz_min);
}

#endif
