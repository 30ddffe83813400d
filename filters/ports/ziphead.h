/*
 * ziphead - the local header of a zip's member, from the raw bytes
 *
 * libarchive turns names into the locale's charset, which loses bytes, and takes a time without zone
 * for the machine's own; neither may show in the output.
 * Units:   time_s is seconds since 1970 UTC: the extended timestamp (0x5455) where there is one, else the
 *          DOS time as if UTC; -1 where it is no date.
 * Source:  PKWARE's APPNOTE.TXT 6.3.10, section 4.3.7; Info-ZIP's extrafld.txt.
 */
#ifndef HARK_PORTS_ZIPHEAD_H
#define HARK_PORTS_ZIPHEAD_H

#include "base/buffer.h"
#include "ports/intake.h"

struct ziphead {
    bool encrypted;
    int64_t time_s;
};

/* False where no header lies there; the name goes into a buffer of the caller's. */
bool ziphead_read(const struct intake *intake, uint64_t at,
                  struct ziphead *head, struct buffer *name);

/*
 * Where the next record begins: `at`, or behind the data descriptor that lies there and that the
 * library did not pass over.
 */
uint64_t ziphead_next(const struct intake *intake, uint64_t at);

#endif
