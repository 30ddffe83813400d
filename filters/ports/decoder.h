/*
 * decoder - one compressed member to its bytes, whatever the library
 *
 * A decoder is driven by whoever has the input: step() takes from `in`, writes to `out`, and says
 * what it found. It reads one member (gzip member, zstd frame, bzip2 or xz stream), checks all that
 * the format lets it check (magic, header, CRC, length), and then wants reset() before the next.
 * Shape:   `in` and `out` are advanced by what was taken and written.
 * Lives:   until its free(); `why` is a constant string, or lives as long.
 * Fails:   DECODE_BAD with `why`, "code: text"; the bytes already written are what could be read.
 */
#ifndef HARK_PORTS_DECODER_H
#define HARK_PORTS_DECODER_H

#include "base/text.h"

enum decode {
    DECODE_MORE, /* it wants more input, or more room */
    DECODE_END,  /* the member is whole and its trailer was checked */
    DECODE_BAD
};

struct decode_span {
    const uint8_t *in;
    size_t in_len;
    uint8_t *out;
    size_t out_len;
};

struct decoder {
    enum decode (*step)(struct decoder *decoder, struct decode_span *span);
    void (*reset)(struct decoder *decoder); /* ready for the next member */
    void (*free)(struct decoder *decoder);
    const char *
        why; /* of DECODE_BAD; starts with a code: "bad_crc: …", "bad_header: …", "window_too_large: …" */
    bool unchecked; /* the member that just ended carried no checksum */
};

#endif
