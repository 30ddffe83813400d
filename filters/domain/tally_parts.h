/*
 * tally_parts - what a tally is made of, for the files of tally alone
 */
#ifndef HARK_DOMAIN_TALLY_PARTS_H
#define HARK_DOMAIN_TALLY_PARTS_H

#include "base/table.h"
#include "domain/tally.h"

enum { TALLY_ARRIVALS = 32 };

struct tally_slot {
    struct tally_value value;
    uint64_t n;       /* 0: free */
    uint32_t group;   /* while sorting: its rank */
    uint32_t measure; /* from 0 */
};

/* A value on its way into its slot, while that comes from memory. */
struct tally_arrival {
    struct tally_slot slot;
    uint64_t hash;
};

/* A group as it is sorted: most are told apart by the bytes behind what all have in common. */
struct tally_place {
    uint64_t prefix;
    uint32_t group;
};

struct tally {
    const struct measure *measures;
    size_t measure_count;
    struct table *groups;
    uint64_t *records;          /* by group */
    struct measure_cell *cells; /* by group, then measure */
    size_t group_cap;
    struct tally_slot *slots;
    size_t slot_count, slot_cap; /* a power of two */
    struct table *texts;         /* of TOP */
    struct tally_arrival arrivals[TALLY_ARRIVALS];
    size_t arrival_count;
};

static inline struct measure_cell *
tally_cell(const struct tally *tally, uint32_t group, size_t measure)
{
    return tally->cells + group * tally->measure_count + measure;
}

/* All arrivals into their slots. */
void tally_settle(struct tally *tally);

#endif
