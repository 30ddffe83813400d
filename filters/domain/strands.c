#include "domain/strands.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"

enum {
    BLOCK_BYTES = 27,
    ENTRY_MOST = 20, /* two numbers of at most ten bytes */
    BLOCKS_LEAST = 1024,
    WINDOW = 64 * 1024 /* of a layer that is being read */
};

struct block {
    uint32_t next; /* 0: none */
    uint8_t used;
    uint8_t bytes[BLOCK_BYTES];
};

struct strand {
    uint32_t head, tail; /* blocks; 0: none */
    int64_t before;      /* the bucket last added */
    uint64_t bytes;
};

/* How a strand begins in a layer. */
struct label {
    uint64_t bytes;
    uint32_t series;
};

struct layer {
    uint64_t offset, left; /* what is not in the window yet */
    uint64_t start, whole;
    uint8_t *window;
    size_t at, len;
    struct label label; /* of the strand that comes next */
    bool has_label;
};

struct strands {
    struct spill *spill;
    struct strand *strands;
    size_t count, cap;
    struct block *blocks; /* from 1 */
    size_t block_count, block_cap, block_most;
    struct layer *layers;
    size_t layer_count;
};

struct strands *
strands_new(size_t budget_bytes, struct spill *spill)
{
    struct strands *strands = calloc(1, sizeof(*strands));

    if (strands == NULL)
        err(EX_OSERR, "counts of series");
    strands->spill = spill;
    strands->block_most = budget_bytes / sizeof(struct block);
    if (strands->block_most < BLOCKS_LEAST)
        strands->block_most = BLOCKS_LEAST;
    if (strands->block_most > UINT32_MAX)
        strands->block_most = UINT32_MAX;
    strands->block_count = 1;
    return strands;
}

void
strands_free(struct strands *strands)
{
    if (strands == NULL)
        return;
    for (size_t i = 0; i < strands->layer_count; i++)
        free(strands->layers[i].window);
    free(strands->layers);
    free(strands->strands);
    free(strands->blocks);
    free(strands);
}

/* Numbers: seven bits a byte, the low ones first; the last byte below 128. */

static size_t
put_number(uint8_t *at, uint64_t number)
{
    size_t len = 0;

    for (; number >= 128; number >>= 7)
        at[len++] = (uint8_t)(number | 128);
    at[len++] = (uint8_t)number;
    return len;
}

static const uint8_t *
take_number(const uint8_t *at, uint64_t *number)
{
    int shift = 0;

    for (*number = 0; *at >= 128; shift += 7)
        *number |= (uint64_t)(*at++ & 127) << shift;
    *number |= (uint64_t)*at++ << shift;
    return at;
}

/* Differences of either sign, those near 0 small. */
static uint64_t
folded(int64_t difference)
{
    uint64_t doubled = (uint64_t)difference << 1;

    return difference < 0 ? ~doubled : doubled;
}

static int64_t
unfolded(uint64_t number)
{
    return (int64_t)(number >> 1 ^ -(number & 1));
}

/* Layers. */

static void
write_strand(struct strands *strands, uint32_t series)
{
    struct strand *strand = &strands->strands[series];
    struct label label = {.bytes = strand->bytes, .series = series};

    if (strand->head == 0)
        return;
    spill_write(strands->spill, &label, sizeof(label));
    for (uint32_t i = strand->head; i != 0; i = strands->blocks[i].next)
        spill_write(strands->spill, strands->blocks[i].bytes,
                    strands->blocks[i].used);
    *strand = (struct strand){0};
}

static void
spill_layer(struct strands *strands)
{
    struct layer *layer;

    strands->layers =
        array_resize(strands->layers, strands->layer_count + 1,
                     sizeof(*strands->layers), "counts of series");
    layer = &strands->layers[strands->layer_count++];
    *layer = (struct layer){.start = spill_size(strands->spill)};
    for (size_t i = 0; i < strands->count; i++)
        write_strand(strands, (uint32_t)i);
    layer->whole = spill_size(strands->spill) - layer->start;
    strands->block_count = 1;
}

/* So many bytes in the window, or all that are left. */
static const uint8_t *
fill(struct strands *strands, struct layer *layer, size_t least)
{
    size_t has = layer->len - layer->at, more = WINDOW - has;

    if (has >= least || layer->left == 0)
        return layer->window + layer->at;
    memmove(layer->window, layer->window + layer->at, has);
    if (more > layer->left)
        more = layer->left;
    spill_read(strands->spill, layer->offset, layer->window + has, more);
    layer->offset += more;
    layer->left -= more;
    layer->at = 0;
    layer->len = has + more;
    return layer->window;
}

static void
read_label(struct strands *strands, struct layer *layer)
{
    const uint8_t *at = fill(strands, layer, sizeof(layer->label));

    layer->has_label = layer->at < layer->len;
    if (!layer->has_label)
        return;
    memcpy(&layer->label, at, sizeof(layer->label));
    layer->at += sizeof(layer->label);
}

void
strands_settle(struct strands *strands)
{
    if (strands->layer_count == 0)
        return;
    spill_layer(strands);
    free(strands->blocks);
    strands->blocks = NULL;
    for (size_t i = 0; i < strands->layer_count; i++)
        strands->layers[i].window =
            array_resize(NULL, WINDOW, 1, "counts of series");
    strands_rewind(strands);
}

void
strands_rewind(struct strands *strands)
{
    for (size_t i = 0; i < strands->layer_count; i++) {
        struct layer *layer = &strands->layers[i];

        layer->offset = layer->start;
        layer->left = layer->whole;
        layer->at = layer->len = 0;
        read_label(strands, layer);
    }
}

/* Adding. */

static struct strand *
strand_of(struct strands *strands, uint32_t series)
{
    if (series >= strands->cap) {
        size_t cap = (size_t)series * 2 + 64;

        strands->strands =
            array_resize(strands->strands, cap, sizeof(*strands->strands),
                         "counts of series");
        memset(strands->strands + strands->cap, 0,
               (cap - strands->cap) * sizeof(*strands->strands));
        strands->cap = cap;
    }
    if (series >= strands->count)
        strands->count = (size_t)series + 1;
    return &strands->strands[series];
}

static struct block *
new_block(struct strands *strands)
{
    if (strands->block_count >= strands->block_cap) {
        size_t cap = strands->block_cap * 2 + BLOCKS_LEAST;

        strands->block_cap =
            cap > strands->block_most ? strands->block_most : cap;
        strands->blocks =
            array_resize(strands->blocks, strands->block_cap,
                         sizeof(struct block), "counts of series");
    }
    strands->blocks[strands->block_count] = (struct block){.next = 0};
    return &strands->blocks[strands->block_count++];
}

static struct block *
block_with_room(struct strands *strands, struct strand *strand, size_t len)
{
    struct block *block;

    if (strand->tail != 0
        && strands->blocks[strand->tail].used + len <= BLOCK_BYTES)
        return &strands->blocks[strand->tail];
    block = new_block(strands);
    if (strand->tail == 0)
        strand->head = (uint32_t)(strands->block_count - 1);
    else
        strands->blocks[strand->tail].next =
            (uint32_t)(strands->block_count - 1);
    strand->tail = (uint32_t)(strands->block_count - 1);
    return block;
}

void
strands_add(struct strands *strands, uint32_t series, int64_t bucket,
            uint64_t count)
{
    struct strand *strand = strand_of(strands, series);
    uint8_t entry[ENTRY_MOST];
    struct block *block;
    size_t len;

    if (strands->block_count == strands->block_most)
        spill_layer(strands);
    len = put_number(entry, folded(bucket - strand->before));
    len += put_number(entry + len, count);
    block = block_with_room(strands, strand, len);
    memcpy(block->bytes + block->used, entry, len);
    block->used = (uint8_t)(block->used + len);
    strand->before = bucket;
    strand->bytes += len;
}

/* Reading. */

struct sums {
    int64_t bucket, first;
    uint64_t *at;
};

static const uint8_t *
take_entry(struct sums *sums, const uint8_t *at)
{
    uint64_t difference, count;

    at = take_number(take_number(at, &difference), &count);
    sums->bucket += unfolded(difference);
    sums->at[sums->bucket - sums->first] += count;
    return at;
}

static void
sum_layer(struct strands *strands, struct layer *layer, struct sums sums)
{
    uint64_t left = layer->label.bytes;

    while (left > 0) {
        const uint8_t *at = fill(strands, layer, 2 * ENTRY_MOST);
        const uint8_t *from = at, *end = layer->window + layer->len;

        if ((uint64_t)(end - at) > left)
            end = at + left;
        if ((uint64_t)(end - at) < left)
            end -= ENTRY_MOST; /* the last one may be cut */
        while (at < end)
            at = take_entry(&sums, at);
        left -= (uint64_t)(at - from);
        layer->at += (size_t)(at - from);
    }
    read_label(strands, layer);
}

static void
sum_blocks(const struct strands *strands, uint32_t series, struct sums sums)
{
    for (uint32_t i = strands->strands[series].head; i != 0;
         i = strands->blocks[i].next) {
        const uint8_t *at = strands->blocks[i].bytes;
        const uint8_t *end = at + strands->blocks[i].used;

        while (at < end)
            at = take_entry(&sums, at);
    }
}

void
strands_sum(struct strands *strands, uint32_t series, int64_t first,
            uint64_t *sums)
{
    struct sums from = {.first = first, .at = sums};

    if (strands->layer_count == 0) {
        if (series < strands->count)
            sum_blocks(strands, series, from);
        return;
    }
    for (size_t i = 0; i < strands->layer_count; i++) {
        struct layer *layer = &strands->layers[i];

        if (layer->has_label && layer->label.series == series)
            sum_layer(strands, layer, from);
    }
}
