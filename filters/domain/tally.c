#include "base/array.h"
#include "domain/tally_parts.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/hash.h"
#include "ports/digest.h"

enum { FIRST_SLOTS = 1 << 10, FIRST_GROUPS = 64 };

struct tally *
tally_new(const struct measure *measures, size_t count)
{
    struct tally *tally = calloc(1, sizeof(*tally));

    if (tally == NULL)
        err(EX_OSERR, "no memory for a tally");
    assert(count < 255);
    tally->measures = measures;
    tally->measure_count = count;
    tally->groups = table_new();
    tally->texts = table_new();
    return tally;
}

void
tally_free(struct tally *tally)
{
    if (tally == NULL)
        return;
    table_free(tally->groups);
    table_free(tally->texts);
    free(tally->records);
    free(tally->cells);
    free(tally->slots);
    free(tally);
}

void
tally_clear(struct tally *tally)
{
    const struct measure *measures = tally->measures;
    size_t count = tally->measure_count;

    table_free(tally->groups);
    table_free(tally->texts);
    free(tally->records);
    free(tally->cells);
    free(tally->slots);
    *tally = (struct tally){.measures = measures, .measure_count = count};
    tally->groups = table_new();
    tally->texts = table_new();
}

static void
grow_groups(struct tally *tally)
{
    size_t old = tally->group_cap;
    size_t cap = old == 0 ? FIRST_GROUPS : 2 * old;
    size_t row = tally->measure_count;

    tally->records =
        array_resize(tally->records, cap, sizeof(*tally->records), "groups");
    memset(tally->records + old, 0, (cap - old) * sizeof(*tally->records));
    if (row > 0) {
        tally->cells = array_resize(tally->cells, cap * row,
                                    sizeof(*tally->cells), "groups");
        memset(tally->cells + old * row, 0,
               (cap - old) * row * sizeof(*tally->cells));
    }
    tally->group_cap = cap;
}

uint32_t
tally_group(struct tally *tally, struct text key)
{
    uint32_t group = table_add(tally->groups, key);

    if (group >= tally->group_cap)
        grow_groups(tally);
    return group;
}

uint32_t
tally_count(const struct tally *tally)
{
    return table_count(tally->groups);
}

void
tally_add_records(struct tally *tally, uint32_t group, uint64_t n)
{
    tally->records[group] += n;
}

void
tally_add(struct tally *tally, uint32_t group, size_t measure,
          const struct measure_cell *more)
{
    measure_join(tally_cell(tally, group, measure),
                 tally->measures[measure].kind, more);
}

static uint64_t
hash_slot(const struct tally_slot *slot)
{
    uint64_t owner = (uint64_t)slot->group << 8 | slot->measure;

    return hash_integer(slot->value.low
                        ^ (slot->value.high * UINT64_C(0x9e3779b97f4a7c15))
                        ^ (owner * UINT64_C(0xd6e8feb86659fd93)));
}

/* The slot of the same value, or the free one where it belongs. */
static struct tally_slot *
probe(const struct tally *tally, const struct tally_slot *wanted, uint64_t hash)
{
    size_t mask = tally->slot_cap - 1;

    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        struct tally_slot *slot = tally->slots + at;

        if (slot->n == 0
            || (slot->value.low == wanted->value.low
                && slot->group == wanted->group
                && slot->value.high == wanted->value.high
                && slot->measure == wanted->measure))
            return slot;
    }
}

static void
grow_slots(struct tally *tally)
{
    struct tally_slot *old = tally->slots;
    size_t old_cap = tally->slot_cap;

    tally->slot_cap = old_cap == 0 ? FIRST_SLOTS : 2 * old_cap;
    tally->slots = calloc(tally->slot_cap, sizeof(*tally->slots));
    if (tally->slots == NULL)
        err(EX_OSERR, "no memory for %zu values", tally->slot_cap);
    for (size_t i = 0; i < old_cap; i++) {
        if (old[i].n > 0)
            *probe(tally, old + i, hash_slot(old + i)) = old[i];
    }
    free(old);
}

static bool
is_crowded(const struct tally *tally, size_t more)
{
    return tally->slot_count + more > tally->slot_cap / 4 * 3;
}

static void
settle_one(struct tally *tally, const struct tally_arrival *arrival)
{
    const struct tally_slot *one = &arrival->slot;
    struct tally_slot *slot = probe(tally, one, arrival->hash);

    if (slot->n > 0) {
        slot->n += one->n;
        return;
    }
    *slot = *one;
    tally->slot_count++;
    if (tally->measures[one->measure].kind == MEASURE_DISTINCT)
        tally_cell(tally, one->group, one->measure)->n++;
}

void
tally_settle(struct tally *tally)
{
    for (size_t i = 0; i < tally->arrival_count; i++)
        settle_one(tally, tally->arrivals + i);
    tally->arrival_count = 0;
}

void
tally_add_value(struct tally *tally, uint32_t group, size_t measure,
                struct tally_value value, uint64_t n)
{
    struct tally_arrival *arrival;

    if (tally->arrival_count == TALLY_ARRIVALS)
        tally_settle(tally);
    if (tally->arrival_count == 0 && is_crowded(tally, TALLY_ARRIVALS))
        grow_slots(tally);
    arrival = tally->arrivals + tally->arrival_count++;
    arrival->slot = (struct tally_slot){value, n, group, (uint32_t)measure};
    arrival->hash = hash_slot(&arrival->slot);
    __builtin_prefetch(tally->slots + (arrival->hash & (tally->slot_cap - 1)),
                       1);
}

struct tally_value
tally_digest(struct text text)
{
    struct digest digest = digest128(text);

    return (struct tally_value){digest.high, digest.low};
}

/* With the sign turned over, so that the halves sort as unsigned numbers do. */
struct tally_value
tally_number(__int128 millionths)
{
    unsigned __int128 bits = (unsigned __int128)millionths;

    return (struct tally_value){(uint64_t)(bits >> 64) ^ (UINT64_C(1) << 63),
                                (uint64_t)bits};
}

struct tally_value
tally_text(struct tally *tally, struct text text)
{
    return (struct tally_value){0, table_add(tally->texts, text)};
}

/* Of the next growth of the slots, or of their sort, whichever is more. */
static size_t
slot_bytes(size_t cap)
{
    return cap * sizeof(struct tally_slot) / 4 * 7;
}

static size_t
bytes_with(const struct tally *tally, size_t slot_cap)
{
    size_t row =
        sizeof(*tally->records) + tally->measure_count * sizeof(*tally->cells);

    return table_bytes(tally->groups) + table_bytes(tally->texts)
           + tally->group_cap * row
           + tally_count(tally) * sizeof(struct tally_place)
           + slot_bytes(slot_cap);
}

bool
tally_is_full(const struct tally *tally, size_t budget_bytes)
{
    enum { SOON = 2 * TALLY_ARRIVALS };
    size_t cap = tally->slot_cap;

    if (cap > 0 && is_crowded(tally, SOON))
        cap *= 2;
    return tally_count(tally) > 0 && bytes_with(tally, cap) > budget_bytes;
}
