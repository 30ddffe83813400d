/*
 * rejects - the file that keeps what could not be read as a record
 *
 * Shape:   one JSON object a line: filter, archive, member, line, part, lines, seen, code, why, and the raw
 *          record as `raw` (UTF-8), `raw_base64` (other bytes) or, beyond 64 KiB, raw_bytes and raw_hash
 *          (XXH3, 128 bits); `context` where it had one. Mode 0600: raw records hold people.
 * Shared:  opened for appending, each line by one write(2): one file may serve a whole pipe.
 */
#ifndef HARK_STREAM_REJECTS_H
#define HARK_STREAM_REJECTS_H

#include "stream/books.h"

enum { REJECTS_RAW_MAX = 64 << 10 };

struct reject {
    const struct place *place;
    const char *why;        /* "code: text" */
    struct text raw;        /* or absent, and then … */
    uint64_t raw_bytes;     /* … how long it was */
    const char *raw_digest; /* … and its hash */
    struct text context;
};

/* The line, with its `\n`. */
void rejects_format(struct buffer *out, const char *filter,
                    const struct reject *reject);

#endif
