/*
 * reference_parts - what the files of reference share, for them alone
 */
#ifndef HARK_DOMAIN_REFERENCE_PARTS_H
#define HARK_DOMAIN_REFERENCE_PARTS_H

#include "domain/reference.h"

/*
 * Keys: REFERENCE_COUNTING or REFERENCE_REACHING, and the digest of the name by which a post is referred to. For
 * counting then the time, and the post before the reference: a reference stands behind the posts
 * that have it. For reaching the reference comes first: whatever is behind it has been reached.
 */
enum {
    REFERENCE_COUNTING = 'c',
    REFERENCE_REACHING = 'r',
    REFERENCE_NAMES_MAX = 256,
    REFERENCE_NAME_BYTES = 17
};
enum { REFERENCE_FIRST, REFERENCE_SECOND };

/* A name by which a post can be referred to, and the link that it is of. */
struct reference_name {
    struct tally_value digest, link;
    bool is_id; /* of the post itself */
};

struct references {
    const struct question *question;
    struct sorter *sorter;
    struct buffer key, payload, scratch;

    /* The post at hand. */
    struct reference_name names[REFERENCE_NAMES_MAX];
    size_t name_count;
    int64_t time_s;

    /* While they are found: the last name, the groups of its last posts, and those that wait. */
    struct buffer name, posted; /* of keys */
    struct buffer groups;       /* each with its length before it */
    size_t at;                  /* groups.len: none waits */
    size_t measure;
    bool is_reached;
};

#endif
