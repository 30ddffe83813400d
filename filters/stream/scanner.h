/*
 * scanner - JSON values cut out of a stream by their brackets and quotes
 *
 * Knows strings and depth and nothing else: what it cuts out is validated by whoever parses it. White space
 * outside strings is left out. A document is never held: a value goes to its taker in pieces.
 * Lives:   a piece until the taker returns.
 * Cost:    one look at a byte.
 */
#ifndef HARK_STREAM_SCANNER_H
#define HARK_STREAM_SCANNER_H

#include "stream/lines.h"

enum { SCANNER_BLOCK = 64 << 10 };

struct scanner {
    struct lines *lines;
    void (*take)(void *context, struct text piece);
    void *context;
    uint64_t line;  /* of the next byte, from 1 */
    bool is_broken; /* a string went over a line's end; the owner clears it */
    size_t at, end;
    char block[SCANNER_BLOCK];
};

void scanner_start(struct scanner *scanner, struct lines *lines,
                   void (*take)(void *context, struct text piece),
                   void *context);

/* The next byte, or -1 at the end and where the bytes are bad; peek leaves it there. */
int scanner_peek(struct scanner *scanner);
int scanner_next(struct scanner *scanner);

/* As scanner_peek(), behind white space. */
int scanner_past_space(struct scanner *scanner);

/* Past that byte, behind white space; false where it is another. */
bool scanner_expect(struct scanner *scanner, int wanted);

/* A string, which begins with the next byte; false where the stream ends within it. */
bool scanner_string(struct scanner *scanner);

/*
 * One value; false where the stream ends within it or before it. One without brackets and quotes ends before
 * what cannot be of it; what cannot begin a value is one by itself, so that one comes on.
 */
bool scanner_value(struct scanner *scanner);

#endif
