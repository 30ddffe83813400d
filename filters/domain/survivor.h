/*
 * survivor - which records of a stream stand, and how
 *
 * Each record is told of as it is read; when all have come, the latest revision of each id stands
 * unless a delete took it, whatever the order in which they came.
 * Shape:   records are known by the numbers that the caller gives them.
 * Lives:   until survivors_free().
 * Cost:    64 bytes a record and a repost, 128 a delete, beyond the budget on the spill; notices of whole
 *          authors stay in memory (tombstone.h).
 */
#ifndef HARK_DOMAIN_SURVIVOR_H
#define HARK_DOMAIN_SURVIVOR_H

#include "base/spill.h"
#include "domain/tombstone.h"

struct survivors;

struct survivors *survivors_new(size_t budget_bytes, struct spill *spill);
void survivors_free(struct survivors *survivors);

struct survivor_record {
    uint64_t number;
    struct text line;
    struct text id, author, repost_of; /* or TEXT_NONE */
    int64_t seen_s;                    /* or INT64_MIN */
    bool is_observed; /* a copy inside another post: a thing of its own */
    bool is_own;      /* a post of ours: of a deleted one a stub stands */
};
void survivor_add(struct survivors *survivors,
                  const struct survivor_record *record);

/* A delete record of any scope: NULL, or why it cannot be followed. */
const char *survivor_delete(struct survivors *survivors,
                            const struct tombstone_record *record);

/* What an earlier run remembered: records that it wrote, and deletes. */
void survivor_recall(struct survivors *survivors, const struct revision *old);

enum survivor_fate {
    SURVIVOR_STANDS,
    SURVIVOR_MAY_CHANGE, /* stands, and survivor_tombstones() may change it */
    SURVIVOR_STUB,       /* if it stands, then without its text */
    SURVIVOR_FALLEN,     /* does not stand: it repeats what is deleted */
    SURVIVOR_FATES
};

/* Of records, those that do not stand and why; `tied` stand against others that were seen in the same second. */
struct survivor_counts {
    uint64_t repeated, superseded, deleted, author_deleted, tied;
};

/*
 * Once, after the last add: tells of the records that stand, in no order, and of one perhaps several
 * things. `remember` (or NULL) gets what a later run must know.
 */
struct survivor_takers {
    void (*fate)(void *context, uint64_t number, enum survivor_fate fate);
    void (*remember)(void *context, const struct revision *entry);
    void *context;
};
struct survivor_counts survivors_settle(struct survivors *survivors,
                                        const struct survivor_takers *takers);

const struct tombstones *survivor_tombstones(const struct survivors *survivors);

#endif
