#include "stream/bytes_parts.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/file.h"

static struct bytes *
new_bytes(const struct bytes_limits *limits)
{
    struct bytes *bytes = calloc(1, sizeof(*bytes));

    if (bytes == NULL)
        err(EX_OSERR, "bytes");
    bytes->packed.fd = -1;
    bytes->size = bytes->mtime = -1;
    bytes->limits = *limits;
    bytes->left = UINT64_MAX;
    return bytes;
}

ssize_t
bytes_fail(struct bytes *bytes, int status, const char *code, const char *why)
{
    buffer_clear(&bytes->why);
    buffer_printf(&bytes->why, "%s%s%s", code, *code == '\0' ? "" : ": ", why);
    bytes->status = status;
    return -1;
}

/* `fd` may be -1, with the reason in errno. */
static struct bytes *
open_over(int fd, const char *name, const struct bytes_limits *limits)
{
    struct bytes *bytes = new_bytes(limits);
    struct stat status;

    bytes->suffix_of = strdup(name);
    if (bytes->suffix_of == NULL)
        err(EX_OSERR, "bytes");
    bytes->packed.fd = fd;
    if (fd == -1) {
        bytes_fail(bytes, errno == EBADF ? EX_IOERR : EX_NOINPUT, "cannot_open",
                   strerror(errno));
    } else if (fstat(fd, &status) != 0) {
        bytes_fail(bytes, EX_IOERR, "cannot_open", strerror(errno));
    } else {
        if (S_ISDIR(status.st_mode))
            bytes_fail(bytes, EX_NOINPUT, "cannot_open", "it is a directory");
        if (S_ISREG(status.st_mode)) {
            bytes->size = status.st_size;
            bytes->mtime = status.st_mtime;
        }
    }
    return bytes;
}

struct bytes *
bytes_open(const char *name, const struct bytes_limits *limits)
{
    int fd = strcmp(name, "-") == 0 ? dup(STDIN_FILENO)
                                    : file_open(name, O_RDONLY, 0);

    return open_over(fd, name, limits);
}

struct bytes *
bytes_open_file(int fd, int reason, const char *name,
                const struct bytes_limits *limits)
{
    errno = reason;
    return open_over(fd, name, limits);
}

struct bytes *
bytes_over_file(int fd, const char *name, const struct bytes_limits *limits)
{
    struct bytes *bytes = open_over(fd, name, limits);

    bytes->keeps_fd = true;
    return bytes;
}

struct bytes *
bytes_over(bytes_source *source, void *context,
           const struct bytes_limits *limits)
{
    struct bytes *bytes = new_bytes(limits);

    bytes->packed.source = source;
    bytes->packed.context = context;
    return bytes;
}

void
bytes_unread(struct bytes *bytes, const void *at, size_t count)
{
    packed_unread(&bytes->packed, at, count);
}

void
bytes_watch(struct bytes *bytes, bytes_watcher *watcher, void *context)
{
    bytes->watcher = watcher;
    bytes->watcher_context = context;
}

static ssize_t
packed_failed(struct bytes *bytes)
{
    const struct packed *packed = &bytes->packed;

    return bytes_fail(bytes, packed->status, packed->code, packed->why);
}

int
bytes_look_ahead(struct bytes *bytes, size_t wanted)
{
    return packed_look(&bytes->packed, wanted) == 0 ? 0
                                                    : (int)packed_failed(bytes);
}

static ssize_t
overflow(struct bytes *bytes, const char *why)
{
    bytes->overflowed = true;
    return bytes_fail(bytes, STATUS_REFUSED, "too_large", why);
}

/* What was unpacked, or -1 where it is more than may be. */
static ssize_t
count_unpacked(struct bytes *bytes, ssize_t count)
{
    const struct bytes_limits *limits = &bytes->limits;
    struct bytes_totals *totals = bytes->totals;

    if (count <= 0)
        return count;
    bytes->expanded += (uint64_t)count;
    if (limits->max_expand > 0 && bytes->expanded > limits->max_expand)
        return overflow(bytes, "it unpacks to more than --max-expand allows");
    if (totals == NULL)
        return count;
    totals->unpacked += (uint64_t)count;
    if (limits->max_ratio > 0 && totals->unpacked > BYTES_RATIO_FLOOR
        && totals->unpacked / limits->max_ratio > totals->taken)
        return overflow(bytes, "the archive unpacks to more times its size "
                               "than --max-ratio allows");
    return count;
}

static ssize_t
read_any(struct bytes *bytes, void *at, size_t room)
{
    ssize_t count;

    if (bytes->status != 0)
        return -1;
    if (bytes->packing == PACKING_UNKNOWN && bytes_begin(bytes) != 0)
        return -1;
    if (bytes->packing == PACKING_PLAIN)
        count = packed_read(&bytes->packed, at, room);
    else
        count = bytes_read_packed(bytes, at, room);
    if (bytes->totals != NULL && bytes->packed.source == NULL)
        bytes->totals->taken = bytes->packed.taken;
    if (bytes->packing != PACKING_PLAIN || bytes->comes_unpacked)
        count = count_unpacked(bytes, count);
    return count < 0 && bytes->status == 0 ? packed_failed(bytes) : count;
}

void
bytes_count_in(struct bytes *bytes, struct bytes_totals *totals)
{
    bytes->totals = totals;
}

void
bytes_come_unpacked(struct bytes *bytes)
{
    bytes->comes_unpacked = true;
}

void
bytes_end_at(struct bytes *bytes, uint64_t count)
{
    bytes->left = count;
}

ssize_t
bytes_read(struct bytes *bytes, void *at, size_t room)
{
    ssize_t count;

    if (room > bytes->left)
        room = (size_t)bytes->left;
    count = room == 0 ? 0 : read_any(bytes, at, room);
    if (count > 0)
        bytes->left -= (uint64_t)count;
    if (count > 0 && bytes->watcher != NULL)
        bytes->watcher(bytes->watcher_context,
                       (struct text){at, (size_t)count});
    return count;
}

void
bytes_close(struct bytes *bytes)
{
    if (bytes == NULL)
        return;
    if (bytes->packed.fd != -1 && !bytes->keeps_fd)
        close(bytes->packed.fd);
    if (bytes->decoder != NULL)
        bytes->decoder->free(bytes->decoder);
    buffer_free(&bytes->why);
    free(bytes->suffix_of);
    packed_free(&bytes->packed);
    free(bytes);
}

const char *
bytes_why(const struct bytes *bytes)
{
    return buffer_string((struct buffer *)&bytes->why);
}

int
bytes_status(const struct bytes *bytes)
{
    return bytes->status;
}

bool
bytes_unchecked(const struct bytes *bytes)
{
    return bytes->unchecked;
}

bool
bytes_overflowed(const struct bytes *bytes)
{
    return bytes->overflowed;
}

bool
bytes_packed(const struct bytes *bytes)
{
    return bytes->packing != PACKING_UNKNOWN && bytes->packing != PACKING_PLAIN;
}

uint64_t
bytes_taken(const struct bytes *bytes)
{
    return bytes->packed.taken;
}

int64_t
bytes_size(const struct bytes *bytes)
{
    return bytes->size;
}

int64_t
bytes_mtime(const struct bytes *bytes)
{
    return bytes->mtime;
}
