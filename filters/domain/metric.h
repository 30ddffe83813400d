/*
 * metric - the named numbers: each with its formula, its version and what it reads
 *
 * A new metric is one function and one row of the table in metric.c, and its entry in
 * docs/metrics.md. A formula that changes gets the next version: rows of two versions are never
 * joined.
 * Reads:   order records that are not pending, or the credits made from them, or counts of what was
 *          spent, or posts; a metric is a sum over them of what its function makes of one, or one such
 *          sum over another, whose columns then stand before it, or of posts an h-index.
 * Source:  h-index: J. E. Hirsch, "An index to quantify an individual's scientific research output",
 *          PNAS 102 (2005), of reposts in place of citations.
 * Units:   minor units of the record's currency where is_money.
 */
#ifndef HARK_DOMAIN_METRIC_H
#define HARK_DOMAIN_METRIC_H

#include "base/buffer.h"

enum { METRIC_INPUTS = 4 };

struct metric_input {
    const char *field; /* NULL behind the last */
    bool is_required;  /* else 0 where the record has it not */
};

/* Records that a metric is made of. */
enum metric_reads {
    METRIC_SALES,  /* orders that are not pending, or credits */
    METRIC_ORDERS, /* of these the orders themselves, not what takes them back */
    METRIC_SPEND,  /* counts whose measure is spend */
    METRIC_POSTS,  /* posts that are no reposts: the h-index of its input */
    METRIC_RATIO   /* none: two other metrics, one over the other */
};

struct metric {
    const char *name;
    unsigned version;
    const char *formula; /* one sentence for whoever reads the row */
    struct metric_input inputs[METRIC_INPUTS + 1];
    bool is_money;
    int64_t (*value)(const int64_t *inputs); /* each at most 2^53 in size */
    enum metric_reads reads;
    int places;          /* of value's unit behind the point */
    const char *over[2]; /* METRIC_RATIO: numerator, denominator */
};

/* NULL where there is none of that name. */
const struct metric *metric_find(struct text name);

/* By number from 0; NULL behind the last. */
const struct metric *metric_at(size_t number);

/* net_sales/1: the formula. */
void metric_write(struct buffer *out, const struct metric *metric);

#endif
