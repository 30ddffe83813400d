#include "domain/tally.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/hash.h"
#include "base/table.h"
#include "ports/digest.h"

enum {
    FIRST_SLOTS = 1 << 10,
    FIRST_GROUPS = 64,
    PREFIX_BYTES = 8,
    ARRIVALS = 32
};

struct slot {
    struct tally_value value;
    uint64_t n;       /* 0: free */
    uint32_t group;   /* while sorting: its rank */
    uint32_t measure; /* from 0 */
};

/* A value on its way into its slot, while that comes from memory. */
struct arrival {
    struct slot slot;
    uint64_t hash;
};

struct tally {
    const struct measure *measures;
    size_t measure_count;
    struct table *groups;
    uint64_t *records;          /* by group */
    struct measure_cell *cells; /* by group, then measure */
    size_t group_cap;
    struct slot *slots;
    size_t slot_count, slot_cap; /* a power of two */
    struct table *texts;         /* of TOP */
    struct arrival arrivals[ARRIVALS];
    size_t arrival_count;
};

/* A group as it is sorted: most are told apart by the bytes behind what all have in common. */
struct place {
    uint64_t prefix;
    uint32_t group;
};

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

static void *
grow(void *at, size_t count, size_t size)
{
    at = reallocarray(at, count, size);
    if (at == NULL)
        err(EX_OSERR, "no memory for %zu groups", count);
    return at;
}

static void
grow_groups(struct tally *tally)
{
    size_t old = tally->group_cap;
    size_t cap = old == 0 ? FIRST_GROUPS : 2 * old;
    size_t row = tally->measure_count;

    tally->records = grow(tally->records, cap, sizeof(*tally->records));
    memset(tally->records + old, 0, (cap - old) * sizeof(*tally->records));
    if (row > 0) {
        tally->cells = grow(tally->cells, cap * row, sizeof(*tally->cells));
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

static struct measure_cell *
cell_of(const struct tally *tally, uint32_t group, size_t measure)
{
    return tally->cells + group * tally->measure_count + measure;
}

void
tally_add(struct tally *tally, uint32_t group, size_t measure,
          const struct measure_cell *more)
{
    measure_join(cell_of(tally, group, measure), tally->measures[measure].kind,
                 more);
}

static uint64_t
hash_slot(const struct slot *slot)
{
    uint64_t owner = (uint64_t)slot->group << 8 | slot->measure;

    return hash_integer(slot->value.low
                        ^ (slot->value.high * UINT64_C(0x9e3779b97f4a7c15))
                        ^ (owner * UINT64_C(0xd6e8feb86659fd93)));
}

/* The slot of the same value, or the free one where it belongs. */
static struct slot *
probe(const struct tally *tally, const struct slot *wanted, uint64_t hash)
{
    size_t mask = tally->slot_cap - 1;

    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        struct slot *slot = tally->slots + at;

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
    struct slot *old = tally->slots;
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
settle_one(struct tally *tally, const struct arrival *arrival)
{
    const struct slot *one = &arrival->slot;
    struct slot *slot = probe(tally, one, arrival->hash);

    if (slot->n > 0) {
        slot->n += one->n;
        return;
    }
    *slot = *one;
    tally->slot_count++;
    if (tally->measures[one->measure].kind == MEASURE_DISTINCT)
        cell_of(tally, one->group, one->measure)->n++;
}

static void
settle(struct tally *tally)
{
    for (size_t i = 0; i < tally->arrival_count; i++)
        settle_one(tally, tally->arrivals + i);
    tally->arrival_count = 0;
}

void
tally_add_value(struct tally *tally, uint32_t group, size_t measure,
                struct tally_value value, uint64_t n)
{
    struct arrival *arrival;

    if (tally->arrival_count == ARRIVALS)
        settle(tally);
    if (tally->arrival_count == 0 && is_crowded(tally, ARRIVALS))
        grow_slots(tally);
    arrival = tally->arrivals + tally->arrival_count++;
    arrival->slot = (struct slot){value, n, group, (uint32_t)measure};
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
    return cap * sizeof(struct slot) / 4 * 7;
}

static size_t
bytes_with(const struct tally *tally, size_t slot_cap)
{
    size_t row =
        sizeof(*tally->records) + tally->measure_count * sizeof(*tally->cells);

    return table_bytes(tally->groups) + table_bytes(tally->texts)
           + tally->group_cap * row + tally_count(tally) * sizeof(struct place)
           + slot_bytes(slot_cap);
}

bool
tally_is_full(const struct tally *tally, size_t budget_bytes)
{
    enum { SOON = 2 * ARRIVALS };
    size_t cap = tally->slot_cap;

    if (cap > 0 && is_crowded(tally, SOON))
        cap *= 2;
    return tally_count(tally) > 0 && bytes_with(tally, cap) > budget_bytes;
}

static size_t
common_bytes(struct text a, struct text b, size_t most)
{
    size_t count = 0;

    while (count < most && count < a.len && count < b.len
           && a.at[count] == b.at[count])
        count++;
    return count;
}

static uint64_t
prefix_of(struct text key, size_t from)
{
    uint64_t prefix = 0;

    for (size_t i = from; i < from + PREFIX_BYTES; i++)
        prefix = prefix << 8 | (i < key.len ? (unsigned char)key.at[i] : 0);
    return prefix;
}

static int
compare_places(const void *left, const void *right, void *context)
{
    const struct place *a = left;
    const struct place *b = right;
    const struct table *groups = context;

    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    return text_compare(table_text(groups, a->group),
                        table_text(groups, b->group));
}

/* The groups in their order. */
static struct place *
sort_groups(const struct tally *tally)
{
    uint32_t count = tally_count(tally);
    struct place *places = grow(NULL, count, sizeof(*places));
    struct text first = table_text(tally->groups, 0);
    size_t common = first.len;

    for (uint32_t i = 1; i < count; i++)
        common = common_bytes(first, table_text(tally->groups, i), common);
    for (uint32_t i = 0; i < count; i++) {
        places[i].prefix = prefix_of(table_text(tally->groups, i), common);
        places[i].group = i;
    }
    qsort_r(places, count, sizeof(*places), compare_places, tally->groups);
    return places;
}

static int
compare_slots(const void *left, const void *right, void *context)
{
    const struct slot *a = left;
    const struct slot *b = right;
    const struct tally *tally = context;

    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->measure != b->measure)
        return a->measure < b->measure ? -1 : 1;
    if (tally->measures[a->measure].kind == MEASURE_TOP)
        return text_compare(table_text(tally->texts, (uint32_t)a->value.low),
                            table_text(tally->texts, (uint32_t)b->value.low));
    if (a->value.high != b->value.high)
        return a->value.high < b->value.high ? -1 : 1;
    return (a->value.low > b->value.low) - (a->value.low < b->value.low);
}

/* Moves what will be handed out to the front, by rank of the group in place of its number. */
static void
sort_slots(struct tally *tally, const struct place *places,
           enum tally_values values)
{
    uint32_t count = tally_count(tally);
    uint32_t *ranks;
    size_t kept = 0;

    if (tally->slot_count == 0)
        return;
    ranks = grow(NULL, count, sizeof(*ranks));
    for (uint32_t i = 0; i < count; i++)
        ranks[places[i].group] = i;
    for (size_t i = 0; i < tally->slot_cap; i++) {
        struct slot slot = tally->slots[i];

        if (slot.n == 0
            || (values == TALLY_COUNTED
                && tally->measures[slot.measure].kind == MEASURE_DISTINCT))
            continue;
        slot.group = ranks[slot.group];
        tally->slots[kept++] = slot;
    }
    free(ranks);
    tally->slot_count = kept;
    qsort_r(tally->slots, kept, sizeof(*tally->slots), compare_slots, tally);
}

static void
hand_out_value(const struct tally *tally, const struct slot *slot,
               struct tally_item *item, tally_sink *sink, void *context)
{
    uint64_t bytes[2] = {__builtin_bswap64(slot->value.high),
                         __builtin_bswap64(slot->value.low)};

    item->value = (struct text){(const char *)bytes, sizeof(bytes)};
    if (tally->measures[slot->measure].kind == MEASURE_TOP)
        item->value = table_text(tally->texts, (uint32_t)slot->value.low);
    item->n = slot->n;
    sink(context, item);
}

static void
hand_out_cell(const struct measure_cell *cell, struct tally_item *item,
              tally_sink *sink, void *context)
{
    item->value = TEXT("");
    item->n = cell->n;
    item->sum = cell->value;
    if (cell->n > 0)
        sink(context, item);
    item->sum = 0;
}

void
tally_walk(struct tally *tally, enum tally_values values, tally_sink *sink,
           void *context)
{
    struct tally_item item = {0};
    struct place *places;
    size_t at = 0;

    if (tally_count(tally) == 0)
        return;
    settle(tally);
    places = sort_groups(tally);
    sort_slots(tally, places, values);
    for (uint32_t rank = 0; rank < tally_count(tally); rank++) {
        uint32_t group = places[rank].group;

        item = (struct tally_item){table_text(tally->groups, group), 0,
                                   TEXT(""), tally->records[group], 0};
        sink(context, &item);
        for (size_t i = 0; i < tally->measure_count; i++) {
            bool by_values = values == TALLY_ALL
                             && tally->measures[i].kind == MEASURE_DISTINCT;

            item.measure = i + 1;
            if (!by_values)
                hand_out_cell(cell_of(tally, group, i), &item, sink, context);
            for (; at < tally->slot_count && tally->slots[at].group == rank
                   && tally->slots[at].measure == i;
                 at++)
                hand_out_value(tally, tally->slots + at, &item, sink, context);
        }
    }
    free(places);
}
