#include "base/states.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/balance.h"
#include "base/buffer.h"

enum { FAN_IN = 64, BLOCK = 16 << 10, LENGTH_MAX = 10 };

struct run {
    uint64_t offset, end;
    int level; /* how often it has been merged */
};

/* Where one run is being read. */
struct cursor {
    uint64_t offset, end; /* what has not been read yet */
    struct buffer block;
    size_t at; /* in block */
    struct buffer key;
    struct text payload;
};

/* Runs being merged: a heap, the cursor with the least key first. */
struct merger {
    struct spill *spill;
    struct cursor *cursors;
    size_t all; /* cursors, those at their end too */
    struct cursor **heap;
    size_t count;
    bool is_taken; /* the first one's entry has been handed out */
};

struct states {
    struct spill *spill;
    struct run *runs;
    size_t count, cap;
    bool is_open;       /* the last run */
    struct buffer last; /* its last key */
    struct buffer line;
    struct merger *merger;
    uint64_t put, given; /* entries */
};

/* Reading. */

/* Makes `wanted` bytes at the place, or as many as there are, readable. */
static size_t
fill(struct spill *spill, struct cursor *cursor, size_t wanted)
{
    struct buffer *block = &cursor->block;
    size_t left = block->len - cursor->at;
    size_t more = wanted > BLOCK ? wanted : BLOCK;

    if (left >= wanted)
        return left;
    if (left > 0)
        memmove(block->at, block->at + cursor->at, left);
    block->len = left;
    cursor->at = 0;
    if (more > cursor->end - cursor->offset)
        more = (size_t)(cursor->end - cursor->offset);
    spill_read(spill, cursor->offset, buffer_reserve(block, more), more);
    block->len += more;
    cursor->offset += more;
    return block->len;
}

static size_t
read_length(struct spill *spill, struct cursor *cursor)
{
    size_t readable = fill(spill, cursor, LENGTH_MAX);
    size_t value = 0;
    unsigned char byte;

    for (int shift = 0;; shift += 7) {
        assert(shift / 7 < (int)readable);
        byte = (unsigned char)cursor->block.at[cursor->at++];
        value |= (size_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
}

static struct text
read_bytes(struct spill *spill, struct cursor *cursor, size_t count)
{
    struct text bytes;

    if (fill(spill, cursor, count) < count)
        assert(!"a run is whole");
    bytes = (struct text){cursor->block.at + cursor->at, count};
    cursor->at += count;
    return bytes;
}

/* The next entry; false at the end of the run. */
static bool
advance(struct spill *spill, struct cursor *cursor)
{
    if (cursor->at == cursor->block.len && cursor->offset == cursor->end)
        return false;
    cursor->key.len = read_length(spill, cursor);
    buffer_add(&cursor->key,
               read_bytes(spill, cursor, read_length(spill, cursor)));
    cursor->payload = read_bytes(spill, cursor, read_length(spill, cursor));
    return true;
}

static bool
comes_before(const struct cursor *a, const struct cursor *b)
{
    return text_compare(buffer_text(&a->key), buffer_text(&b->key)) < 0;
}

/* Lets the cursor at the place sink to where it belongs. */
static void
sink(struct merger *merger, size_t at)
{
    struct cursor **heap = merger->heap;
    struct cursor *cursor = heap[at];

    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= merger->count)
            break;
        if (child + 1 < merger->count
            && comes_before(heap[child + 1], heap[child]))
            child++;
        if (!comes_before(heap[child], cursor))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = cursor;
}

static struct merger *
merger_new(struct spill *spill, const struct run *runs, size_t count)
{
    struct merger *merger = calloc(1, sizeof(*merger));

    if (merger == NULL)
        err(EX_OSERR, "no memory for a merge");
    merger->cursors = calloc(count, sizeof(*merger->cursors));
    merger->heap = calloc(count, sizeof(struct cursor *));
    if (merger->cursors == NULL || merger->heap == NULL)
        err(EX_OSERR, "no memory for a merge of %zu runs", count);
    merger->spill = spill;
    merger->all = count;
    for (size_t i = 0; i < count; i++) {
        struct cursor *cursor = merger->cursors + i;

        cursor->offset = runs[i].offset;
        cursor->end = runs[i].end;
        if (advance(spill, cursor))
            merger->heap[merger->count++] = cursor;
    }
    for (size_t i = merger->count / 2; i-- > 0;)
        sink(merger, i);
    return merger;
}

static void
merger_free(struct merger *merger)
{
    if (merger == NULL)
        return;
    for (size_t i = 0; i < merger->all; i++) {
        buffer_free(&merger->cursors[i].block);
        buffer_free(&merger->cursors[i].key);
    }
    free(merger->cursors);
    free(merger->heap);
    free(merger);
}

static bool
merger_next(struct merger *merger, struct text *key, struct text *payload)
{
    if (merger->is_taken) {
        if (!advance(merger->spill, merger->heap[0]))
            merger->heap[0] = merger->heap[--merger->count];
        if (merger->count > 0)
            sink(merger, 0);
    }
    merger->is_taken = merger->count > 0;
    if (merger->count == 0)
        return false;
    *key = buffer_text(&merger->heap[0]->key);
    *payload = merger->heap[0]->payload;
    return true;
}

/* Writing. */

struct states *
states_new(struct spill *spill)
{
    struct states *states = calloc(1, sizeof(*states));

    if (states == NULL)
        err(EX_OSERR, "no memory for runs");
    states->spill = spill;
    return states;
}

void
states_free(struct states *states)
{
    if (states == NULL)
        return;
    merger_free(states->merger);
    buffer_free(&states->last);
    buffer_free(&states->line);
    free(states->runs);
    free(states);
}

static void
write_length(struct buffer *out, size_t value)
{
    for (; value >= 0x80; value >>= 7)
        buffer_add_char(out, (char)(unsigned char)(value | 0x80));
    buffer_add_char(out, (char)(unsigned char)value);
}

static size_t
common_bytes(struct text a, struct text b)
{
    size_t most = a.len < b.len ? a.len : b.len;
    size_t count = 0;

    while (count < most && a.at[count] == b.at[count])
        count++;
    return count;
}

static void
open_run(struct states *states, int level)
{
    states->runs = array_room(states->runs, states->count, &states->cap,
                              sizeof(*states->runs), "runs");
    states->runs[states->count++] = (struct run){.level = level};
    states->is_open = true;
    buffer_clear(&states->last);
}

static void
put(struct states *states, struct text key, struct text payload)
{
    struct run *run = states->runs + (states->count - 1);
    struct text last = buffer_text(&states->last);
    size_t common = common_bytes(last, key);
    struct buffer *line = &states->line;
    uint64_t offset;

    assert(run->end == 0 || text_compare(last, key) <= 0);
    buffer_clear(line);
    write_length(line, common);
    write_length(line, key.len - common);
    buffer_add(line, text_from(key, common));
    write_length(line, payload.len);
    buffer_add(line, payload);
    offset = spill_write(states->spill, line->at, line->len);
    if (run->end == 0)
        run->offset = offset;
    assert(run->end == 0 || run->end == offset);
    run->end = offset + line->len;
    states->last.len = common;
    buffer_add(&states->last, text_from(key, common));
}

void
states_put(struct states *states, struct text key, struct text payload)
{
    if (!states->is_open)
        open_run(states, 0);
    states->put++;
    put(states, key, payload);
}

/* How many runs at the end are of the last one's level. */
static size_t
of_last_level(const struct states *states)
{
    size_t count = 0;

    while (count < states->count
           && states->runs[states->count - 1 - count].level
                  == states->runs[states->count - 1].level)
        count++;
    return count;
}

/* The last FAN_IN runs into one of the next level. */
static void
merge_last(struct states *states)
{
    size_t first = states->count - FAN_IN;
    struct merger *merger =
        merger_new(states->spill, states->runs + first, FAN_IN);
    struct text key, payload;

    open_run(states, states->runs[first].level + 1);
    while (merger_next(merger, &key, &payload))
        put(states, key, payload);
    states->is_open = false;
    states->runs[first] = states->runs[states->count - 1];
    states->count = first + 1;
    merger_free(merger);
}

void
states_cut(struct states *states)
{
    states->is_open = false;
    while (of_last_level(states) == FAN_IN)
        merge_last(states);
}

bool
states_any(const struct states *states)
{
    return states->count > 0;
}

bool
states_next(struct states *states, struct text *key, struct text *payload)
{
    assert(!states->is_open);
    if (states->merger == NULL) {
        if (states->count == 0)
            return false;
        states->merger = merger_new(states->spill, states->runs, states->count);
    }
    if (merger_next(states->merger, key, payload)) {
        states->given++;
        return true;
    }
    balance_check("entries", states->put, states->given);
    return false;
}
