#include "base/sorter.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/balance.h"
#include "base/buffer.h"

/* Where an entry stands in the bytes: its key, its payload behind it. */
struct entry {
    size_t at, key_len, payload_len;
};

struct sorter {
    size_t budget_bytes;
    struct states *states;
    struct buffer bytes;
    struct entry *entries;
    size_t count, cap;
    size_t handed_out;
    uint64_t added, given;
    bool is_sorted;
};

struct sorter *
sorter_new(size_t budget_bytes, struct spill *spill)
{
    struct sorter *sorter = calloc(1, sizeof(*sorter));

    if (sorter == NULL)
        err(EX_OSERR, "no memory for a sort");
    sorter->budget_bytes = budget_bytes;
    sorter->states = states_new(spill);
    return sorter;
}

void
sorter_free(struct sorter *sorter)
{
    if (sorter == NULL)
        return;
    states_free(sorter->states);
    buffer_free(&sorter->bytes);
    free(sorter->entries);
    free(sorter);
}

static struct text
key_of(const struct sorter *sorter, const struct entry *entry)
{
    return (struct text){sorter->bytes.at + entry->at, entry->key_len};
}

static struct text
payload_of(const struct sorter *sorter, const struct entry *entry)
{
    return (struct text){sorter->bytes.at + entry->at + entry->key_len,
                         entry->payload_len};
}

static int
compare(const void *left, const void *right, void *sorter)
{
    return text_compare(key_of(sorter, left), key_of(sorter, right));
}

static void
sort(struct sorter *sorter)
{
    if (sorter->count > 0)
        qsort_r(sorter->entries, sorter->count, sizeof(*sorter->entries),
                compare, sorter);
}

static void
spill(struct sorter *sorter)
{
    sort(sorter);
    for (size_t i = 0; i < sorter->count; i++)
        states_put(sorter->states, key_of(sorter, sorter->entries + i),
                   payload_of(sorter, sorter->entries + i));
    states_cut(sorter->states);
    sorter->count = 0;
    buffer_clear(&sorter->bytes);
}

void
sorter_add(struct sorter *sorter, struct text key, struct text payload)
{
    size_t bytes = sorter->bytes.len + 2 * sorter->count * sizeof(struct entry);

    if (sorter->count > 0 && bytes > sorter->budget_bytes)
        spill(sorter);
    sorter->entries = array_room(sorter->entries, sorter->count, &sorter->cap,
                                 sizeof(*sorter->entries), "entries");
    sorter->added++;
    sorter->entries[sorter->count++] =
        (struct entry){sorter->bytes.len, key.len, payload.len};
    buffer_add(&sorter->bytes, key);
    buffer_add(&sorter->bytes, payload);
}

static void
end_of_adding(struct sorter *sorter)
{
    if (sorter->is_sorted)
        return;
    sorter->is_sorted = true;
    if (states_any(sorter->states))
        spill(sorter);
    else
        sort(sorter);
}

static bool
next_entry(struct sorter *sorter, struct text *key, struct text *payload)
{
    if (states_any(sorter->states))
        return states_next(sorter->states, key, payload);
    if (sorter->handed_out == sorter->count)
        return false;
    *key = key_of(sorter, sorter->entries + sorter->handed_out);
    *payload = payload_of(sorter, sorter->entries + sorter->handed_out);
    sorter->handed_out++;
    return true;
}

bool
sorter_next(struct sorter *sorter, struct text *key, struct text *payload)
{
    end_of_adding(sorter);
    if (next_entry(sorter, key, payload)) {
        sorter->given++;
        return true;
    }
    balance_check("entries", sorter->added, sorter->given);
    return false;
}
