#include "base/journal.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/buffer.h"

enum { HUGE_PAGE = 2 << 20 };

struct chunk {
    char *at; /* NULL where it was spilled */
    uint64_t offset;
    size_t len;
};

struct journal {
    size_t chunk_bytes;
    size_t chunks_most; /* that are held */
    struct spill *spill;
    struct chunk *chunks;
    size_t count;
    size_t cap;
    struct buffer read;
    bool is_spilled;
};

struct journal *
journal_new(size_t chunk_bytes, size_t budget_bytes, struct spill *spill)
{
    struct journal *journal = calloc(1, sizeof(*journal));

    if (journal == NULL)
        err(EX_OSERR, "journal");
    journal->chunk_bytes = chunk_bytes;
    journal->chunks_most = budget_bytes / chunk_bytes;
    if (journal->chunks_most == 0)
        journal->chunks_most = 1;
    if (spill == NULL)
        journal->chunks_most = SIZE_MAX;
    journal->spill = spill;
    return journal;
}

void
journal_free(struct journal *journal)
{
    if (journal == NULL)
        return;
    for (size_t i = 0; i < journal->count; i++)
        free(journal->chunks[i].at);
    free(journal->chunks);
    buffer_free(&journal->read);
    free(journal);
}

/* Large chunks are asked for in huge pages: a tenth of the faults' time. */
static char *
allocate(size_t bytes)
{
    char *at = bytes % HUGE_PAGE == 0 ? aligned_alloc(HUGE_PAGE, bytes)
                                      : malloc(bytes);

    if (at == NULL)
        err(EX_OSERR, "a chunk of %zu bytes", bytes);
    if (bytes % HUGE_PAGE == 0)
        (void)madvise(at, bytes, MADV_HUGEPAGE); /* a wish */
    return at;
}

/* Memory for a new chunk: that of the last one, if no more may be held. */
static char *
take_memory(struct journal *journal)
{
    struct chunk *last = &journal->chunks[journal->count - 1];
    char *at;

    if (journal->count < journal->chunks_most)
        return allocate(journal->chunk_bytes);
    at = last->at;
    last->offset = spill_write(journal->spill, at, last->len);
    last->at = NULL;
    journal->is_spilled = true;
    return at;
}

static void
add_chunk(struct journal *journal)
{
    char *at;

    journal->chunks = array_room(journal->chunks, journal->count, &journal->cap,
                                 sizeof(*journal->chunks), "chunks");
    at = journal->count == 0 ? allocate(journal->chunk_bytes)
                             : take_memory(journal);
    journal->chunks[journal->count++] = (struct chunk){at, 0, 0};
}

static size_t
room(const struct journal *journal)
{
    return journal->count == 0
               ? 0
               : journal->chunk_bytes - journal->chunks[journal->count - 1].len;
}

char *
journal_reserve(struct journal *journal, size_t most)
{
    struct chunk *last;

    assert(most > 0 && most <= journal->chunk_bytes);
    if (room(journal) < most)
        add_chunk(journal);
    last = &journal->chunks[journal->count - 1];
    return last->at + last->len;
}

uint64_t
journal_keep(struct journal *journal, size_t bytes)
{
    struct chunk *last = &journal->chunks[journal->count - 1];
    uint64_t place = (journal->count - 1) * journal->chunk_bytes + last->len;

    assert(bytes <= journal->chunk_bytes - last->len);
    last->len += bytes;
    return place;
}

static struct text
read_chunk(struct journal *journal, const struct chunk *chunk, size_t from,
           size_t bytes)
{
    if (chunk->at != NULL)
        return (struct text){chunk->at + from, bytes};
    buffer_clear(&journal->read);
    spill_read(journal->spill, chunk->offset + from,
               buffer_reserve(&journal->read, bytes), bytes);
    return (struct text){journal->read.at, bytes};
}

struct text
journal_get(struct journal *journal, uint64_t place, size_t most)
{
    const struct chunk *chunk = journal->chunks + place / journal->chunk_bytes;
    size_t from = place % journal->chunk_bytes;
    size_t bytes = chunk->len - from;

    assert(chunk < journal->chunks + journal->count && from < chunk->len);
    return read_chunk(journal, chunk, from, bytes < most ? bytes : most);
}

void
journal_prefetch(const struct journal *journal, uint64_t place)
{
    const char *chunk = journal->chunks[place / journal->chunk_bytes].at;

    if (chunk == NULL)
        return;
    __builtin_prefetch(chunk + place % journal->chunk_bytes);
    __builtin_prefetch(chunk + place % journal->chunk_bytes + 64);
}

struct text
journal_chunk(struct journal *journal, size_t number, uint64_t *place)
{
    *place = number * journal->chunk_bytes;
    if (number >= journal->count)
        return TEXT_NONE;
    return read_chunk(journal, journal->chunks + number, 0,
                      journal->chunks[number].len);
}

bool
journal_spilled(const struct journal *journal)
{
    return journal->is_spilled;
}
