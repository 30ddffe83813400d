#include "stream/index.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "ports/digest.h"
#include "stream/replace.h"

static const char magic[] = "hark-index 1\n";
enum { MAGIC = sizeof(magic) - 1, BLOCK = 64 << 10 };

struct index_file {
    struct books *books;
    char *path;
    FILE *file;
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
    index->entry_bytes = entry_bytes;
    index->digester = digester_new();
    return index;
}

void
index_close(struct index_file *index)
{
    if (index == NULL)
        return;
    if (index->file != NULL)
        fclose(index->file);
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
take(struct index_file *index, void *at, size_t count)
{
    if (fread(at, 1, count, index->file) != count)
        damaged(index);
    digester_add(index->digester, (struct text){at, count});
}

/* The file at index->path, up to its first entry. */
static void
start_reading(struct index_file *index)
{
    char head[MAGIC];
    off_t size;

    if (fseeko(index->file, 0, SEEK_END) != 0)
        damaged(index);
    size = ftello(index->file) - MAGIC - DIGEST_TEXT;
    rewind(index->file);
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
    if (fread(found, 1, DIGEST_TEXT, index->file) != DIGEST_TEXT
        || memcmp(wanted, found, DIGEST_TEXT) != 0)
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
    index->file = fopen(path, "re");
    if (index->file == NULL && errno == ENOENT) {
        index_close(index);
        return NULL;
    }
    if (index->file == NULL)
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

static void
put(struct index_file *index, const void *at, size_t count)
{
    digester_add(index->digester, (struct text){at, count});
    if (fwrite(at, 1, count, index->file) != count)
        books_fail(index->books, EX_IOERR, NULL, "index: %s: %s", index->path,
                   strerror(errno));
}

struct index_file *
index_create(struct books *books, const char *path, size_t entry_bytes)
{
    struct index_file *index = new_index(books, path, NEXT, entry_bytes);

    books_may_replace(books, index->path);
    index->file = fopen(index->path, "we");
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

/* Without its digest the file is none. */
int
index_end(struct index_file *index, int status)
{
    char digest[DIGEST_TEXT];

    if (index == NULL)
        return status;
    digest_format(digest, digester_value(index->digester));
    if (status != 0) {
        unlink(index->path);
    } else if (fwrite(digest, 1, DIGEST_TEXT, index->file) != DIGEST_TEXT
               || fflush(index->file) != 0 || fsync(fileno(index->file)) != 0) {
        warn("index: %s", index->path);
        unlink(index->path);
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

    next->file = fopen(next->path, "re");
    if (next->file == NULL)
        books_fail(books, errno == ENOENT ? EX_NOINPUT : EX_CONFIG, NULL,
                   "index: %s: %s", next->path, strerror(errno));
    check_whole(next);
    if (!replace_file(next->path, path))
        books_fail(books, EX_CANTCREAT, NULL, "index: %s: %s", path,
                   strerror(errno));
    index_close(next);
}
