#include "stream/cached.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "ports/digest.h"
#include "stream/cachedir.h"
#include "stream/operand.h"
#include "stream/replace.h"

#define MAGIC "hark-cache 1\n"

enum { BLOCK = 64 << 10, META_MOST = 64 << 10, KEEP_EVERY = 8 << 20 };

/* Until the next call. */
static const char *
path_of(struct cached *cached, const char *suffix)
{
    cached->path.len = cached->stem;
    buffer_add_string(&cached->path, suffix);
    return buffer_string(&cached->path);
}

static bool
take_lock(struct cached *cached, void (*wait)(void *context), void *context)
{
    cached->lock = file_open(path_of(cached, ".lock"), O_RDWR | O_CREAT, 0600);
    if (cached->lock == -1)
        return false;
    if (file_lock(cached->lock, LOCK_EX | LOCK_NB))
        return true;
    if (errno != EWOULDBLOCK)
        return false;
    wait(context);
    return file_lock(cached->lock, LOCK_EX);
}

static void
forget(struct cached *cached)
{
    buffer_clear(&cached->etag);
    buffer_clear(&cached->last_modified);
    cached->is_whole = cached->is_delimited = false;
    cached->size = cached->kept = 0;
    cached->total = -1;
    digester_reset(cached->digester);
    if (cached->fd != -1)
        close(cached->fd);
    cached->fd = -1;
}

static void
take_field(struct cached *cached, struct text line, struct text *digest)
{
    struct text value = line, name;
    int64_t number;

    if (!text_split(&value, ' ', &name) || value.at == NULL)
        return;
    if (text_equal(name, TEXT("etag")))
        buffer_add(&cached->etag, value);
    else if (text_equal(name, TEXT("last-modified")))
        buffer_add(&cached->last_modified, value);
    else if (text_equal(name, TEXT("whole")))
        cached->is_whole = text_equal(value, TEXT("yes"));
    else if (text_equal(name, TEXT("delimited")))
        cached->is_delimited = text_equal(value, TEXT("yes"));
    else if (text_equal(name, TEXT("size")) && text_integer(value, &number))
        cached->size = (uint64_t)number;
    else if (text_equal(name, TEXT("total")))
        text_integer(value, &cached->total);
    else if (text_equal(name, TEXT("digest")))
        *digest = value;
}

static bool
read_meta(struct cached *cached, struct buffer *meta, struct text *digest)
{
    int fd = file_open(path_of(cached, ".meta"), O_RDONLY, 0);
    struct text rest, line;
    ssize_t count;

    if (fd == -1)
        return false;
    count = file_read(fd, buffer_reserve(meta, META_MOST), META_MOST);
    close(fd);
    meta->len = count > 0 ? (size_t)count : 0;
    rest = buffer_text(meta);
    if (!text_starts(rest, TEXT(MAGIC)) || !text_ends(rest, TEXT("\n")))
        return false;
    while (text_split(&rest, '\n', &line))
        take_field(cached, line, digest);
    return digest->at != NULL;
}

/* The bytes that are said to be there, read. */
static bool
check_bytes(struct cached *cached, struct text wanted)
{
    char block[BLOCK], digest[DIGEST_TEXT];
    uint64_t left = cached->size;

    while (left > 0) {
        ssize_t count =
            file_read(cached->fd, block, left < BLOCK ? (size_t)left : BLOCK);

        if (count <= 0)
            return false;
        digester_add(cached->digester, (struct text){block, (size_t)count});
        left -= (uint64_t)count;
    }
    digest_format(digest, digester_value(cached->digester));
    return text_equal(wanted, (struct text){digest, DIGEST_TEXT});
}

/* What is not as it was written down is as if it were not there. */
static void
read_all(struct cached *cached)
{
    struct buffer meta = {0};
    struct text digest = TEXT_NONE;
    bool good = read_meta(cached, &meta, &digest);

    if (good) {
        cached->fd = file_open(
            path_of(cached, cached->is_whole ? ".body" : ".part"), O_RDWR, 0);
        good = cached->fd != -1 && check_bytes(cached, digest);
    }
    if (good && !cached->is_whole)
        good = ftruncate(cached->fd, (off_t)cached->size) == 0;
    if (!good)
        forget(cached);
    cached->kept = cached->size;
    buffer_free(&meta);
}

bool
cached_open(struct cached *cached, const char *folder, const char *url,
            void (*wait)(void *context), void *context)
{
    char digest[DIGEST_TEXT];

    *cached = (struct cached){.fd = -1, .lock = -1, .total = -1};
    cached->digester = digester_new();
    operand_show(&cached->shown, url);
    digest_format(digest, digest128(text_of(url)));
    buffer_printf(&cached->path, "%s/%.*s", folder, DIGEST_TEXT, digest);
    cached->stem = cached->path.len;
    if (!cachedir_make(folder) || !take_lock(cached, wait, context))
        return false;
    read_all(cached);
    return true;
}

void
cached_close(struct cached *cached)
{
    if (cached->fd != -1)
        close(cached->fd);
    if (cached->lock != -1)
        close(cached->lock);
    digester_free(cached->digester);
    buffer_free(&cached->etag);
    buffer_free(&cached->last_modified);
    buffer_free(&cached->path);
    buffer_free(&cached->shown);
}

bool
cached_restart(struct cached *cached)
{
    forget(cached);
    cached->fd =
        file_open(path_of(cached, ".part"), O_RDWR | O_CREAT | O_TRUNC, 0600);
    return cached->fd != -1;
}

bool
cached_add(struct cached *cached, struct text bytes)
{
    if (lseek(cached->fd, (off_t)cached->size, SEEK_SET) == -1
        || !file_write(cached->fd, bytes))
        return false;
    digester_add(cached->digester, bytes);
    cached->size += bytes.len;
    return cached->size - cached->kept < KEEP_EVERY || cached_keep(cached);
}

static void
add_field(struct buffer *meta, const char *name, struct text value)
{
    buffer_printf(meta, "%s %.*s\n", name, TEXT_ARGS(value));
}

static bool
write_meta(struct cached *cached)
{
    struct buffer meta = {0};
    char digest[DIGEST_TEXT];
    bool done;

    digest_format(digest, digester_value(cached->digester));
    buffer_add_string(&meta, MAGIC);
    add_field(&meta, "url", buffer_text(&cached->shown));
    add_field(&meta, "etag", buffer_text(&cached->etag));
    add_field(&meta, "last-modified", buffer_text(&cached->last_modified));
    buffer_printf(&meta, "whole %s\ndelimited %s\nsize %llu\ntotal %lld\n",
                  cached->is_whole ? "yes" : "no",
                  cached->is_delimited ? "yes" : "no",
                  (unsigned long long)cached->size, (long long)cached->total);
    add_field(&meta, "digest", (struct text){digest, DIGEST_TEXT});
    done = replace_content(path_of(cached, ".meta"), buffer_text(&meta), 0600);
    buffer_free(&meta);
    return done;
}

/* A body of before, which is another by now, goes with its description. */
bool
cached_keep(struct cached *cached)
{
    if (cached->fd == -1 || cached->is_whole)
        return true;
    if (!file_sync(cached->fd) || !write_meta(cached))
        return false;
    cached->kept = cached->size;
    return unlink(path_of(cached, ".body")) == 0 || errno == ENOENT;
}

bool
cached_finish(struct cached *cached)
{
    char *part = strdup(path_of(cached, ".part"));
    bool done = part != NULL && file_sync(cached->fd)
                && replace_file(part, path_of(cached, ".body"));

    free(part);
    if (!done)
        return false;
    cached->is_whole = true;
    return write_meta(cached);
}

void
cached_remove(struct cached *cached)
{
    forget(cached);
    unlink(path_of(cached, ".meta"));
    unlink(path_of(cached, ".body"));
    unlink(path_of(cached, ".part"));
}

int
cached_body(struct cached *cached)
{
    int fd = cached->is_whole ? dup(cached->fd) : -1;

    if (fd != -1 && lseek(fd, 0, SEEK_SET) == -1) {
        close(fd);
        return -1;
    }
    return fd;
}
