/*
 * json_level - the keys that objects of one kind were seen with, for the files of json alone
 *
 * Objects of a stream resemble each other, so each key remembers which one came behind it last:
 * mostly one comparison finds a key, and that it is known tells by one bit whether it came twice.
 * Shape:   keys have numbers, 0 is none; the wanted ones come first. What is behind JSON_LEVEL_KEYS, or
 *          long and not wanted, stays unknown: a stream of ever new keys costs no more memory.
 * Lives:   in an arena, until that is freed.
 */
#ifndef HARK_PORTS_JSON_LEVEL_H
#define HARK_PORTS_JSON_LEVEL_H

#include "base/arena.h"

enum {
    JSON_LEVEL_KEYS = 512,
    JSON_LEVEL_NO_SLOT = 255, /* a key that nobody wants itself */
    JSON_LEVEL_PLACES = 2048
};

struct json_key {
    uint64_t head, tail; /* its first and its last eight bytes, … */
    uint64_t mask;       /* … or, of a shorter one, those that count */
    size_t len;
    size_t tail_at;
    const char *at;
    struct json_level *below; /* of a value that is picked from, or NULL */
    uint16_t next;            /* the key behind it, the last time */
    uint8_t slot;
};

struct json_level {
    struct arena *arena;
    size_t
        count; /* with key 0, which no text equals and the first key follows */
    struct json_key keys[JSON_LEVEL_KEYS];
    uint16_t places[JSON_LEVEL_PLACES];
};

struct json_level *json_level_new(struct arena *arena);

/* The key's number, or 0. */
size_t json_level_find(const struct json_level *level, struct text key);

/* The same, of a new one too, unless the level is full. */
size_t json_level_add(struct json_level *level, struct text key);

/* Eight bytes from key.at on must be readable, and count only as far as the key goes. */
static inline bool
json_key_is(const struct json_key *known, struct text key)
{
    uint64_t head, tail, differing;

    if (known->len != key.len)
        return false;
    memcpy(&head, key.at, sizeof(head));
    memcpy(&tail, key.at + known->tail_at, sizeof(tail));
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
