/*
 * series_parts - what a store of series is made of, for the files of series alone
 */
#ifndef HARK_DOMAIN_SERIES_PARTS_H
#define HARK_DOMAIN_SERIES_PARTS_H

#include "base/runs.h"
#include "base/table.h"
#include "domain/series.h"
#include "domain/strands.h"

/* Sorted by series, then bucket; big-endian, buckets so that earlier ones are smaller. */
struct series_post_entry {
    uint64_t series, bucket;
    struct series_post post;
};
enum { SERIES_POST_KEY = 2 * sizeof(uint64_t) };

struct series_bucket {
    int64_t bucket;
    uint64_t posts, whole, different, sum;
    bool has_whole, has_different, is_at_odds;
};

struct series_gap {
    int64_t from, to;
};

struct series_store {
    struct spill *spill;
    struct table *names;
    struct runs *posts;
    const struct series_post_entry
        *post; /* that comes next; NULL after the last */
    struct strands *counts;
    uint32_t next;    /* series to be handed out */
    uint32_t guess;   /* which series comes next, if rows come in order */
    bool is_in_order; /* the last one did */
    struct table *buckets;
    uint32_t last_base; /* asked for */
    struct series_bucket
        *bases; /* by the number of their bucket in the table */
    size_t base_cap;
    struct series_gap *gaps;
    size_t gap_count;
    struct series_frame frame;
    uint64_t *all;
    uint64_t *dense; /* of the series handed out */
    bool *is_masked;
    struct series_post *kept; /* likewise; and behind them those of a bucket */
    size_t kept_count, kept_cap;
    struct near_scratch scratch;
    uint64_t *authors;
    size_t author_cap;
};

/* What is known of a bucket, whichever series is asked about. */
struct series_bucket *series_bucket(struct series_store *store, int64_t bucket);

#endif
