/*
 * tally - what has been counted so far, by group: cells in a dense array, values in one hash set
 *
 * Shape:   a group has its number of records, a cell a measure, and for DISTINCT, QUANTILE and
 *          TOP its different values, each with how often it came. A value is 16 bytes: the digest of
 *          a text, a number, or the number of a text in the tally's dictionary.
 * Exact:   DISTINCT compares XXH3's 128 bits of a value in place of the value: of 10^12 different
 *          values two meet with a probability below 10^-14.
 * Lives:   until tally_free(); cells until the next tally_group(); tally_clear() makes it empty and
 *          gives its memory back.
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    a group: one look-up in a table; a value: about one cache miss.
 */
#ifndef HARK_DOMAIN_TALLY_H
#define HARK_DOMAIN_TALLY_H

#include "domain/measure.h"

struct tally;

struct tally_value {
    uint64_t high, low;
};

/* The measures outlive the tally; at most 255. */
struct tally *tally_new(const struct measure *measures, size_t count);
void tally_free(struct tally *tally);
void tally_clear(struct tally *tally);

/* The number of the group of that key (group.h), old or new. */
uint32_t tally_group(struct tally *tally, struct text key);
void tally_add_records(struct tally *tally, uint32_t group, uint64_t n);
void tally_add(struct tally *tally, uint32_t group, size_t measure,
               const struct measure_cell *more);

/* A value that came n times. A new one of DISTINCT counts in its cell; else cells are left alone. */
void tally_add_value(struct tally *tally, uint32_t group, size_t measure,
                     struct tally_value value, uint64_t n);

struct tally_value tally_digest(struct text text);
struct tally_value tally_number(__int128 millionths);
struct tally_value tally_text(struct tally *tally, struct text text);

uint32_t tally_count(const struct tally *tally); /* of groups */

/* True when it should be emptied before it takes more, to stay within so many bytes. */
bool tally_is_full(const struct tally *tally, size_t budget_bytes);

/*
 * One thing counted. Items sort by group, then measure, then value: the group's records first, then a
 * measure's cell, then its values.
 */
struct tally_item {
    struct text group;
    size_t measure; /* from 1; 0 is the group's records */
    struct text
        value; /* 16 bytes of DISTINCT and QUANTILE, a text of TOP; empty: the cell */
    uint64_t n;
    __int128 sum; /* of a cell */
};

typedef void tally_sink(void *context, const struct tally_item *item);

enum tally_values {
    TALLY_COUNTED, /* DISTINCT by its cell alone: nothing will be joined to it */
    TALLY_ALL      /* DISTINCT by its values */
};

/* Hands out all items in their order. Nothing can be added afterwards but through tally_clear(). */
void tally_walk(struct tally *tally, enum tally_values values, tally_sink *sink,
                void *context);

/* An item as bytes whose key sorts as items do; and back, borrowing from them. */
void tally_pack(const struct tally_item *item, struct buffer *key,
                struct buffer *payload);
struct tally_item tally_unpack(struct text key, struct text payload);

#endif
