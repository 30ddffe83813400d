/* survivor: what stands does not hang on the order in which it came, nor on the memory given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "domain/survivor.h"

enum { RECORDS = 3000, IDS = 700, AUTHORS = 40, NOTICES = 200, LINE = 160 };
enum { FATE_BYTES = RECORDS * SURVIVOR_FATES };

/* A stream of records and deletes that a number makes, the same for the same number. */
struct thing {
    char line[LINE], id[32], author[32], original[32];
    const char *scope; /* of a delete: its target is `id` */
    int64_t seen_s;
    bool is_own, is_observed;
};

static struct thing things[RECORDS + NOTICES];

static uint32_t
draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)(*state >> 8) * below >> 24);
}

static void
make_record(struct thing *thing, uint32_t number, uint32_t *state)
{
    uint32_t id = draw(state, IDS);

    *thing = (struct thing){.seen_s = 1000 + draw(state, 4),
                            .is_own = id % 7 == 0,
                            .is_observed = draw(state, 10) == 0};
    snprintf(thing->id, sizeof(thing->id), "twitter:%u", id);
    snprintf(thing->author, sizeof(thing->author), "twitter:%u", id % AUTHORS);
    if (id % 3 == 0)
        snprintf(thing->original, sizeof(thing->original), "twitter:%u",
                 id / 3);
    snprintf(thing->line, LINE, "{\"id\":\"%s\",\"text\":\"%u\"}", thing->id,
             number);
}

static void
make_delete(struct thing *thing, uint32_t *state)
{
    static const char *const scopes[] = {"item", "item",   "item",
                                         "item", "author", "geo"};

    uint32_t scope = draw(state, 6);

    *thing = (struct thing){.scope = scopes[scope]};
    snprintf(thing->id, sizeof(thing->id), "twitter:%u",
             draw(state, scope < 4 ? IDS : AUTHORS / 8));
}

static void
make_things(void)
{
    uint32_t state = 7;

    for (uint32_t i = 0; i < RECORDS; i++)
        make_record(&things[i], i, &state);
    for (uint32_t i = 0; i < NOTICES; i++)
        make_delete(&things[RECORDS + i], &state);
}

static void
take_fate(void *context, uint64_t number, enum survivor_fate fate)
{
    uint8_t *fates = context;

    fates[number * SURVIVOR_FATES + fate] = 1;
}

static void
tell(struct survivors *survivors, uint32_t number)
{
    const struct thing *thing = &things[number];

    if (thing->scope != NULL)
        assert_null(survivor_delete(
            survivors,
            &(struct tombstone_record){.scope = text_of(thing->scope),
                                       .target = text_of(thing->id)}));
    else
        survivor_add(survivors, &(struct survivor_record){
                                    .number = number,
                                    .line = text_of(thing->line),
                                    .id = text_of(thing->id),
                                    .author = text_of(thing->author),
                                    .repost_of = text_of(thing->original),
                                    .seen_s = thing->seen_s,
                                    .is_observed = thing->is_observed,
                                    .is_own = thing->is_own});
}

/* The fates of all records, told in an order that `seed` turns. */
static struct survivor_counts
settle(uint32_t seed, size_t budget_bytes, uint8_t fates[FATE_BYTES])
{
    struct spill *spill = spill_open(NULL);
    struct survivors *survivors = survivors_new(budget_bytes, spill);
    struct survivor_takers takers = {.fate = take_fate, .context = fates};
    struct survivor_counts counts;
    static uint32_t order[RECORDS + NOTICES];

    for (uint32_t i = 0; i < RECORDS + NOTICES; i++)
        order[i] = i;
    for (uint32_t i = RECORDS + NOTICES - 1; seed != 0 && i > 0; i--) {
        uint32_t other = draw(&seed, i + 1), held = order[i];

        order[i] = order[other];
        order[other] = held;
    }
    for (uint32_t i = 0; i < RECORDS + NOTICES; i++)
        tell(survivors, order[i]);
    memset(fates, 0, FATE_BYTES);
    counts = survivors_settle(survivors, &takers);
    survivors_free(survivors);
    spill_close(spill);
    return counts;
}

static void
what_stands_does_not_hang_on_the_order(void **state)
{
    static uint8_t wanted[FATE_BYTES], found[FATE_BYTES];
    struct survivor_counts counts, other;

    (void)state;
    make_things();
    counts = settle(0, 1 << 20, wanted);
    assert_true(counts.superseded > 0 && counts.deleted > 0);
    assert_true(counts.author_deleted > 0 && counts.tied > 0);
    for (uint32_t seed = 1; seed <= 50; seed++) {
        other = settle(seed, 1 << 20, found);
        assert_memory_equal(found, wanted, FATE_BYTES);
        assert_memory_equal(&other, &counts, sizeof(counts));
    }
}

static void
what_stands_does_not_hang_on_the_memory(void **state)
{
    static uint8_t wanted[FATE_BYTES], found[FATE_BYTES];

    (void)state;
    make_things();
    settle(3, 1 << 20, wanted);
    settle(3, 1 << 12, found);
    assert_memory_equal(found, wanted, FATE_BYTES);
}

static bool
has(const uint8_t *fates, uint32_t number, enum survivor_fate fate)
{
    return fates[number * SURVIVOR_FATES + fate] != 0;
}

static void
every_record_stands_or_is_counted(void **state)
{
    static uint8_t fates[FATE_BYTES];
    struct survivor_counts counts;
    uint64_t standing = 0;

    (void)state;
    make_things();
    counts = settle(0, 1 << 20, fates);
    for (uint32_t i = 0; i < RECORDS; i++)
        standing += has(fates, i, SURVIVOR_STANDS);
    assert_int_equal(standing + counts.repeated + counts.superseded
                         + counts.deleted + counts.author_deleted,
                     RECORDS);
}

/* An id is told of as often as a run has it; what another run has of it stands against that. */
struct memory {
    struct revision entries[RECORDS * 2];
    size_t count;
};

static void
take_memory(void *context, const struct revision *entry)
{
    struct memory *memory = context;

    memory->entries[memory->count++] = *entry;
}

static void
ignore_fate(void *context, uint64_t number, enum survivor_fate fate)
{
    (void)context;
    (void)number;
    (void)fate;
}

static void
a_run_that_remembers_itself_writes_nothing_again(void **state)
{
    static struct memory memory;
    static uint8_t fates[FATE_BYTES];
    struct survivors *first = survivors_new(1 << 20, NULL);
    struct survivors *second = survivors_new(1 << 20, NULL);

    (void)state;
    make_things();
    for (uint32_t i = 0; i < RECORDS + NOTICES; i++)
        tell(first, i);
    survivors_settle(
        first, &(struct survivor_takers){ignore_fate, take_memory, &memory});
    for (size_t i = 0; i < memory.count; i++)
        survivor_recall(second, &memory.entries[i]);
    for (uint32_t i = 0; i < RECORDS; i++)
        tell(second, i);
    memset(fates, 0, FATE_BYTES);
    survivors_settle(second, &(struct survivor_takers){take_fate, NULL, fates});
    for (uint32_t i = 0; i < RECORDS; i++)
        assert_false(has(fates, i, SURVIVOR_STANDS));
    survivors_free(first);
    survivors_free(second);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_does_not_hang_on_the_order),
        cmocka_unit_test(what_stands_does_not_hang_on_the_memory),
        cmocka_unit_test(every_record_stands_or_is_counted),
        cmocka_unit_test(a_run_that_remembers_itself_writes_nothing_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
