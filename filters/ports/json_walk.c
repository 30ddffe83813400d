#include "ports/json_walk.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/hash.h"

enum {
    FEW = 256,  /* unknown keys up to which they are kept in a list */
    BLOOM = 512 /* bits */
};

static const char duplicate[] = "duplicate_key: an object has a key twice";

static int
compare_keys(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* Of an object with many members: by sorting its keys. */
static bool
has_duplicate(const struct json_tape *tape, size_t object)
{
    size_t close = json_tape_close(tape, object);
    size_t count = 0;
    bool found = false;
    struct text *keys = calloc((close - object) / 2 + 1, sizeof(*keys));

    if (keys == NULL)
        err(EX_OSERR, "no memory for keys");

    for (size_t at = object + 1; at < close; at = json_tape_after(tape, at + 1))
        keys[count++] = json_tape_raw(tape, at);
    qsort(keys, count, sizeof(*keys), compare_keys);
    for (size_t i = 1; i < count && !found; i++)
        found = text_equal(keys[i - 1], keys[i]);
    free(keys);
    return found;
}

/* A walk through the members of one object. */
struct walk {
    const struct json_tape *tape;
    struct json_level *level;
    struct json_slot *slots;
    size_t object;
    size_t unknown;             /* keys; those below are of them */
    uint64_t bloom[BLOOM / 64]; /* of their hashes; set up with the first */
    uint64_t hashes[FEW];
    bool is_checked; /* that no key comes twice */
};

/* Whether a member before the one at `index` has the same key, for certain. */
static bool
is_repeated(const struct walk *walk, size_t index, struct text key)
{
    size_t at = walk->object + 1;

    while (!text_equal(json_tape_raw(walk->tape, at), key))
        at = json_tape_after(walk->tape, at + 1);
    return at < index;
}

/* Whether an earlier member has the unknown key of the one at `index`. */
static bool
came_before(struct walk *walk, size_t index, struct text key)
{
    uint64_t hash = hash_text(key);
    uint64_t *word = walk->bloom + hash % (BLOOM / 64);
    uint64_t bit = UINT64_C(1) << (hash >> 58);

    if (walk->unknown == 0)
        memset(walk->bloom, 0, sizeof(walk->bloom));
    if (*word & bit) {
        for (size_t i = 0; i < walk->unknown; i++) {
            if (walk->hashes[i] == hash)
                return is_repeated(walk, index, key);
        }
    }
    if (walk->unknown == FEW) {
        walk->is_checked = true;
        return has_duplicate(walk->tape, walk->object);
    }
    *word |= bit;
    walk->hashes[walk->unknown++] = hash;
    return false;
}

static inline const char *
fill(const struct walk *walk, const struct json_key *key, size_t value)
{
    const struct json_tape *tape = walk->tape;

    if (key->slot != JSON_LEVEL_NO_SLOT)
        json_tape_slot(tape, value, walk->slots + key->slot);
    if (key->below != NULL && json_tape_type(tape->words[value]) == '{')
        return json_walk(tape, value, key->below, walk->slots);
    return NULL;
}

/* The key, which is not the one that followed `before` last time; NULL of an unknown one. */
static struct json_key *
learn(struct json_level *level, struct json_key *before, struct text key)
{
    struct json_key *known = json_level_meet(level, key);

    if (known != NULL)
        before->next = known;
    return known;
}

static const char *
walk_members(struct walk *walk)
{
    const struct json_tape *tape = walk->tape;
    struct json_level *level = walk->level;
    struct json_key *before = level->keys;
    uint64_t number = ++level->walk;
    size_t close = json_tape_close(tape, walk->object);

    for (size_t at = walk->object + 1; at < close;
         at = json_tape_after(tape, at + 1)) {
        struct text key = json_tape_raw(tape, at);
        struct json_key *known = before->next;
        const char *why;

        if (!json_key_is(known, key)) {
            known = learn(level, before, key);
            if (known == NULL) {
                if (!walk->is_checked && came_before(walk, at, key))
                    return duplicate;
                continue;
            }
        }
        if (known->walk == number)
            return duplicate;
        known->walk = number;
        before = known;
        why = fill(walk, known, at + 1);
        if (why != NULL)
            return why;
    }
    return NULL;
}

const char *
json_walk(const struct json_tape *tape, size_t object, struct json_level *level,
          struct json_slot *slots)
{
    struct walk walk;

    walk.tape = tape;
    walk.level = level;
    walk.slots = slots;
    walk.object = object;
    walk.unknown = 0;
    walk.is_checked = false;
    return walk_members(&walk);
}
