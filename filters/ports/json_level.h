/*
 * json_level - the keys that objects of one kind were seen with, for the files of json alone
 *
 * Objects of a stream resemble each other, so each key remembers which one came behind it last:
 * mostly one comparison finds a key, and a key that is known tells by itself whether it came twice.
 * Shape:   what is behind JSON_LEVEL_KEYS, or long and not wanted, stays unknown: ever new keys cost no
 *          more memory.
 * Lives:   in an arena, until that is freed.
 */
#ifndef HARK_PORTS_JSON_LEVEL_H
#define HARK_PORTS_JSON_LEVEL_H

#include "base/arena.h"

enum {
    JSON_LEVEL_KEYS = 512,
    JSON_LEVEL_PLACES = 4 * JSON_LEVEL_KEYS,
    JSON_LEVEL_NO_SLOT = 255 /* a key that nobody wants itself */
};

/* Sized and ordered to be one line of the cache. */
struct json_key {
    uint64_t head, tail;      /* its first and its last eight bytes, … */
    uint64_t mask;            /* … or, of a shorter one, those that count */
    struct json_key *next;    /* that came behind it the last time */
    struct json_level *below; /* of a value that is picked from, or NULL */
    uint64_t walk;            /* the object that it was last met in */
    const char *at;
    uint32_t len;
    uint8_t slot;
};

struct json_level {
    struct arena *arena;
    uint64_t walk; /* counts objects */
    size_t count;  /* of keys, the first among them */
    uint16_t places[JSON_LEVEL_PLACES];
    struct json_key keys[JSON_LEVEL_KEYS]; /* the first stands for `{` */
};

struct json_level *json_level_new(struct arena *arena);

/* The key, old or new; NULL where it stays unknown. */
struct json_key *json_level_add(struct json_level *level, struct text key);

/* The same of a key that nobody asked for: a long one is not added. */
struct json_key *json_level_meet(struct json_level *level, struct text key);

/* Eight bytes from key.at on must be readable, and count only as far as the key goes. */
static inline bool
json_key_is(const struct json_key *known, struct text key)
{
    uint64_t head, tail, differing;

    if (known->len != key.len)
        return false;
    memcpy(&head, key.at, sizeof(head));
    memcpy(&tail, key.at + (key.len < 8 ? 0 : key.len - 8), sizeof(tail));
    differing = ((head ^ known->head) | (tail ^ known->tail)) & known->mask;
    for (size_t i = 8; i + 8 < key.len; i += 8) {
        uint64_t a, b;

        memcpy(&a, key.at + i, sizeof(a));
        memcpy(&b, known->at + i, sizeof(b));
        differing |= a ^ b;
    }
    return differing == 0;
}

#endif
