#include <assert.h>
#include <stdlib.h>

#include <bzlib.h>
#include <lzma.h>
#include <zstd.h>

#include "sample.h"

enum {
    FLAG_TEXT = 1,
    FLAG_HEADER_CRC = 2,
    FLAG_EXTRA = 4,
    FLAG_NAME = 8,
    FLAG_COMMENT = 16,
    FLAG_ALL = 31
};

/* RFC 1952, 2.3. */
static void
gzip_member(struct sample *sample, uint8_t flags, struct text plain)
{
    const char *way = flags & FLAG_HEADER_CRC ? "header with a CRC" : NULL;
    struct buffer packed = {0};
    size_t start = sample->bytes.len;

    sample_add(sample, "magic", "\x1f\x8b", 2);
    sample_add(sample, "method", "\x08", 1);
    sample_number(sample, way != NULL ? way : "flags", flags, 1);
    sample_number(sample, way != NULL ? way : "time, system", 1236427200, 4);
    sample_add(sample, way != NULL ? way : "time, system", "\x02\x03", 2);
    if (flags & FLAG_EXTRA)
        sample_add(sample, way != NULL ? way : "extra field",
                   "\x08\x00"
                   "ha\x04\x00rk!\n",
                   10);
    if (flags & FLAG_NAME)
        sample_add(sample, way != NULL ? way : "name, comment", "a.json", 7);
    if (flags & FLAG_COMMENT)
        sample_add(sample, way != NULL ? way : "name, comment", "of a test",
                   10);
    if (flags & FLAG_HEADER_CRC)
        sample_number(sample, way,
                      sample_crc(text_from(buffer_text(&sample->bytes), start))
                          & 0xffff,
                      2);
    sample_deflate(&packed, plain);
    sample_add(sample, "deflate data", packed.at, packed.len);
    sample_number(sample, "CRC-32", sample_crc(plain), 4);
    sample_number(sample, "length", plain.len, 4);
    buffer_free(&packed);
}

void
sample_gzip(struct sample *sample)
{
    struct buffer lines = {0};

    sample->format = "gzip";
    sample->file = "sample.json.gz";
    sample_lines(&lines, 0, 26);
    gzip_member(sample, FLAG_ALL, buffer_text(&lines));
    sample_edge(sample, "cut between members");
    gzip_member(sample, 0, TEXT(""));
    sample_edge(sample, "cut between members");
    buffer_clear(&lines);
    sample_lines(&lines, 26, 18);
    gzip_member(sample, FLAG_EXTRA | FLAG_NAME | FLAG_COMMENT,
                buffer_text(&lines));
    sample_edge(sample, "cut between members");
    buffer_clear(&lines);
    sample_lines(&lines, 44, 12);
    gzip_member(sample, 0, buffer_text(&lines));
    sample_add(sample, "padding", "\0\0\0\0\0\0\0\0\0\0\0", 11);
    buffer_free(&lines);
}

static void
name_blocks(struct sample *sample, const uint8_t *frame, size_t len, size_t at)
{
    bool is_last = false;

    while (!is_last) {
        unsigned head = frame[at] | (unsigned)frame[at + 1] << 8
                        | (unsigned)frame[at + 2] << 16;
        size_t bytes = (head >> 1 & 3) == 1 ? 1 : head >> 3;

        is_last = head & 1;
        sample_add(sample, "block header", frame + at, 3);
        sample_add(sample, "block", frame + at + 3, bytes);
        at += 3 + bytes;
    }
    sample_add(sample, "checksum", frame + at, len - at);
}

/* RFC 8878, 3.1.1; of these frames the header is at most a window and a size. */
static void
zstd_frame(struct sample *sample, struct text plain, bool has_checksum,
           bool has_size)
{
    static const unsigned size_bytes[] = {0, 2, 4, 8};
    ZSTD_CCtx *context = ZSTD_createCCtx();
    size_t room = ZSTD_compressBound(plain.len), len;
    uint8_t *frame = malloc(room), descriptor;
    unsigned window, size;

    assert(context != NULL && frame != NULL);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, has_checksum);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, has_size);
    len = ZSTD_compress2(context, frame, room, plain.at, plain.len);
    assert(!ZSTD_isError(len));
    descriptor = frame[4];
    window = !(descriptor & 0x20);
    size = size_bytes[descriptor >> 6];
    if (size == 0 && window == 0)
        size = 1;
    sample_add(sample, "magic", frame, 4);
    sample_add(sample, "descriptor", frame + 4, 1);
    sample_add(sample, "window", frame + 5, window);
    sample_add(sample, "content size", frame + 5 + window, size);
    name_blocks(sample, frame, len, 5 + window + size);
    ZSTD_freeCCtx(context);
    free(frame);
}

static void
zstd_frames(struct sample *sample, bool has_checksum)
{
    struct buffer lines = {0};

    sample->file = "sample.json.zst";
    sample_lines(&lines, 0, 42);
    zstd_frame(sample, buffer_text(&lines), has_checksum, true);
    sample_edge(sample, "cut between frames");
    zstd_frame(sample, TEXT(""), has_checksum, true);
    sample_edge(sample, "cut between frames");
    sample_add(sample, "skippable magic", "\x51\x2a\x4d\x18", 4);
    sample_number(sample, "skippable length", 12, 4);
    sample_add(sample, "skippable data", "{\"hark\":\"x\"}", 12);
    sample_edge(sample, "cut between frames");
    buffer_clear(&lines);
    sample_lines(&lines, 42, 28);
    zstd_frame(sample, buffer_text(&lines), has_checksum, false);
    buffer_free(&lines);
}

void
sample_zstd(struct sample *sample)
{
    sample->format = "zstd";
    zstd_frames(sample, true);
}

void
sample_zstd_unchecked(struct sample *sample)
{
    sample->format = "zstd, no checksum";
    sample->is_unchecked = true;
    zstd_frames(sample, false);
}

static void
bzip2_stream(struct sample *sample, struct text plain)
{
    char packed[8192];
    unsigned len = sizeof(packed);
    int status =
        BZ2_bzBuffToBuffCompress(packed, &len, (char *)(uintptr_t)plain.at,
                                 (unsigned)plain.len, 9, 0, 0);

    assert(status == BZ_OK);
    sample_add(sample, "magic", packed, 3);
    sample_add(sample, "level", packed + 3, 1);
    sample_add(sample, "blocks, their CRC and that of the stream", packed + 4,
               len - 5);
    sample_add(sample, "last byte", packed + len - 1, 1);
}

void
sample_bzip2(struct sample *sample)
{
    struct buffer lines = {0};

    sample->format = "bzip2";
    sample->file = "sample.json.bz2";
    sample_lines(&lines, 0, 40);
    bzip2_stream(sample, buffer_text(&lines));
    sample_edge(sample, "cut between streams");
    bzip2_stream(sample, TEXT(""));
    sample_edge(sample, "cut between streams");
    buffer_clear(&lines);
    sample_lines(&lines, 40, 28);
    bzip2_stream(sample, buffer_text(&lines));
    buffer_free(&lines);
}

/* The .xz file format 1.2.1, 2. */
static void
xz_stream(struct sample *sample, struct text plain, lzma_check check)
{
    enum { HEADER = 12, FOOTER = 12 };
    uint8_t packed[8192];
    size_t len = 0, index, block;
    lzma_ret status =
        lzma_easy_buffer_encode(6, check, NULL, (const uint8_t *)plain.at,
                                plain.len, packed, &len, sizeof(packed));

    assert(status == LZMA_OK);
    index = ((size_t)packed[len - 8] + 1) * 4;
    block = packed[HEADER] == 0 ? 0 : ((size_t)packed[HEADER] + 1) * 4;
    sample_add(sample, "magic", packed, 6);
    sample_add(sample, "stream header", packed + 6, 6);
    sample_add(sample, "block header", packed + HEADER, block);
    sample_add(sample, check == LZMA_CHECK_NONE ? "block" : "block and check",
               packed + HEADER + block, len - HEADER - block - index - FOOTER);
    sample_add(sample, "index", packed + len - FOOTER - index, index);
    sample_add(sample, "stream footer", packed + len - FOOTER, FOOTER);
}

static void
xz_streams(struct sample *sample, lzma_check check)
{
    struct buffer lines = {0};

    sample->file = "sample.json.xz";
    sample_lines(&lines, 0, 30);
    xz_stream(sample, buffer_text(&lines), check);
    sample_edge(sample, "cut between streams");
    sample_add(sample, "padding", "\0\0\0\0", 4);
    sample_edge(sample, "cut between streams");
    sample_add(sample, "padding", "\0\0\0\0", 4);
    sample_edge(sample, "cut between streams");
    xz_stream(sample, TEXT(""), check);
    sample_edge(sample, "cut between streams");
    buffer_clear(&lines);
    sample_lines(&lines, 30, 24);
    xz_stream(sample, buffer_text(&lines), check);
    buffer_free(&lines);
}

void
sample_xz(struct sample *sample)
{
    sample->format = "xz";
    xz_streams(sample, LZMA_CHECK_CRC64);
}

void
sample_xz_unchecked(struct sample *sample)
{
    sample->format = "xz, no check";
    sample->is_unchecked = true;
    xz_streams(sample, LZMA_CHECK_NONE);
}
