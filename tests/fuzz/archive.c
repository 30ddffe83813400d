/*
 * archive - every decoder, container and reader of archives, over any bytes
 *
 * The first byte says of what shape they are taken to be, the second how many come at a time. They are read twice, as
 * --verify does: what is whole when it is only looked at has to be so again, with as many records.
 */
#include "common.h"
#include "../unit/pieces.h"
#include "stream/archive.h"

enum { EXPAND_MOST = 1 << 20, SHAPES = SHAPE_WARC + 1 };

/* How many records there were. */
static uint64_t
copy(struct text bytes, unsigned shape, size_t piece, struct writer *out,
     bool *is_whole)
{
    const struct bytes_limits limits = {.max_window = 1 << 20,
                                        .max_expand = EXPAND_MOST};
    struct pieces source = {.rest = bytes, .step = piece};
    struct feed *feed = feed_new(common_books(), out);
    struct archive *archive = archive_open(feed, &limits);
    struct bytes *over = bytes_over(pieces_give, &source, &limits);
    uint64_t count;

    if (shape < SHAPES)
        archive_force(archive, (enum shape)shape);
    *is_whole = archive_copy(archive, over, TEXT("fuzz"), 0);
    count = feed_records(feed);
    bytes_close(over);
    archive_close(archive);
    feed_free(feed);
    return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    struct text bytes = {(const char *)at, len};
    unsigned shape = common_byte(&bytes) % (2 * SHAPES);
    size_t piece = 1 + common_byte(&bytes) * 64;
    bool is_whole, was_whole;
    uint64_t seen = copy(bytes, shape, piece, NULL, &was_whole);
    uint64_t written = copy(bytes, shape, SIZE_MAX, common_writer(), &is_whole);

    assert(was_whole == is_whole);
    assert(seen == written
           || !is_whole); /* how far damage is read hangs on the pieces */
    return 0;
}
