#include "stream/spool.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/balance.h"
#include "base/bits.h"
#include "base/buffer.h"
#include "ports/zstd.h"

enum { BLOCK = 256 << 10 };

struct block {
    uint64_t offset;
    size_t packed, count; /* bytes */
};

struct spool {
    struct spill *spill;
    struct buffer lines; /* of the block being written or read */
    struct buffer packed;
    struct block *blocks;
    size_t block_count;
    size_t next; /* block to be read */
    struct text rest;
    uint64_t count;  /* added */
    uint64_t number; /* of the line that comes next */
    struct bits marks[SPOOL_MARKS];
};

struct spool *
spool_new(struct spill *spill)
{
    struct spool *spool = calloc(1, sizeof(*spool));

    if (spool == NULL)
        err(EX_OSERR, "spool");
    spool->spill = spill;
    return spool;
}

void
spool_free(struct spool *spool)
{
    if (spool == NULL)
        return;
    buffer_free(&spool->lines);
    buffer_free(&spool->packed);
    for (size_t i = 0; i < SPOOL_MARKS; i++)
        bits_free(&spool->marks[i]);
    free(spool->blocks);
    free(spool);
}

static void
add_block(struct spool *spool, struct block block)
{
    size_t count = spool->block_count;

    if ((count & (count - 1)) == 0)
        spool->blocks =
            array_resize(spool->blocks, count * 2, sizeof(*spool->blocks),
                         "blocks of a spool");
    spool->blocks[spool->block_count++] = block;
}

static void
put_block(struct spool *spool)
{
    size_t room = zstd_bound(spool->lines.len);
    struct block block = {.count = spool->lines.len};

    if (block.count == 0)
        return;
    buffer_clear(&spool->packed);
    buffer_reserve(&spool->packed, room);
    block.packed =
        zstd_pack(spool->packed.at, room, spool->lines.at, block.count);
    block.offset = spill_write(spool->spill, spool->packed.at, block.packed);
    add_block(spool, block);
    buffer_clear(&spool->lines);
}

uint64_t
spool_add(struct spool *spool, struct text line)
{
    buffer_add(&spool->lines, line);
    buffer_add_char(&spool->lines, '\n');
    if (spool->lines.len >= BLOCK)
        put_block(spool);
    return spool->count++;
}

void
spool_mark(struct spool *spool, uint64_t number, unsigned mark)
{
    bits_set(&spool->marks[mark], number);
}

bool
spool_is_marked(const struct spool *spool, unsigned mark)
{
    return bits_get(&spool->marks[mark], spool->number - 1);
}

void
spool_rewind(struct spool *spool)
{
    put_block(spool);
    spool->next = 0;
    spool->number = 0;
    spool->rest = TEXT_NONE;
}

static void
get_block(struct spool *spool)
{
    const struct block *block = &spool->blocks[spool->next++];

    buffer_clear(&spool->packed);
    buffer_reserve(&spool->packed, block->packed);
    spill_read(spool->spill, block->offset, spool->packed.at, block->packed);
    buffer_clear(&spool->lines);
    buffer_reserve(&spool->lines, block->count);
    if (!zstd_unpack(spool->lines.at, block->count, spool->packed.at,
                     block->packed))
        errx(EX_IOERR, "the temporary file does not hold what was written");
    spool->lines.len = block->count;
    spool->rest = buffer_text(&spool->lines);
}

bool
spool_next(struct spool *spool, struct text *line)
{
    const char *newline;

    if (spool->rest.len == 0) {
        if (spool->next == spool->block_count) {
            balance_check("lines", spool->count, spool->number);
            return false;
        }
        get_block(spool);
    }
    newline = memchr(spool->rest.at, '\n', spool->rest.len);
    *line = (struct text){spool->rest.at, (size_t)(newline - spool->rest.at)};
    spool->rest = text_from(spool->rest, line->len + 1);
    spool->number++;
    return true;
}
