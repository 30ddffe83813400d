#include "ports/json_level.h"
#include "ports/json_tape.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/hash.h"

enum {
    PATHS = 255,
    FEW = 256,  /* members up to which unknown keys are kept in a list */
    BLOOM = 512 /* bits */
};

struct json_plan {
    struct json_level *top;
    size_t count;
    uint8_t same[PATHS]; /* for each path the first one equal to it */
    bool repeats;
    struct arena arena;
};

static void *
allocate(size_t count, size_t size)
{
    void *at = calloc(count, size);

    if (at == NULL)
        err(EX_OSERR, "no memory for a plan");
    return at;
}

/* Where the path ends. */
static struct json_key *
key_of_path(struct json_plan *plan, const char *path)
{
    struct json_level *level = plan->top;
    struct json_key *last = NULL;
    struct text rest = text_of(path);
    struct text name;

    while (text_split(&rest, '.', &name)) {
        if (last != NULL && last->below == NULL)
            last->below = json_level_new(&plan->arena);
        if (last != NULL)
            level = last->below;
        last = level->keys + json_level_add(level, name);
        assert(last != level->keys);
    }
    return last;
}

struct json_plan *
json_plan_new(const char *const *paths, size_t count)
{
    struct json_plan *plan = allocate(1, sizeof(*plan));

    assert(count <= PATHS);
    plan->count = count;
    plan->top = json_level_new(&plan->arena);
    for (size_t i = 0; i < count; i++) {
        struct json_key *key = key_of_path(plan, paths[i]);

        if (key->slot == JSON_LEVEL_NO_SLOT)
            key->slot = (uint8_t)i;
        plan->same[i] = key->slot;
        plan->repeats |= plan->same[i] != i;
    }
    return plan;
}

void
json_plan_free(struct json_plan *plan)
{
    if (plan == NULL)
        return;
    arena_free(&plan->arena);
    free(plan);
}

static const char duplicate[] = "duplicate_key: an object has a key twice";

static int
compare_keys(const void *a, const void *b, void *tape)
{
    struct text left = json_tape_raw(tape, *(const uint32_t *)a);
    struct text right = json_tape_raw(tape, *(const uint32_t *)b);

    return text_compare(left, right);
}

/* Of an object with many members: by sorting its keys. */
static bool
has_duplicate(const struct json_tape *tape, size_t object)
{
    size_t end = json_tape_close(tape, object);
    size_t count = 0;
    bool found = false;
    uint32_t *keys = allocate((end - object) / 2, sizeof(*keys));

    for (size_t at = object + 1; at < end; at = json_tape_after(tape, at + 1))
        keys[count++] = (uint32_t)at;
    qsort_r(keys, count, sizeof(*keys), compare_keys, (void *)tape);
    for (size_t i = 1; i < count && !found; i++)
        found = compare_keys(keys + i - 1, keys + i, (void *)tape) == 0;
    free(keys);
    return found;
}

/* A walk through the members of one object. */
struct walk {
    const struct json_tape *tape;
    struct json_level *level;
    struct json_slot *slots;
    size_t object;
    bool is_checked; /* that no key comes twice */
    size_t unknown;
    uint64_t met[JSON_LEVEL_KEYS / 64]; /* of known keys */
    uint64_t bloom[BLOOM / 64];         /* of the hashes of unknown ones */
    uint64_t hashes[FEW];
};

/* Whether an earlier member has the unknown key at `index`. */
static bool
came_before(struct walk *walk, size_t index)
{
    const struct json_tape *tape = walk->tape;
    struct text key = json_tape_raw(tape, index);
    uint64_t hash = hash_text(key);
    uint64_t *word = walk->bloom + hash % (BLOOM / 64);
    uint64_t bit = UINT64_C(1) << (hash >> 58);
    size_t at = walk->object + 1;
    size_t i = 0;

    while ((*word & bit) != 0 && i < walk->unknown && walk->hashes[i] != hash)
        i++;
    if ((*word & bit) != 0 && i < walk->unknown) {
        while (!text_equal(json_tape_raw(tape, at), key))
            at = json_tape_after(tape, at + 1);
        return at < index;
    }
    *word |= bit;
    walk->hashes[walk->unknown++] = hash;
    return false;
}

/* The number of the key at `index`, which is not the one that followed `before` last time. */
static size_t
learn(struct walk *walk, size_t before, struct text key)
{
    size_t number = json_level_add(walk->level, key);

    if (number != 0)
        walk->level->keys[before].next = (uint16_t)number;
    return number;
}

static const char *walk_object(const struct json_tape *tape, size_t object,
                               struct json_level *level,
                               struct json_slot *slots);

static inline const char *
fill(const struct walk *walk, const struct json_key *key, size_t value)
{
    if (key->slot != JSON_LEVEL_NO_SLOT)
        json_tape_slot(walk->tape, value, walk->slots + key->slot);
    if (key->below != NULL && json_tape_type(walk->tape->words[value]) == '{')
        return walk_object(walk->tape, value, key->below, walk->slots);
    return NULL;
}

static const char *
walk_members(struct walk *walk)
{
    const struct json_tape *tape = walk->tape;
    struct json_key *keys = walk->level->keys;
    size_t end = json_tape_close(tape, walk->object);
    size_t number = 0;

    for (size_t at = walk->object + 1; at < end;
         at = json_tape_after(tape, at + 1)) {
        struct text key = json_tape_raw(tape, at);
        size_t before = number;
        const char *why;

        number = keys[before].next;
        if (!json_key_is(keys + number, key))
            number = learn(walk, before, key);
        if (number == 0) {
            number = before;
            if (!walk->is_checked && came_before(walk, at))
                return duplicate;
            continue;
        }
        if (walk->met[number / 64] >> number % 64 & 1)
            return duplicate;
        walk->met[number / 64] |= UINT64_C(1) << number % 64;
        why = fill(walk, keys + number, at + 1);
        if (why != NULL)
            return why;
    }
    return NULL;
}

static const char *
walk_object(const struct json_tape *tape, size_t object,
            struct json_level *level, struct json_slot *slots)
{
    struct walk walk;

    walk.tape = tape;
    walk.level = level;
    walk.slots = slots;
    walk.object = object;
    walk.unknown = 0;
    walk.is_checked = (tape->words[object] >> 32 & 0xffffff) > FEW;
    if (walk.is_checked && has_duplicate(tape, object))
        return duplicate;
    memset(walk.met, 0, sizeof(walk.met));
    memset(walk.bloom, 0, sizeof(walk.bloom));
    return walk_members(&walk);
}

const char *
json_pick(const struct json_plan *plan, struct json_node object,
          struct json_slot *slots)
{
    const struct json_tape *tape = object.tape;
    const char *why;

    for (size_t i = 0; i < plan->count; i++)
        slots[i].type = JSON_ABSENT;
    if (tape == NULL || json_tape_type(tape->words[object.index]) != '{')
        return NULL;
    why = walk_object(tape, object.index, plan->top, slots);
    for (size_t i = 0; plan->repeats && i < plan->count; i++)
        slots[i] = slots[plan->same[i]];
    return why;
}
