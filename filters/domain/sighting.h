/*
 * sighting - a record as what it adds to series: a post, a row that aggregate has made, a gap
 *
 * Shape:   a series is named by the values of its keys, "labels=battery,market=US"; of a key that is an array the record
 *          is in the series of each of its different values. A record without one of the keys is in no series, and of
 *          the base alone. A row without any of the keys is the whole's, unless it says `of` (then an array was
 *          among its keys) or `is_sum` is set.
 * Lives:   from sighting_new() to sighting_free(); slots until the call is over.
 * Fails:   a record that cannot be taken is rejected with a constant string.
 * Cost:    a look-up a series; near_sign() a post.
 */
#ifndef HARK_DOMAIN_SIGHTING_H
#define HARK_DOMAIN_SIGHTING_H

#include "domain/bucket.h"
#include "domain/series.h"
#include "ports/json.h"

enum { SIGHTING_KEYS = 4 };

/* The fields of a record by the numbers in which sighting_take() wants its slots. */
enum sighting_field {
    SIGHTING_ID,
    SIGHTING_AUTHOR,
    SIGHTING_ACCOUNT,
    SIGHTING_TITLE,
    SIGHTING_TEXT,
    SIGHTING_FOLLOWERS,
    SIGHTING_FLAGS,
    SIGHTING_TIME,
    SIGHTING_OF,
    SIGHTING_FROM,
    SIGHTING_TO,
    SIGHTING_MEASURE,
    SIGHTING_KEY,
    SIGHTING_FIELDS = SIGHTING_KEY + SIGHTING_KEYS
};

struct sighting_rules {
    const char *keys[SIGHTING_KEYS];
    size_t key_count;
    const char *measure;
    enum bucket bucket;
    const struct zone *zone; /* NULL: UTC */
    bool is_sum;
};

enum sighting_found { SIGHTING_TAKEN, SIGHTING_DROPPED, SIGHTING_REJECTED };

struct sighting;

struct sighting *sighting_new(const struct sighting_rules *rules,
                              struct series_store *store);
void sighting_free(struct sighting *sighting);

/* kind as of struct record; *why unless it is taken. */
enum sighting_found sighting_take(struct sighting *sighting, const char *kind,
                                  int64_t time_s, const struct json_slot *slots,
                                  const char **why);

#endif
