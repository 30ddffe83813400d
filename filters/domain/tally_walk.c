#include "domain/tally_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

enum { PREFIX_BYTES = 8 };

static void *
get(size_t count, size_t size)
{
    void *at = calloc(count, size);

    if (at == NULL)
        err(EX_OSERR, "no memory to sort %zu groups", count);
    return at;
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
    const struct tally_place *a = left;
    const struct tally_place *b = right;
    const struct table *groups = context;

    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    return text_compare(table_text(groups, a->group),
                        table_text(groups, b->group));
}

/* The groups in their order. */
static struct tally_place *
sort_groups(const struct tally *tally)
{
    uint32_t count = tally_count(tally);
    struct tally_place *places = get(count, sizeof(*places));
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
    const struct tally_slot *a = left;
    const struct tally_slot *b = right;
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
sort_slots(struct tally *tally, const struct tally_place *places,
           enum tally_values values)
{
    uint32_t count = tally_count(tally);
    uint32_t *ranks;
    size_t kept = 0;

    if (tally->slot_count == 0)
        return;
    ranks = get(count, sizeof(*ranks));
    for (uint32_t i = 0; i < count; i++)
        ranks[places[i].group] = i;
    for (size_t i = 0; i < tally->slot_cap; i++) {
        struct tally_slot slot = tally->slots[i];

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
hand_out_value(const struct tally *tally, const struct tally_slot *slot,
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
    struct tally_place *places;
    size_t at = 0;

    if (tally_count(tally) == 0)
        return;
    tally_settle(tally);
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
                hand_out_cell(tally_cell(tally, group, i), &item, sink,
                              context);
            for (; at < tally->slot_count && tally->slots[at].group == rank
                   && tally->slots[at].measure == i;
                 at++)
                hand_out_value(tally, tally->slots + at, &item, sink, context);
        }
    }
    free(places);
}
