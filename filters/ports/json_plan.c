#include "ports/json_tape.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum {
    NO_SLOT = 255, /* a key that only leads to others */
    FEW = 256,     /* members up to which keys are compared by a list */
    BLOOM = 8,     /* words of 64 bits */
    SEEDS = 256    /* tried before a larger table */
};

/* A key by its length and its first and last eight bytes: up to 16 bytes these are all of it. */
struct mark {
    uint64_t head, tail, hash;
    struct text key;
};

struct entry {
    uint64_t head, tail;
    struct text key;
    struct level *below; /* NULL where no path goes on */
    uint8_t slot;
};

/* The keys wanted of one object. */
struct level {
    struct entry *entries;
    size_t count;
    uint8_t *places; /* of an entry, plus one; 0 is free */
    uint64_t seed;
    unsigned shift; /* 64 less the bits of the size of places */
    size_t mask;
};

struct json_plan {
    struct level *top;
    size_t count;
    uint8_t *same; /* for each path the first one equal to it */
    bool repeats;
};

static struct mark
mark(struct text key)
{
    static const uint64_t masks[9] = {
        0,          0xff,         0xffff,         0xffffff,
        0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff,
        UINT64_MAX};
    size_t short_len = key.len < 8 ? key.len : 8;
    struct mark mark = {.key = key};
    unsigned __int128 product;

    memcpy(&mark.head, key.at, 8);
    memcpy(&mark.tail, key.at + (key.len - short_len), 8);
    mark.head &= masks[short_len];
    mark.tail &= masks[short_len];
    product = (unsigned __int128)(mark.head ^ UINT64_C(0x9e3779b97f4a7c15))
              * (mark.tail ^ key.len ^ UINT64_C(0xd6e8feb86659fd93));
    mark.hash = (uint64_t)product ^ (uint64_t)(product >> 64);
    return mark;
}

/* Of a key of the plan, behind which nothing need be readable. */
static struct mark
mark_own(struct text key)
{
    char copy[8 + 8] = {0};
    struct mark found;

    if (key.len >= 8)
        return mark(key);
    memcpy(copy, key.at, key.len);
    found = mark((struct text){copy, key.len});
    found.key = key;
    return found;
}

static inline size_t
place_of(const struct level *level, uint64_t hash)
{
    return (size_t)(hash * level->seed >> level->shift);
}

static inline const struct entry *
find(const struct level *level, const struct mark *mark)
{
    size_t place = place_of(level, mark->hash);
    const struct entry *entry;

    for (; level->places[place] != 0; place = (place + 1) & level->mask) {
        entry = level->entries + level->places[place] - 1;
        if (entry->head == mark->head && entry->tail == mark->tail
            && entry->key.len == mark->key.len
            && (entry->key.len <= 16
                || memcmp(entry->key.at, mark->key.at, entry->key.len) == 0))
            return entry;
    }
    return NULL;
}

static void *
allocate(size_t count, size_t size)
{
    void *at = calloc(count, size);

    if (at == NULL)
        err(EX_OSERR, "no memory for a plan");
    return at;
}

/* Places all entries; returns how many did not get the place they hash to. */
static size_t
place_all(struct level *level)
{
    size_t displaced = 0;

    memset(level->places, 0, level->mask + 1);
    for (size_t i = 0; i < level->count; i++) {
        size_t place = place_of(level, mark_own(level->entries[i].key).hash);

        for (; level->places[place] != 0; place = (place + 1) & level->mask)
            displaced++;
        level->places[place] = (uint8_t)(i + 1);
    }
    return displaced;
}

/* A table at most a quarter full, and a seed under which no two keys meet, if there is one. */
static void
build_places(struct level *level)
{
    unsigned bits = 3;

    while (UINT64_C(1) << bits < 4 * level->count)
        bits++;
    level->shift = 64 - bits;
    level->mask = ((size_t)1 << bits) - 1;
    level->places = allocate(level->mask + 1, 1);
    level->seed = 1;
    for (int i = 0; i < SEEDS && place_all(level) > 0; i++)
        level->seed = level->seed * UINT64_C(0x5851f42d4c957f2d) + 2;
    place_all(level);
    for (size_t i = 0; i < level->count; i++) {
        if (level->entries[i].below != NULL)
            build_places(level->entries[i].below);
    }
}

static struct level *
level_new(size_t room)
{
    struct level *level = allocate(1, sizeof(*level));

    level->entries = allocate(room, sizeof(*level->entries));
    return level;
}

static void
level_free(struct level *level)
{
    if (level == NULL)
        return;
    for (size_t i = 0; i < level->count; i++)
        level_free(level->entries[i].below);
    free(level->entries);
    free(level->places);
    free(level);
}

static struct entry *
entry_for(struct level *level, struct text key)
{
    struct mark mark = mark_own(key);
    struct entry *entry = level->entries;

    for (size_t i = 0; i < level->count; i++, entry++) {
        if (text_equal(entry->key, key))
            return entry;
    }
    level->count++;
    *entry = (struct entry){mark.head, mark.tail, key, NULL, NO_SLOT};
    return entry;
}

/* Where the path ends; at most `room` paths can pass through a level. */
static struct entry *
entry_of_path(struct level *level, const char *path, size_t room)
{
    struct text rest = text_of(path);
    struct text key;
    struct entry *entry = NULL;

    while (text_split(&rest, '.', &key)) {
        if (entry != NULL) {
            if (entry->below == NULL)
                entry->below = level_new(room);
            level = entry->below;
        }
        entry = entry_for(level, key);
    }
    return entry;
}

struct json_plan *
json_plan_new(const char *const *paths, size_t count)
{
    struct json_plan *plan = allocate(1, sizeof(*plan));
    size_t room = count > 0 ? count : 1;

    assert(count <= 255);
    plan->count = count;
    plan->top = level_new(room);
    plan->same = allocate(room, 1);
    for (size_t i = 0; i < count; i++) {
        struct entry *entry = entry_of_path(plan->top, paths[i], room);

        if (entry->slot == NO_SLOT)
            entry->slot = (uint8_t)i;
        plan->same[i] = entry->slot;
        plan->repeats |= plan->same[i] != i;
    }
    build_places(plan->top);
    return plan;
}

void
json_plan_free(struct json_plan *plan)
{
    if (plan == NULL)
        return;
    level_free(plan->top);
    free(plan->same);
    free(plan);
}

/* What one walk through an object has met so far. */
struct walk {
    const struct json_plan *plan;
    const struct json_tape *tape;
    struct json_slot *slots;
};

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
has_duplicate(const struct json_tape *tape, size_t index)
{
    size_t end = json_tape_close(tape, index);
    size_t count = 0;
    bool found = false;
    uint32_t *keys = allocate((end - index) / 2, sizeof(*keys));

    for (size_t at = index + 1; at < end; at = json_tape_after(tape, at + 1))
        keys[count++] = (uint32_t)at;
    qsort_r(keys, count, sizeof(*keys), compare_keys, (void *)tape);
    for (size_t i = 1; i < count && !found; i++)
        found = compare_keys(keys + i - 1, keys + i, (void *)tape) == 0;
    free(keys);
    return found;
}

/* Whether an earlier member of the object has the key at `index`, the slow and certain way. */
static bool
came_before(const struct json_tape *tape, size_t object, size_t index)
{
    struct text key = json_tape_raw(tape, index);

    for (size_t at = object + 1; at < index;
         at = json_tape_after(tape, at + 1)) {
        if (text_equal(json_tape_raw(tape, at), key))
            return true;
    }
    return false;
}

/* The keys of an object that the plan does not want: all that is kept of them. */
struct others {
    uint64_t bloom[BLOOM];
    uint64_t hashes[FEW];
    size_t count;
};

/* False where a key of the same hash was here before. */
static inline bool
others_add(struct others *others, uint64_t hash)
{
    uint64_t *word = others->bloom + hash % BLOOM;
    uint64_t bit = UINT64_C(1) << (hash >> 58);

    if (*word & bit) {
        for (size_t i = 0; i < others->count; i++) {
            if (others->hashes[i] == hash)
                return false;
        }
    }
    *word |= bit;
    others->hashes[others->count++] = hash;
    return true;
}

static const char *walk_object(const struct walk *walk,
                               const struct level *level, size_t object);

static const char *
fill(const struct walk *walk, const struct entry *entry, size_t value)
{
    if (entry->slot != NO_SLOT)
        json_tape_slot(walk->tape, value, walk->slots + entry->slot);
    if (entry->below != NULL && json_tape_type(walk->tape->words[value]) == '{')
        return walk_object(walk, entry->below, value);
    return NULL;
}

/* An object of few members, so that what was met fits on the stack. */
static const char *
walk_few(const struct walk *walk, const struct level *level, size_t object)
{
    const struct json_tape *tape = walk->tape;
    size_t end = json_tape_close(tape, object);
    uint64_t met[4] = {0};
    struct others others;

    memset(others.bloom, 0, sizeof(others.bloom));
    others.count = 0;
    for (size_t at = object + 1; at < end; at = json_tape_after(tape, at + 1)) {
        struct mark key = mark(json_tape_raw(tape, at));
        const struct entry *entry = find(level, &key);
        const char *why;

        if (entry == NULL) {
            if (!others_add(&others, key.hash) && came_before(tape, object, at))
                return duplicate;
            continue;
        }
        size_t number = (size_t)(entry - level->entries);
        if (met[number / 64] >> number % 64 & 1)
            return duplicate;
        met[number / 64] |= UINT64_C(1) << number % 64;
        why = fill(walk, entry, at + 1);
        if (why != NULL)
            return why;
    }
    return NULL;
}

static const char *
walk_many(const struct walk *walk, const struct level *level, size_t object)
{
    const struct json_tape *tape = walk->tape;
    size_t end = json_tape_close(tape, object);

    if (has_duplicate(tape, object))
        return duplicate;
    for (size_t at = object + 1; at < end; at = json_tape_after(tape, at + 1)) {
        struct mark key = mark(json_tape_raw(tape, at));
        const struct entry *entry = find(level, &key);
        const char *why = entry == NULL ? NULL : fill(walk, entry, at + 1);

        if (why != NULL)
            return why;
    }
    return NULL;
}

static const char *
walk_object(const struct walk *walk, const struct level *level, size_t object)
{
    size_t members = walk->tape->words[object] >> 32 & 0xffffff;

    return members <= FEW ? walk_few(walk, level, object)
                          : walk_many(walk, level, object);
}

const char *
json_pick(const struct json_plan *plan, struct json_node object,
          struct json_slot *slots)
{
    struct walk walk = {plan, object.tape, slots};
    const char *why;

    for (size_t i = 0; i < plan->count; i++)
        slots[i].type = JSON_ABSENT;
    if (object.tape == NULL
        || json_tape_type(walk.tape->words[object.index]) != '{')
        return NULL;
    why = walk_object(&walk, plan->top, object.index);
    for (size_t i = 0; plan->repeats && i < plan->count; i++)
        slots[i] = slots[plan->same[i]];
    return why;
}
