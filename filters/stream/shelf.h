/*
 * shelf - records on disk by the day in which they lie, and which of these days hold an id
 *
 * Shape:   FOLDER/NAME.ndjson.zst are the records of a partition, as a segment (segment.h); FOLDER/NAME.keys
 *          are digests (keys.h) of its records, ascending, each once, eight bytes big-endian.
 * Lives:   from shelf_new() until shelf_free(). Lines of one partition come one after the other.
 * Fails:   what cannot be made ends the run with 73, what cannot be read or is no such file with 74 or 78.
 * Cost:    the digests of one partition, 8 bytes each, while it is written.
 */
#ifndef HARK_STREAM_SHELF_H
#define HARK_STREAM_SHELF_H

#include "stream/books.h"

struct shelf;

/* `keys` may be NULL: then no digests are kept. Folders are made if need be. */
struct shelf *shelf_new(struct books *books, const char *folder,
                        const char *keys);
void shelf_free(struct shelf *shelf);

/* The partition of that name, until the next call; returns what the one before it held. */
struct shelf_count {
    uint64_t records, bytes;
};
void shelf_begin(struct shelf *shelf, struct text name);
void shelf_add(struct shelf *shelf, struct text line);
void shelf_add_key(struct shelf *shelf, uint64_t key);
struct shelf_count shelf_end(struct shelf *shelf);

/* Each partition of a folder of digests, by name, and whether `has` says yes to one of them. No folder is no partition. */
void shelf_find(struct books *books, const char *keys,
                bool (*has)(void *context, uint64_t key),
                void (*found)(void *context, struct text name), void *context);

#endif
