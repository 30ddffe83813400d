/*
 * deflate - the compressed data inside gzip and zlib wrappers (RFC 1951), by ISA-L or zlib
 *
 * Only ports/inflate.c uses it: this pair knows the library, that one the wrappers. Wrappers are not
 * left to the library, since ISA-L 2.30 forgets a header's flags and its CRC where the input is cut
 * inside it, passes over reserved flags, and does not tell a wrong CRC from a wrong length.
 * Shape:   as decoder.h; input is given back to the byte where the deflate data ends.
 * Cost:    linear; twice as fast by ISA-L.
 */
#ifndef HARK_PORTS_DEFLATE_H
#define HARK_PORTS_DEFLATE_H

#include "ports/decoder.h"

enum deflate_sum { DEFLATE_NO_SUM, DEFLATE_CRC32, DEFLATE_ADLER32 };

struct deflate;

struct deflate *deflate_new(void);
void deflate_free(struct deflate *deflate);
void deflate_reset(struct deflate *deflate, enum deflate_sum sum);
enum decode deflate_step(struct deflate *deflate, struct decode_span *span);

/* Of all bytes written since the reset, after DECODE_END. */
uint32_t deflate_sum(const struct deflate *deflate);

/* Continues a CRC-32 that began at 0. */
uint32_t deflate_crc32(uint32_t crc, const void *at, size_t count);

#endif
