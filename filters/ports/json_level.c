#include "ports/json_level.h"

#include "base/hash.h"

enum { LONG = 64 };

struct json_level *
json_level_new(struct arena *arena)
{
    struct json_level *level = arena_get(arena, sizeof(*level));

    level->arena = arena;
    level->keys[0].len = SIZE_MAX;
    level->count = 1;
    return level;
}

/* Where the key is, or would be. */
static uint16_t *
place_of(const struct json_level *level, struct text key)
{
    size_t place = hash_text(key) % JSON_LEVEL_PLACES;
    uint16_t number;

    for (; (number = level->places[place]) != 0;
         place = (place + 1) % JSON_LEVEL_PLACES) {
        const struct json_key *known = level->keys + number;

        if (text_equal((struct text){known->at, known->len}, key))
            break;
    }
    return (uint16_t *)level->places + place;
}

size_t
json_level_find(const struct json_level *level, struct text key)
{
    return *place_of(level, key);
}

static struct json_key
new_key(struct text copy)
{
    struct json_key key = {.mask = UINT64_MAX,
                           .len = copy.len,
                           .at = copy.at,
                           .slot = JSON_LEVEL_NO_SLOT};

    if (copy.len < 8)
        key.mask = (UINT64_C(1) << 8 * copy.len) - 1;
    else
        key.tail_at = copy.len - 8;
    memcpy(&key.head, copy.at, copy.len < 8 ? copy.len : 8);
    memcpy(&key.tail, copy.at + key.tail_at, copy.len < 8 ? copy.len : 8);
    return key;
}

size_t
json_level_add(struct json_level *level, struct text key)
{
    uint16_t *place = place_of(level, key);

    if (*place != 0 || level->count == JSON_LEVEL_KEYS || key.len > LONG)
        return *place;
    level->keys[level->count] = new_key(arena_copy(level->arena, key));
    *place = (uint16_t)level->count++;
    return *place;
}
