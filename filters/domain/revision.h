/*
 * revision - which of several records of one id stands
 *
 * The latest `seen` wins; of equal ones the larger content hash, never the position; of records that
 * are the same to the byte (provenance aside) the first. A tombstone removes all, whenever it came.
 * Shape:   entries come sorted by their first REVISION_KEY bytes, of equal keys in the order read: of an id
 *          its tombstones, its records, then the reposts of it.
 * Source:  docs/record.md, `seen` and "Tombstones".
 */
#ifndef HARK_DOMAIN_REVISION_H
#define HARK_DOMAIN_REVISION_H

#include "base/text.h"

enum {
    REVISION_TOMBSTONE = 1, /* no record: its id is deleted */
    REVISION_OWN = 2,    /* a post of one of our accounts: a stub of it stays */
    REVISION_OLD = 4,    /* of an earlier run, known from its index */
    REVISION_AUTHOR = 8, /* no record: all of `author` is deleted */
    REVISION_SCRUB = 16, /* no record: see tombstone.h */
    REVISION_WITHHELD = 32, /* no record: see tombstone.h */
    REVISION_REPOST = 64,   /* no record of its own: `id` is that of the
                               original, whose text the record `seq` carries */
    REVISION_NAMELESS = 128 /* a record without an id: no other is its like */
};

struct revision {
    uint8_t id[16];
    uint8_t seen[8]; /* big-endian, so that memcmp sorts */
    uint8_t content[8];
    uint8_t author[16]; /* zeros where it has none */
    uint64_t seq;       /* of the record among those read */
    uint64_t flags;
};

enum { REVISION_KEY = 32 };

/* An embedded copy of a post is another thing than the post: `is_observed` gives it an id of its own. */
void revision_set_id(struct revision *revision, struct text id,
                     bool is_observed);

/* For a record without an id: a number that no other has. */
void revision_set_nameless(struct revision *revision, uint64_t number);

/* For a repost: the id of the original, and a place behind all records of it. */
void revision_set_original(struct revision *revision, struct text id);

void revision_set_author(struct revision *revision, struct text author);
void revision_set_seen(struct revision *revision, int64_t seen_s);

/* The content hash: of the line without archive, member, line and part. */
void revision_set_content(struct revision *revision, struct text line);

/* What the entries of one id come to; filled by revision_take() from an empty one. */
struct verdict {
    struct revision last; /* the one that stands, unless there is a tombstone */
    uint64_t records;     /* read in this run */
    uint64_t repeated;    /* of them, the same as another */
    uint64_t tied; /* seen when `last` was, and other: the hash decided */
    bool any;      /* an entry was taken */
    bool found;    /* one of them was a record: `last` holds */
    bool tombstone, own;
};

/* False, and nothing taken, where the entry belongs to the next id. */
bool revision_take(struct verdict *verdict, const struct revision *entry);

#endif
