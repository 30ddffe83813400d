#include "stream/index.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "ports/digest.h"
#include "stream/replace.h"

static const char magic[] = "hark-index 1\n";
enum { MAGIC = sizeof(magic) - 1, BLOCK = 64 << 10 };

struct index_file {
    struct books *books;
    char *path;
    int fd;                   /* read from, or -1 */
    struct replacement *file; /* written to, or NULL */
    struct buffer held;       /* read ahead, or not yet written */
    size_t at;                /* in what is held, of what is read */
    size_t entry_bytes;
    uint64_t left; /* bytes of entries not yet read */
    struct digester *digester;
};

#define NEXT ".next"

static struct index_file *
new_index(struct books *books, const char *path, const char *suffix,
          size_t entry_bytes)
{
    struct index_file *index = calloc(1, sizeof(*index));

    if (index == NULL || asprintf(&index->path, "%s%s", path, suffix) == -1)
        err(EX_OSERR, "index");
    index->books = books;
    index->fd = -1;
    index->entry_bytes = entry_bytes;
    index->digester = digester_new();
    return index;
}

void
index_close(struct index_file *index)
{
    if (index == NULL)
        return;
    if (index->fd != -1)
        close(index->fd);
    replace_drop(index->file);
    buffer_free(&index->held);
    digester_free(index->digester);
    free(index->path);
    free(index);
}

static void
damaged(const struct index_file *index)
{
    books_fail(index->books, EX_CONFIG, NULL,
               "bad_index: %s is damaged, cut or of another version",
               index->path);
}

static void
take_undigested(struct index_file *index, void *at, size_t count)
{
    struct buffer *held = &index->held;

    while (held->len - index->at < count) {
        ssize_t more;

        memmove(held->at, held->at + index->at, held->len - index->at);
        held->len -= index->at;
        index->at = 0;
        more = file_read(index->fd, buffer_reserve(held, BLOCK), BLOCK);
        if (more == -1)
            books_fail(index->books, EX_CONFIG, NULL, "index: %s: %s",
                       index->path, strerror(errno));
        if (more == 0)
            damaged(index);
        held->len += (size_t)more;
    }
    memcpy(at, held->at + index->at, count);
    index->at += count;
}

static void
take(struct index_file *index, void *at, size_t count)
{
    take_undigested(index, at, count);
    digester_add(index->digester, (struct text){at, count});
}

/* The file at index->path, up to its first entry. */
static void
start_reading(struct index_file *index)
{
    char head[MAGIC];
    struct stat is;
    off_t size;

    if (fstat(index->fd, &is) != 0)
        books_fail(index->books, EX_CONFIG, NULL, "index: %s: %s", index->path,
                   strerror(errno));
    size = is.st_size - MAGIC - DIGEST_TEXT;
    buffer_reserve(&index->held, BLOCK);
    if (size < 0 || (uint64_t)size % index->entry_bytes != 0)
        damaged(index);
    index->left = (uint64_t)size;
    take(index, head, MAGIC);
    if (memcmp(head, magic, MAGIC) != 0)
        damaged(index);
}

static void
check_end(struct index_file *index)
{
    char wanted[DIGEST_TEXT], found[DIGEST_TEXT];

    digest_format(wanted, digester_value(index->digester));
    take_undigested(index, found, DIGEST_TEXT);
    if (memcmp(wanted, found, DIGEST_TEXT) != 0)
        damaged(index);
    books_uses(index->books, "index", (struct text){found, DIGEST_TEXT});
}

/* What an earlier run left and nobody committed was not published. */
static void
forget_next(struct books *books, const char *path)
{
    struct index_file *next = new_index(books, path, NEXT, 1);

    unlink(next->path);
    index_close(next);
}

struct index_file *
index_open(struct books *books, const char *path, size_t entry_bytes)
{
    struct index_file *index = new_index(books, path, "", entry_bytes);

    forget_next(books, path);
    index->fd = file_open(path, O_RDONLY, 0);
    if (index->fd == -1 && errno == ENOENT) {
        index_close(index);
        return NULL;
    }
    if (index->fd == -1)
        books_fail(books, EX_CONFIG, NULL, "index: %s: %s", path,
                   strerror(errno));
    start_reading(index);
    return index;
}

bool
index_next(struct index_file *index, void *entry)
{
    if (index->left == 0) {
        check_end(index);
        return false;
    }
    take(index, entry, index->entry_bytes);
    index->left -= index->entry_bytes;
    return true;
}

static bool
flush(struct index_file *index)
{
    bool done = replace_write(index->file, buffer_text(&index->held));

    buffer_clear(&index->held);
    return done;
}

static void
put(struct index_file *index, const void *at, size_t count)
{
    digester_add(index->digester, (struct text){at, count});
    buffer_add(&index->held, (struct text){at, count});
    if (index->held.len >= BLOCK && !flush(index))
        books_fail(index->books, EX_IOERR, NULL, "index: %s: %s", index->path,
                   strerror(errno));
}

struct index_file *
index_create(struct books *books, const char *path, size_t entry_bytes)
{
    struct index_file *index = new_index(books, path, NEXT, entry_bytes);

    books_may_replace(books, index->path);
    index->file = replace_begin(index->path, 0666);
    if (index->file == NULL)
        books_fail(books, EX_CANTCREAT, NULL, "index: %s: %s", index->path,
                   strerror(errno));
    put(index, magic, MAGIC);
    return index;
}

void
index_add(struct index_file *index, const void *entry)
{
    put(index, entry, index->entry_bytes);
}

static bool
publish(struct index_file *index)
{
    bool done = flush(index);

    if (!done)
        return false;
    done = replace_end(index->file);
    index->file = NULL;
    return done;
}

/* Without its digest the file is none. */
int
index_end(struct index_file *index, int status)
{
    char digest[DIGEST_TEXT];

    if (index == NULL)
        return status;
    digest_format(digest, digester_value(index->digester));
    buffer_add(&index->held, (struct text){digest, DIGEST_TEXT});
    if (status == 0 && !publish(index)) {
        warn("index: %s", index->path);
        status = EX_IOERR;
    }
    index_close(index);
    return status;
}

static void
check_whole(struct index_file *index)
{
    char block[BLOCK];

    start_reading(index);
    while (index->left > 0) {
        size_t count = index->left < BLOCK ? (size_t)index->left : BLOCK;

        take(index, block, count);
        index->left -= count;
    }
    check_end(index);
}

void
index_commit(struct books *books, const char *path)
{
    struct index_file *next = new_index(books, path, NEXT, 1);

    next->fd = file_open(next->path, O_RDONLY, 0);
    if (next->fd == -1)
        books_fail(books, errno == ENOENT ? EX_NOINPUT : EX_CONFIG, NULL,
                   "index: %s: %s", next->path, strerror(errno));
    check_whole(next);
    if (!replace_file(next->path, path))
        books_fail(books, EX_CANTCREAT, NULL, "index: %s: %s", path,
                   strerror(errno));
    index_close(next);
}
