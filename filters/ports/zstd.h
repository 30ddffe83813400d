/*
 * zstd - Zstandard frames (RFC 8878), and the one way in which hark compresses (its own spools)
 *
 * Skippable frames are passed over as members without bytes. A window beyond max_window is refused
 * by "window_too_large: …" before it is allocated. A frame without checksum ends with `unchecked`.
 */
#ifndef HARK_PORTS_ZSTD_H
#define HARK_PORTS_ZSTD_H

#include "ports/decoder.h"

struct decoder *zstd_new(uint64_t max_window);

/* As zstd_new(), with a dictionary (that of a .warc.zst). The dictionary is copied. */
struct decoder *zstd_new_with(uint64_t max_window, struct text dictionary);

/* Blocks of a spool: at most zstd_bound(count) bytes to `out`; the size, never 0. A fast level, checksummed. */
size_t zstd_bound(size_t count);
size_t zstd_pack(void *out, size_t room, const void *in, size_t count);

/* False where `in` is not a whole packed block of exactly `count` bytes. */
bool zstd_unpack(void *out, size_t count, const void *in, size_t packed);

#endif
