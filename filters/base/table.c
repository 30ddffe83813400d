#include "base/table.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/hash.h"

enum { SMALLEST_LOG = 6 };

/*
 * A slot holds the upper half of the hash and a number; its home is the top bits of that half,
 * so that the slots lie in the order of their hashes, and growing neither touches the texts
 * nor jumps about.
 */
struct slot {
    uint32_t hash;
    uint32_t number_1; /* the number plus 1; 0 is a free slot */
};

struct table {
    struct slot *slots;
    struct text *texts;
    struct arena arena;
    uint32_t count;
    uint32_t texts_cap;
    int cap_log;
};

static size_t
cap(const struct table *table)
{
    return (size_t)1 << table->cap_log;
}

static size_t
home(const struct table *table, uint32_t hash)
{
    return hash >> (32 - table->cap_log);
}

static void
slots_get(struct table *table)
{
    table->slots = calloc(cap(table), sizeof(*table->slots));
    if (table->slots == NULL)
        err(EX_OSERR, "a table of %zu slots", cap(table));
}

struct table *
table_new(void)
{
    struct table *table = calloc(1, sizeof(*table));

    if (table == NULL)
        err(EX_OSERR, "a table");
    table->cap_log = SMALLEST_LOG;
    slots_get(table);
    return table;
}

void
table_free(struct table *table)
{
    if (table == NULL)
        return;
    free(table->slots);
    free(table->texts);
    arena_free(&table->arena);
    free(table);
}

void
table_clear(struct table *table)
{
    if (table->count == 0)
        return;
    memset(table->slots, 0, cap(table) * sizeof(*table->slots));
    arena_clear(&table->arena);
    table->count = 0;
}

/* The slot of the text, or the free one where it belongs. */
static struct slot *
probe(const struct table *table, struct text text, uint32_t hash)
{
    size_t mask = cap(table) - 1;
    size_t at = home(table, hash);

    for (;; at = (at + 1) & mask) {
        struct slot *slot = &table->slots[at];

        if (slot->number_1 == 0)
            return slot;
        if (slot->hash == hash
            && text_equal(table->texts[slot->number_1 - 1], text))
            return slot;
    }
}

static void
grow_slots(struct table *table)
{
    struct slot *old = table->slots;
    size_t old_cap = cap(table);
    size_t mask;

    if (table->cap_log == 32)
        errx(EX_OSERR, "a table of more than 2^32 texts");
    table->cap_log++;
    slots_get(table);
    mask = cap(table) - 1;
    for (size_t i = 0; i < old_cap; i++) {
        size_t at = home(table, old[i].hash);

        if (old[i].number_1 == 0)
            continue;
        while (table->slots[at].number_1 != 0)
            at = (at + 1) & mask;
        table->slots[at] = old[i];
    }
    free(old);
}

static void
grow_texts(struct table *table)
{
    size_t more = table->texts_cap == 0 ? 64 : (size_t)table->texts_cap * 2;

    if (more > TABLE_NONE)
        more = TABLE_NONE;
    table->texts = reallocarray(table->texts, more, sizeof(*table->texts));
    if (table->texts == NULL)
        err(EX_OSERR, "a table of %zu texts", more);
    table->texts_cap = (uint32_t)more;
}

uint32_t
table_add(struct table *table, struct text text)
{
    uint32_t hash = (uint32_t)(hash_text(text) >> 32);
    struct slot *slot = probe(table, text, hash);

    if (slot->number_1 != 0)
        return slot->number_1 - 1;
    if (table->count >= cap(table) / 4 * 3) {
        grow_slots(table);
        slot = probe(table, text, hash);
    }
    if (table->count == table->texts_cap)
        grow_texts(table);
    if (text.at == NULL)
        text = TEXT("");
    table->texts[table->count] = arena_copy(&table->arena, text);
    *slot = (struct slot){hash, table->count + 1};
    return table->count++;
}

uint32_t
table_find(const struct table *table, struct text text)
{
    uint32_t hash = (uint32_t)(hash_text(text) >> 32);

    /* A free slot's number, 0, less 1 is TABLE_NONE. */
    return probe(table, text, hash)->number_1 - 1;
}

struct text
table_text(const struct table *table, uint32_t number)
{
    return table->texts[number];
}

uint32_t
table_count(const struct table *table)
{
    return table->count;
}

size_t
table_bytes(const struct table *table)
{
    return sizeof(*table) + cap(table) * sizeof(*table->slots)
           + table->texts_cap * sizeof(*table->texts) + table->arena.bytes;
}
