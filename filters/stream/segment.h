/*
 * segment - lines in a file of Zstandard frames, which `zstd -dc` reads too
 *
 * Lives:   a segment written from {0} until segment_end(); one read from segment_open() to segment_close().
 * Fails:   segment_add() and segment_end() say so once, by false, with errno; reading by SEGMENT_BAD.
 */
#ifndef HARK_STREAM_SEGMENT_H
#define HARK_STREAM_SEGMENT_H

#include "base/buffer.h"
#include "ports/digest.h"

/* What is in it: both are 0 of one without lines. */
struct segment_seal {
    uint64_t lines;
    struct digest digest;
};

struct segment_writer;

/* NULL with errno where the file cannot be made. */
struct segment_writer *segment_create(const char *path);
bool segment_add(struct segment_writer *writer, struct text line);

/* To disk and to its path, where nothing was before; frees the writer. */
bool segment_end(struct segment_writer *writer, struct segment_seal *seal);

struct segment_reader;

struct segment_reader *segment_open(const char *path, size_t max_line,
                                    uint64_t max_window);
void segment_close(struct segment_reader *reader);

enum segment_found { SEGMENT_END, SEGMENT_LINE, SEGMENT_BAD };

/* JSON_PADDING bytes behind the line are readable, until the next call. */
enum segment_found segment_next(struct segment_reader *reader,
                                struct text *line);

/* Of all lines so far. */
struct segment_seal segment_seal(const struct segment_reader *reader);

#endif
