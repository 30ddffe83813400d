/*
 * packing - how something is compressed, told by its first bytes
 */
#ifndef HARK_STREAM_PACKING_H
#define HARK_STREAM_PACKING_H

#include "base/buffer.h"

enum packing {
    PACKING_UNKNOWN,
    PACKING_PLAIN,
    PACKING_GZIP,
    PACKING_ZSTD, /* also where a skippable frame comes first */
    PACKING_BZIP2,
    PACKING_XZ
};

enum { PACKING_MAGIC_MAX = 6 }; /* bytes that tell */

enum packing packing_of(struct text first);

/* Too few bytes to be what the name says, and the beginning of it: not a text of a byte or two. */
bool packing_is_cut(struct text first, struct text name);

/*
 * The dictionary in the content of a .warc.zst's first frame, itself packed or not, to `out`; false where it
 * cannot be had.
 * Source:  IIPC, "Zstandard Compression for WARC Files", 1.0.
 */
enum { PACKING_DICTIONARY_MOST = 16 << 20 };
bool packing_dictionary(struct buffer *out, struct text frame,
                        uint64_t max_window);

#endif
