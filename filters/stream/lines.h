/*
 * lines - bytes cut into lines
 *
 * Shape:   a line is handed out without `\n`; the last one may lack it. CR is left to the caller.
 *          A line longer than max_line is passed over whole in constant memory and told as LINES_LONG.
 * Lives:   a line until the next lines_next(); JSON_PADDING bytes behind it are readable.
 * Cost:    one memchr() a line; no copy but of a line cut by a block's edge.
 */
#ifndef HARK_STREAM_LINES_H
#define HARK_STREAM_LINES_H

#include "ports/digest.h"
#include "stream/bytes.h"

struct lines;

enum lines_found {
    LINES_END,
    LINES_LINE,
    LINES_LONG, /* lines_long() says how long */
    LINES_BAD   /* the bytes below say why; after it only LINES_END */
};

struct lines *lines_new(size_t max_line);
void lines_free(struct lines *lines);
void lines_start(struct lines *lines,
                 struct bytes *bytes); /* begins a stream; numbers begin at 1 */
enum lines_found lines_next(struct lines *lines, struct text *line);
uint64_t
lines_number(const struct lines *lines); /* of the line last handed out */
bool lines_ended(
    const struct lines *lines); /* the line last handed out had its `\n` */
uint64_t lines_long(const struct lines *lines, struct digest *digest);

/*
 * A way to see what comes before it is cut: the first bytes of the stream, at most 64 KiB, fewer
 * only where the stream is shorter. Before the first lines_next().
 */
enum { LINES_PEEK = 64 << 10 };
struct text lines_peek(struct lines *lines);

/* What is left as bytes, for who reads no lines (a container): count, 0 at the end, -1 for damage. */
ssize_t lines_read(struct lines *lines, void *at, size_t room);

/*
 * For who keeps lines to write several at once: called before the memory of lines that were handed
 * out is used again.
 */
void lines_before_move(struct lines *lines, void (*move)(void *context),
                       void *context);

/* The bytes below, for their why and status. */
const struct bytes *lines_bytes(const struct lines *lines);

#endif
