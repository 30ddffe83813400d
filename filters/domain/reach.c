#include "domain/reach.h"

enum { HOUR_S = 3600 };

/* reposts / hours >= limit, without a division. */
static bool
is_cascade(const struct reach_limits *limits, const struct reach_post *post)
{
    int64_t age_s;

    if (limits->reposts_an_hour == 0 || post->reposts < 0
        || post->time_s == INT64_MIN || post->seen_s == INT64_MIN)
        return false;
    age_s = post->seen_s - post->time_s;
    if (age_s < HOUR_S)
        age_s = HOUR_S;
    return (__int128)post->reposts * HOUR_S
           >= (__int128)limits->reposts_an_hour * age_s;
}

unsigned
reach_of(const struct reach_limits *limits, const struct reach_post *post)
{
    unsigned reach = 0;

    if (limits->followers > 0 && post->followers >= limits->followers)
        reach |= REACH_AUDIENCE;
    if (is_cascade(limits, post))
        reach |= REACH_CASCADE;
    return reach;
}
