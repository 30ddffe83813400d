#include "ports/json_plain.h"
#include "ports/json_walk.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum { PATHS = 255 };

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
        last = json_level_add(level, name);
        assert(last != NULL);
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

static void
clear_slots(const struct json_plan *plan, struct json_slot *slots)
{
    for (size_t i = 0; i < plan->count; i++)
        slots[i].type = JSON_ABSENT;
}

/* Paths that are equal are filled alike. */
static void
repeat_slots(const struct json_plan *plan, struct json_slot *slots)
{
    for (size_t i = 0; plan->repeats && i < plan->count; i++)
        slots[i] = slots[plan->same[i]];
}

const char *
json_pick(const struct json_plan *plan, struct json_node object,
          struct json_slot *slots)
{
    const struct json_tape *tape = object.tape;
    const char *why;

    clear_slots(plan, slots);
    if (tape == NULL || json_tape_type(tape->words[object.index]) != '{')
        return NULL;
    why = json_walk(tape, object.index, plan->top, slots);
    repeat_slots(plan, slots);
    return why;
}

bool
json_plan_plain(const struct json_plan *plan, struct json_plain *plain,
                struct text line, struct json_slot *slots)
{
    if (!json_plain_is(line))
        return false;
    clear_slots(plan, slots);
    if (!json_plain_pick(plain, plan->top, line, slots))
        return false;
    repeat_slots(plan, slots);
    return true;
}
