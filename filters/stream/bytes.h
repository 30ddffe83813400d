/*
 * bytes - a file, a pipe or another stream, unpacked whatever its compression
 *
 * gzip, zstd, bzip2 and xz are told by their first bytes; all members are read, every trailer is
 * checked; the dictionary that a .warc.zst begins with is used; zeros after the last gzip member and xz stream are padding, anything else after a member that is
 * no member is an error.
 * Fails:   bytes_read() gives -1 once, bytes_why() says why ("cut: …", "bad_crc: …", "trailing_bytes: …");
 *          bytes_status() is 65 for damaged data, 74 for a read error, 77 for a refused window, 66 for a missing file.
 * Cost:    plain input is read straight into the caller's memory; compressed input is decoded straight into it.
 */
#ifndef HARK_STREAM_BYTES_H
#define HARK_STREAM_BYTES_H

#include <sys/types.h>

#include "base/text.h"

struct bytes_limits {
    uint64_t max_window; /* of zstd and xz */
    uint64_t max_expand; /* unpacked bytes of one stream; 0 is no limit */
    uint64_t
        max_ratio; /* of an archive's totals, beyond BYTES_RATIO_FLOOR; 0 is no limit */
};

/* So little does no harm, however little it came from. */
enum { BYTES_RATIO_FLOOR = 1 << 20 };

/* What the streams of an archive, one within another, have taken from outside and unpacked so far. */
struct bytes_totals {
    uint64_t taken, unpacked;
};

struct bytes;

/* "-" is standard input. Never NULL: an error is told by the first bytes_read(). */
struct bytes *bytes_open(const char *name, const struct bytes_limits *limits);

/* Of a file that is open, and closed with it; -1: it could not be, for `reason` (errno). */
struct bytes *bytes_open_file(int fd, int reason, const char *name,
                              const struct bytes_limits *limits);

/* Over a file that is open, from where it stands; it is not closed. */
struct bytes *bytes_over_file(int fd, const char *name,
                              const struct bytes_limits *limits);

/* Over another reader of bytes: count, 0 at the end, -1 for damage. */
typedef ssize_t bytes_source(void *context, void *at, size_t room);
struct bytes *bytes_over(bytes_source *source, void *context,
                         const struct bytes_limits *limits);

/* Bytes that are already in memory go first; used when somebody looked ahead. At most once, before any read. */
void bytes_unread(struct bytes *bytes, const void *at, size_t count);

/* Shown each piece that bytes_read() gives, as often as it gives one. */
typedef void bytes_watcher(void *context, struct text piece);
void bytes_watch(struct bytes *bytes, bytes_watcher *watcher, void *context);

/* Before any read: adds to those totals, which outlive it, and is held against its max_ratio. */
void bytes_count_in(struct bytes *bytes, struct bytes_totals *totals);

/* Before any read: what it is over has unpacked what it gives, which counts as what it unpacks itself. */
void bytes_come_unpacked(struct bytes *bytes);

/* After so many bytes it is at its end: what came later is not looked at. */
void bytes_end_at(struct bytes *bytes, uint64_t count);

ssize_t bytes_read(struct bytes *bytes, void *at,
                   size_t room); /* blocks until there is at least one byte */
void bytes_close(struct bytes *bytes);

const char *bytes_why(const struct bytes *bytes);
int bytes_status(const struct bytes *bytes);
bool
bytes_unchecked(const struct bytes *bytes); /* part of it carried no checksum */
bool bytes_packed(const struct bytes *bytes);     /* it was compressed */
bool bytes_overflowed(const struct bytes *bytes); /* max_expand or max_ratio */
uint64_t
bytes_taken(const struct bytes *bytes); /* of the packed side, for progress */
int64_t bytes_size(const struct bytes *bytes);  /* of the file, or -1 */
int64_t bytes_mtime(const struct bytes *bytes); /* of the file, or -1 */

#endif
