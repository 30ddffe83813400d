/*
 * zipend - what follows the last member of a zip: its directory and its end record
 *
 * libarchive stops at the directory and does not look at it. Here every record is passed through, and
 * members and bytes are counted against what the end record says.
 * Lives:   from {0}; bytes come in any pieces.
 * Fails:   zipend_why(), after the last byte: NULL, or "code: text".
 * Source:  PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16.
 */
#ifndef HARK_PORTS_ZIPEND_H
#define HARK_PORTS_ZIPEND_H

#include "base/text.h"

enum { ZIPEND_RECORD = 56 };

struct zipend {
    uint8_t held[ZIPEND_RECORD]; /* the fixed part of the current record */
    size_t held_len;
    uint64_t skip;    /* of its variable part */
    uint64_t members; /* as listed */
    uint64_t bytes;   /* of the listing */
    uint64_t told_members, told_bytes;
    bool zip64, ended;
    const char *why;
};

void zipend_add(struct zipend *zipend, const void *at, size_t count);

/* `members` is how many were found. */
const char *zipend_why(const struct zipend *zipend, uint64_t members);

#endif
