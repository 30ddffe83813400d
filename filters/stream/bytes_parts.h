/*
 * bytes_parts - what a stream of bytes is made of, for the files of bytes alone
 */
#ifndef HARK_STREAM_BYTES_PARTS_H
#define HARK_STREAM_BYTES_PARTS_H

#include "base/buffer.h"
#include "ports/decoder.h"
#include "stream/bytes.h"
#include "stream/packed.h"
#include "stream/packing.h"
#include "stream/status.h"

struct bytes {
    struct packed packed;
    bool keeps_fd;
    struct bytes_limits limits;
    char *suffix_of; /* the name, for what its suffix promises */
    enum packing packing;
    struct decoder *decoder;
    bool in_member;
    bool comes_unpacked;
    struct bytes_totals *totals; /* or NULL */
    uint64_t expanded;
    int64_t size, mtime;
    bytes_watcher *watcher;
    void *watcher_context;
    uint64_t left; /* until where it is to end */
    struct buffer why;
    int status;
    bool unchecked, overflowed;
};

/* Keeps why ("code: why"); always -1. */
ssize_t bytes_fail(struct bytes *bytes, int status, const char *code,
                   const char *why);

/* As packed_look(): 0, or -1 for an error. */
int bytes_look_ahead(struct bytes *bytes, size_t wanted);

/* Tells the packing, and has its decoder, if any, at the first member: 0, or -1. */
int bytes_begin(struct bytes *bytes);

/* The decoder of zstd, with the dictionary that a .warc.zst begins with: 0, or -1. */
int bytes_begin_zstd(struct bytes *bytes);

/* From one member to the next: count, 0 at the end, -1 for an error. */
ssize_t bytes_read_packed(struct bytes *bytes, void *at, size_t room);

#endif
