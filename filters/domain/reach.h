/*
 * reach - posts that many will see: of an author with a large audience, or passed on quickly
 *
 * Units:   followers; reposts and quotes an hour since the post, as counted when it was captured. What is younger than an hour counts as
 *          an hour old, so that one repost in a second is no cascade.
 * Fails:   never; what a record does not say is not so.
 */
#ifndef HARK_DOMAIN_REACH_H
#define HARK_DOMAIN_REACH_H

#include <stdbool.h>
#include <stdint.h>

enum { REACH_AUDIENCE = 1, REACH_CASCADE = 2 };

/* From how much on; 0 where nobody asks. */
struct reach_limits {
    int64_t followers;
    int64_t reposts_an_hour;
};

/* -1 and INT64_MIN where unknown. */
struct reach_post {
    int64_t followers;
    int64_t reposts; /* and quotes */
    int64_t time_s, seen_s;
};

/* REACH_AUDIENCE and REACH_CASCADE, or 0. */
unsigned reach_of(const struct reach_limits *limits,
                  const struct reach_post *post);

#endif
