/*
 * series - how many spoke of each matter in each bucket of time, of how many who spoke at all
 *
 * From posts, each under the names of its series, or from counts that somebody else has made. Everything may come in
 * any order; after series_settle() the series are handed out one by one, dense from the first bucket of all to the last.
 * Shape:   of posts a bucket's count is of voices: the smaller of how many authors and how many different texts
 *          (near.h) it has, so that neither one who writes all day nor one letter that all copy makes a wave. The base
 *          is all posts of the bucket. Of counts the base is, in this order: what was counted of the whole; else how
 *          many different ones there were, where each row of the bucket says the same; else the sum of the series.
 *          A bucket without any base, and one of which gaps cover a half or more, was not observed.
 * Lives:   until series_free(); what is handed out until the next series_next().
 * Fails:   series_settle() says why; else as base/spill.h; never returns without memory: err(EX_OSERR).
 * Cost:    144 bytes a post and name, sorted within the budget and spilled beyond; a few a count (strands.h); in memory a few bytes
 *          a series and bucket, not their product, and the posts of one bucket of one series.
 */
#ifndef HARK_DOMAIN_SERIES_H
#define HARK_DOMAIN_SERIES_H

#include "base/spill.h"
#include "domain/near.h"

/* More buckets between the first and the last are one wrong date rather than a long archive. */
enum { SERIES_BUCKETS = 4 << 20 };

struct series_store;

struct series_store *series_new(size_t budget_bytes, struct spill *spill);
void series_free(struct series_store *store);

/* A post as it is kept. */
struct series_post {
    uint32_t bucket; /* from the first, once it is handed out */
    uint64_t author; /* a digest; 0 unknown */
    uint64_t reach;  /* followers */
    uint64_t id_offset;
    uint32_t id_len;
    uint8_t sign[NEAR_BYTES];
};

/* Of one post: series_keep() once, series_add_post() for each of its names, series_add_base() once. */
void series_keep(struct series_store *store, struct text id,
                 struct series_post *post);
void series_add_post(struct series_store *store, struct text name,
                     int64_t bucket, const struct series_post *post);

enum series_base {
    SERIES_POSTS,    /* so many more posts */
    SERIES_REST,     /* so many more are in no series */
    SERIES_WHOLE,    /* so many are counted of the whole */
    SERIES_DIFFERENT /* so many different ones, a row says */
};
void series_add_base(struct series_store *store, enum series_base base,
                     int64_t bucket, uint64_t count);
void series_add_count(struct series_store *store, struct text name,
                      int64_t bucket, uint64_t count);

/* What was not observed, in the unit of series_start(); `to` is not part of it. */
void series_add_gap(struct series_store *store, int64_t from, int64_t to);

/* Where a bucket begins. */
typedef int64_t series_start(const void *context, int64_t bucket);

/* NULL, or why not. */
const char *series_settle(struct series_store *store, series_start *start,
                          const void *context);

/* What all series share. */
struct series_frame {
    int64_t first;       /* the number of bucket 0 */
    size_t count;        /* of buckets */
    const uint64_t *all; /* the base; 0 where nothing was observed */
    uint32_t series;     /* how many */
};
const struct series_frame *series_frame(const struct series_store *store);
struct text series_name(const struct series_store *store, uint32_t number);
void series_id(struct series_store *store, const struct series_post *post,
               struct buffer *id);

struct series {
    uint32_t number;
    const uint64_t *counts;    /* frame->count; 0 where nothing was observed */
    size_t first;              /* bucket with any */
    struct series_post *posts; /* those wanted, by bucket */
    size_t post_count;
    bool has_posts; /* counts are of posts */
    uint32_t bad;   /* buckets in which it has more than the base */
};

/* Whether posts of a series are wanted with it. */
typedef bool series_wants(void *context, uint32_t number);

/* From the first series on; series_rewind() begins again. */
bool series_next(struct series_store *store, series_wants *wants, void *context,
                 struct series *series);
void series_rewind(struct series_store *store);

/* How many authors and how many texts posts[count] have. */
struct series_voices {
    size_t authors, texts;
};
struct series_voices series_voices(struct series_store *store,
                                   const struct series_post *posts,
                                   size_t count);

#endif
