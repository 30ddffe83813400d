/*
 * stitch_owner - whose the visits of one device are, from what is known when
 *
 * The rules are stitch.h's.
 * Shape:   visits and bonds in order of stamp; of each visit at most two owners, who do not overlap
 *          in time.
 * Cost:    linear.
 */
#ifndef HARK_DOMAIN_STITCH_OWNER_H
#define HARK_DOMAIN_STITCH_OWNER_H

#include "domain/touch.h"

/* The device was that customer's at that time. */
struct stitch_bond {
    int64_t stamp;
    uint64_t customer;
};

struct stitch_bonds {
    const struct stitch_bond *at;
    size_t count; /* at least 1 */
};

/* While from <= the moment < until. */
struct stitch_owner {
    uint64_t customer;
    int64_t from, until;
};

struct stitch_sink {
    void (*take)(void *context, const struct touch *visit,
                 const struct stitch_owner *owner);
    void *context;
};

void stitch_owner_each(const struct touch *visits, size_t count,
                       struct stitch_bonds bonds, int64_t gap_s,
                       const struct stitch_sink *sink);

#endif
