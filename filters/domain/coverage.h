/*
 * coverage - what is known to be missing behind the figures of a run
 *
 * Shape:   of gaps (record.md) by source how many there are, how long they are together, and how many records
 *          were lost in those that say so; records that were rejected on the way; what share of all was
 *          captured, where whoever runs it says so. Nothing known to be missing: no words.
 * Lives:   from {0} until coverage_free(); `sampled` is borrowed.
 */
#ifndef HARK_DOMAIN_COVERAGE_H
#define HARK_DOMAIN_COVERAGE_H

#include "base/table.h"
#include "domain/question.h"

struct coverage {
    struct table *sources; /* of gaps; NULL: there are none */
    struct coverage_gaps *gaps;
    size_t cap;
    uint64_t rejected;
};

void coverage_free(struct coverage *coverage);

/* Takes a gap; slots by the question's fields. */
void coverage_take(struct coverage *coverage, const struct question *question,
                   const struct json_slot *slots);

/* "gaps of twitter: 2, 5400 s, 1200 lost; rejected: 3; sampled: 0.01" */
void coverage_write(struct buffer *out, const struct coverage *coverage,
                    const struct question *question);

/* The members of a state, `,"gaps":["twitter 2 5400 1200"],"rejected":3`, or nothing; and back: false where it is no such. */
void coverage_put(struct buffer *out, const struct coverage *coverage);
bool coverage_get(struct coverage *coverage, const struct json_slot *gaps,
                  const struct json_slot *rejected);

#endif
