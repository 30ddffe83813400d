/*
 * keys - what a record may be found by: its own id, its author, the original that it repeats
 *
 * A delete or a later revision that comes years after what it speaks of has to find the partition of that; each
 * record leaves digests of what it may be asked for, and each newcomer has those that it asks for.
 * Shape:   XXH3-64 of a letter (i, a, r) and the name: of what deletes name (docs/record.md, Deletes).
 * Lives:   a set until keys_free().
 * Fails:   never returns without memory: err(EX_OSERR).
 * Cost:    8 bytes a name asked for; a look-up about two lines of cache.
 */
#ifndef HARK_DOMAIN_KEYS_H
#define HARK_DOMAIN_KEYS_H

#include "base/text.h"

enum { KEYS_MOST = 3 };

/* A record as its fields say; of no delete target and scope do not count. */
struct keys_record {
    struct text id, author, repost_of;
    bool is_delete;
    struct text target, scope;
};

/* Both give how many, at most KEYS_MOST. */
size_t keys_left(const struct keys_record *record, uint64_t out[KEYS_MOST]);
size_t keys_asked(const struct keys_record *record, uint64_t out[KEYS_MOST]);

struct keys;

struct keys *keys_new(void);
void keys_free(struct keys *keys);
void keys_add(struct keys *keys, uint64_t key);
bool keys_has(const struct keys *keys, uint64_t key);
size_t keys_bytes(const struct keys *keys);

#endif
