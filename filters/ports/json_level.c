#include "ports/json_level.h"

#include <stddef.h>

#include "base/hash.h"

enum { LONG = 64 };

struct json_level *
json_level_new(struct arena *arena)
{
    /* Most plans are never used: pages of keys that are not there are not touched. */
    struct json_level *level = arena_room(arena, sizeof(*level));

    memset(level, 0, offsetof(struct json_level, keys));
    level->arena = arena;
    level->count = 1;
    level->keys[0] = (struct json_key){.len = UINT32_MAX, .next = level->keys};
    return level;
}

/* Where the key is, or would be. */
static uint16_t *
place_of(struct json_level *level, struct text key)
{
    size_t place = hash_text(key) % JSON_LEVEL_PLACES;
    uint16_t number;

    for (; (number = level->places[place]) != 0;
         place = (place + 1) % JSON_LEVEL_PLACES) {
        const struct json_key *known = level->keys + number;

        if (text_equal((struct text){known->at, known->len}, key))
            break;
    }
    return level->places + place;
}

static struct json_key
new_key(struct text copy)
{
    struct json_key key = {.mask = UINT64_MAX,
                           .at = copy.at,
                           .len = (uint32_t)copy.len,
                           .slot = JSON_LEVEL_NO_SLOT};

    if (copy.len < 8) {
        key.mask = (UINT64_C(1) << 8 * copy.len) - 1;
        memcpy(&key.head, copy.at, copy.len);
        memcpy(&key.tail, copy.at, copy.len);
    } else {
        memcpy(&key.head, copy.at, 8);
        memcpy(&key.tail, copy.at + copy.len - 8, 8);
    }
    return key;
}

static struct json_key *
add(struct json_level *level, struct text key)
{
    struct json_key *known = level->keys + level->count++;

    *known = new_key(arena_copy(level->arena, key));
    known->next = level->keys;
    return known;
}

static struct json_key *
find(struct json_level *level, struct text key, size_t longest)
{
    uint16_t *place = place_of(level, key);

    if (*place == 0) {
        if (level->count == JSON_LEVEL_KEYS || key.len > longest)
            return NULL;
        *place = (uint16_t)(add(level, key) - level->keys);
    }
    return level->keys + *place;
}

struct json_key *
json_level_add(struct json_level *level, struct text key)
{
    return find(level, key, SIZE_MAX);
}

struct json_key *
json_level_meet(struct json_level *level, struct text key)
{
    return find(level, key, LONG);
}
