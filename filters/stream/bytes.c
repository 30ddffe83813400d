#include "stream/bytes.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "ports/bzip2.h"
#include "ports/inflate.h"
#include "ports/xz.h"
#include "ports/zstd.h"
#include "stream/packed.h"
#include "stream/packing.h"

enum { SKIPPABLE_HEAD = 8, STATUS_REFUSED = 77 };

struct bytes {
    struct packed packed;
    bool keeps_fd;
    struct bytes_limits limits;
    char *suffix_of; /* the name, for what its suffix promises */
    enum packing packing;
    struct decoder *decoder;
    bool in_member;
    uint64_t expanded;
    int64_t size, mtime;
    bytes_watcher *watcher;
    void *watcher_context;
    uint64_t left; /* until where it is to end */
    struct buffer why;
    int status;
    bool unchecked;
};

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

static ssize_t
fail(struct bytes *bytes, int status, const char *code, const char *why)
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
        fail(bytes, errno == EBADF ? EX_IOERR : EX_NOINPUT, "cannot_open",
             strerror(errno));
    } else if (fstat(fd, &status) != 0) {
        fail(bytes, EX_IOERR, "cannot_open", strerror(errno));
    } else {
        if (S_ISDIR(status.st_mode))
            fail(bytes, EX_NOINPUT, "cannot_open", "it is a directory");
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

    return fail(bytes, packed->status, packed->code, packed->why);
}

static int
look_ahead(struct bytes *bytes, size_t wanted)
{
    return packed_look(&bytes->packed, wanted) == 0 ? 0
                                                    : (int)packed_failed(bytes);
}

static size_t
little_endian(const uint8_t *at)
{
    return at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16
           | (size_t)at[3] << 24;
}

/* All of the skippable frame in which a .warc.zst has its dictionary; TEXT_NONE where there is none, or after a failure. */
static struct text
dictionary_frame(struct bytes *bytes)
{
    struct text frame = TEXT_NONE;
    size_t len;

    if (!text_starts(packed_ahead(&bytes->packed), TEXT("\x5d\x2a\x4d\x18"))
        || look_ahead(bytes, SKIPPABLE_HEAD) != 0)
        return frame;
    if (packed_ahead(&bytes->packed).len >= SKIPPABLE_HEAD) {
        len =
            little_endian((const uint8_t *)packed_ahead(&bytes->packed).at + 4);
        if (len > PACKING_DICTIONARY_MOST) {
            fail(bytes, STATUS_REFUSED, "too_large",
                 "a dictionary of more than 16 MiB");
            return frame;
        }
        if (look_ahead(bytes, SKIPPABLE_HEAD + len) != 0)
            return frame;
        frame = text_from(packed_ahead(&bytes->packed), SKIPPABLE_HEAD);
        if (frame.len >= len)
            return (struct text){frame.at, len};
    }
    fail(bytes, EX_DATAERR, "cut", "it ends within its dictionary");
    return TEXT_NONE;
}

static int
begin_zstd(struct bytes *bytes)
{
    struct buffer dictionary = {0};
    uint64_t max_window = bytes->limits.max_window;
    struct text frame = dictionary_frame(bytes);

    if (bytes->status != 0)
        return -1;
    if (frame.len > 0 && !packing_dictionary(&dictionary, frame, max_window))
        return (int)fail(bytes, EX_DATAERR, "bad_data",
                         "the dictionary cannot be unpacked");
    bytes->decoder = dictionary.len > 0
                         ? zstd_new_with(max_window, buffer_text(&dictionary))
                         : zstd_new(max_window);
    buffer_free(&dictionary);
    return 0;
}

static int
begin(struct bytes *bytes)
{
    if (look_ahead(bytes, PACKING_MAGIC_MAX) != 0)
        return -1;
    bytes->packing = packing_of(packed_ahead(&bytes->packed));
    bytes->in_member = true;
    switch (bytes->packing) {
    case PACKING_GZIP:
        bytes->decoder = inflate_new();
        break;
    case PACKING_ZSTD:
        return begin_zstd(bytes);
    case PACKING_BZIP2:
        bytes->decoder = bzip2_new();
        break;
    case PACKING_XZ:
        bytes->decoder = xz_new(bytes->limits.max_window);
        break;
    default:
        if (packing_is_cut(packed_ahead(&bytes->packed),
                           text_of(bytes->suffix_of)))
            return (int)fail(bytes, EX_DATAERR, "cut",
                             "it ends before its header does");
    }
    return 0;
}

/* Zeros behind a gzip member (tapes) or an xz stream (in fours) are padding. */
static int
skip_padding(struct bytes *bytes)
{
    size_t zeros = 0;

    if (bytes->packing != PACKING_GZIP && bytes->packing != PACKING_XZ)
        return 0;
    for (;;) {
        if (look_ahead(bytes, 1) != 0)
            return -1;
        if (!text_starts(packed_ahead(&bytes->packed), (struct text){"", 1}))
            break;
        bytes->packed.start++;
        zeros++;
    }
    if (bytes->packing == PACKING_XZ && zeros % 4 != 0)
        return (int)fail(bytes, EX_DATAERR, "trailing_bytes",
                         "the padding of an xz stream is no multiple of 4");
    return 0;
}

/* Between members: 1 another follows, 0 the end, -1 something that is neither. */
static int
next_member(struct bytes *bytes)
{
    if (skip_padding(bytes) != 0 || look_ahead(bytes, PACKING_MAGIC_MAX) != 0)
        return -1;
    if (packed_ahead(&bytes->packed).len == 0)
        return 0;
    if (packing_of(packed_ahead(&bytes->packed)) != bytes->packing)
        return (int)fail(bytes, EX_DATAERR, "trailing_bytes",
                         "what follows a member is neither a member nor the "
                         "end");
    bytes->decoder->reset(bytes->decoder);
    bytes->in_member = true;
    return 1;
}

static int
decoder_failed(struct bytes *bytes)
{
    const char *why = bytes->decoder->why;
    bool refused = text_starts(text_of(why), TEXT("window_too_large"));

    return (int)fail(bytes, refused ? STATUS_REFUSED : EX_DATAERR, "", why);
}

/* One step of the decoder; bytes unpacked, or -1. */
static ssize_t
step(struct bytes *bytes, void *at, size_t room)
{
    struct packed *packed = &bytes->packed;
    struct decode_span span = {packed->in + packed->start,
                               packed->end - packed->start, at, room};
    enum decode found = bytes->decoder->step(bytes->decoder, &span);

    packed->start = (size_t)(span.in - packed->in);
    if (found == DECODE_BAD && span.out_len == room)
        return decoder_failed(bytes);
    if (found == DECODE_END) {
        bytes->in_member = false;
        bytes->unchecked |= bytes->decoder->unchecked;
    }
    return (ssize_t)(room - span.out_len);
}

static ssize_t
read_packed(struct bytes *bytes, void *at, size_t room)
{
    for (;;) {
        ssize_t count;

        if (!bytes->in_member && (count = next_member(bytes)) <= 0)
            return count;
        count = step(bytes, at, room);
        if (count != 0)
            return count;
        if (!bytes->in_member || packed_ahead(&bytes->packed).len > 0)
            continue;
        if (look_ahead(bytes, 1) != 0)
            return -1;
        if (packed_ahead(&bytes->packed).len == 0)
            return fail(bytes, EX_DATAERR, "cut",
                        "it ends within a compressed member");
    }
}

static ssize_t
read_any(struct bytes *bytes, void *at, size_t room)
{
    ssize_t count;

    if (bytes->status != 0)
        return -1;
    if (bytes->packing == PACKING_UNKNOWN && begin(bytes) != 0)
        return -1;
    if (bytes->packing == PACKING_PLAIN) {
        count = packed_read(&bytes->packed, at, room);
        return count < 0 ? packed_failed(bytes) : count;
    }
    count = read_packed(bytes, at, room);
    if (count > 0)
        bytes->expanded += (uint64_t)count;
    if (bytes->limits.max_expand > 0
        && bytes->expanded > bytes->limits.max_expand)
        return fail(bytes, STATUS_REFUSED, "too_large",
                    "it unpacks to more than --max-expand allows");
    return count;
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
