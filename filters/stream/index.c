#include "stream/index.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "ports/digest.h"

static const char magic[] = "hark-index 1\n";
enum { MAGIC = sizeof(magic) - 1 };

struct index_file {
    struct books *books;
    char *path;
    FILE *file;
    size_t entry_bytes;
    uint64_t left; /* bytes of entries not yet read */
    bool writing;
    struct digester *digester;
};

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

static void
check_end(struct index_file *index)
{
    char wanted[DIGEST_TEXT], found[DIGEST_TEXT];

    digest_format(wanted, digester_value(index->digester));
    if (fread(found, 1, DIGEST_TEXT, index->file) != DIGEST_TEXT
        || memcmp(wanted, found, DIGEST_TEXT) != 0)
        damaged(index);
}

struct index_file *
index_open(struct books *books, const char *path, size_t entry_bytes)
{
    struct index_file *index = new_index(books, path, "", entry_bytes);
    char head[MAGIC];
    long size;

    index->file = fopen(path, "re");
    if (index->file == NULL && errno == ENOENT) {
        index_close(index);
        return NULL;
    }
    if (index->file == NULL)
        books_fail(books, EX_CONFIG, NULL, "index: %s: %s", path,
                   strerror(errno));
    fseek(index->file, 0, SEEK_END);
    size = ftell(index->file) - MAGIC - DIGEST_TEXT;
    rewind(index->file);
    if (size < 0 || (size_t)size % entry_bytes != 0)
        damaged(index);
    index->left = (uint64_t)size;
    take(index, head, MAGIC);
    if (memcmp(head, magic, MAGIC) != 0)
        damaged(index);
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
    struct index_file *index = new_index(books, path, ".next", entry_bytes);

    index->writing = true;
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

static void
end_writing(struct index_file *index)
{
    char digest[DIGEST_TEXT];

    digest_format(digest, digester_value(index->digester));
    put(index, digest, DIGEST_TEXT);
    if (fflush(index->file) != 0 || fsync(fileno(index->file)) != 0)
        books_fail(index->books, EX_IOERR, NULL, "index: %s: %s", index->path,
                   strerror(errno));
}

void
index_close(struct index_file *index)
{
    if (index == NULL)
        return;
    if (index->writing)
        end_writing(index);
    if (index->file != NULL)
        fclose(index->file);
    digester_free(index->digester);
    free(index->path);
    free(index);
}

int
index_commit(const char *program, const char *path)
{
    char *next;

    if (asprintf(&next, "%s.next", path) == -1)
        err(EX_OSERR, "index");
    if (rename(next, path) != 0) {
        warn("hark-%s: %s", program, next);
        free(next);
        return errno == ENOENT ? EX_NOINPUT : EX_CANTCREAT;
    }
    free(next);
    return 0;
}
