#include "stream/shelf.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/runs.h"
#include "stream/replace.h"
#include "stream/segment.h"

enum { KEY_BYTES = 8, BLOCK_KEYS = 8192 };

struct shelf {
    struct books *books;
    const char *folder, *keys_folder;
    struct segment_writer *writer;
    struct buffer name; /* of the partition that is open */
    struct buffer path;
    uint64_t *keys;
    size_t key_count, key_cap;
    struct shelf_count count;
};

static void
make_folder(struct books *books, const char *path)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        books_fail(books, EX_CANTCREAT, NULL, "cannot_create: %s: %s", path,
                   strerror(errno));
}

struct shelf *
shelf_new(struct books *books, const char *folder, const char *keys)
{
    struct shelf *shelf = calloc(1, sizeof(*shelf));

    if (shelf == NULL)
        err(EX_OSERR, "shelf");
    shelf->books = books;
    shelf->folder = folder;
    shelf->keys_folder = keys;
    make_folder(books, folder);
    if (keys != NULL)
        make_folder(books, keys);
    return shelf;
}

void
shelf_free(struct shelf *shelf)
{
    if (shelf == NULL)
        return;
    buffer_free(&shelf->name);
    buffer_free(&shelf->path);
    free(shelf->keys);
    free(shelf);
}

static const char *
path_of(struct shelf *shelf, const char *folder, const char *ending)
{
    buffer_clear(&shelf->path);
    buffer_add_string(&shelf->path, folder);
    buffer_add_char(&shelf->path, '/');
    buffer_add(&shelf->path, buffer_text(&shelf->name));
    buffer_add_string(&shelf->path, ending);
    return buffer_string(&shelf->path);
}

static void
fail(struct shelf *shelf)
{
    books_fail(shelf->books, EX_CANTCREAT, NULL, "cannot_create: %s: %s",
               shelf->path.at, strerror(errno));
}

void
shelf_begin(struct shelf *shelf, struct text name)
{
    buffer_clear(&shelf->name);
    buffer_add(&shelf->name, name);
    shelf->writer =
        segment_create(path_of(shelf, shelf->folder, ".ndjson.zst"));
    if (shelf->writer == NULL)
        fail(shelf);
    shelf->key_count = 0;
    shelf->count = (struct shelf_count){0};
}

void
shelf_add(struct shelf *shelf, struct text line)
{
    if (!segment_add(shelf->writer, line))
        fail(shelf);
    shelf->count.records++;
    shelf->count.bytes += line.len + 1;
}

void
shelf_add_key(struct shelf *shelf, uint64_t key)
{
    shelf->keys = array_room(shelf->keys, shelf->key_count, &shelf->key_cap,
                             sizeof(*shelf->keys), "keys");
    shelf->keys[shelf->key_count++] = key;
}

static int
compare(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

/* In place: sorted, each once, as bytes that are the same on every machine. */
static struct text
packed_keys(struct shelf *shelf)
{
    size_t kept = 0;

    if (shelf->key_count == 0)
        return TEXT_NONE;
    qsort(shelf->keys, shelf->key_count, sizeof(*shelf->keys), compare);
    for (size_t i = 0; i < shelf->key_count; i++)
        if (kept == 0 || shelf->keys[kept - 1] != shelf->keys[i])
            shelf->keys[kept++] = shelf->keys[i];
    for (size_t i = 0; i < kept; i++)
        runs_put64(&shelf->keys[i], shelf->keys[i]);
    return (struct text){(const char *)shelf->keys, kept * KEY_BYTES};
}

static void
write_keys(struct shelf *shelf)
{
    const char *path = path_of(shelf, shelf->keys_folder, ".keys");

    if (!replace_content(path, packed_keys(shelf), 0600))
        fail(shelf);
}

struct shelf_count
shelf_end(struct shelf *shelf)
{
    struct segment_seal seal;

    path_of(shelf, shelf->folder, ".ndjson.zst");
    if (!segment_end(shelf->writer, &seal))
        fail(shelf);
    shelf->writer = NULL;
    if (shelf->keys_folder != NULL)
        write_keys(shelf);
    return shelf->count;
}

/* Reads to the end, so that a file that is cut is told whatever stands before. */
static bool
has_any(struct books *books, const char *path,
        bool (*has)(void *context, uint64_t key), void *context)
{
    uint64_t keys[BLOCK_KEYS];
    int fd = file_open(path, O_RDONLY, 0);
    bool is_found = false;
    ssize_t got = 0;

    if (fd == -1)
        books_fail(books, EX_IOERR, NULL, "cannot_read: %s: %s", path,
                   strerror(errno));
    while (!is_found && (got = file_read(fd, keys, sizeof(keys))) > 0) {
        if (got % KEY_BYTES != 0)
            books_fail(books, EX_CONFIG, NULL, "damaged: %s", path);
        for (ssize_t i = 0; i < got / KEY_BYTES && !is_found; i++)
            is_found = has(context, runs_get64(&keys[i]));
    }
    if (got == -1)
        books_fail(books, EX_IOERR, NULL, "cannot_read: %s: %s", path,
                   strerror(errno));
    close(fd);
    return is_found;
}

static int
is_keys(const struct dirent *entry)
{
    return text_ends(text_of(entry->d_name), TEXT(".keys"));
}

void
shelf_find(struct books *books, const char *keys,
           bool (*has)(void *context, uint64_t key),
           void (*found)(void *context, struct text name), void *context)
{
    struct dirent **entries;
    struct buffer path = {0};
    int count = file_list(keys, is_keys, &entries);

    if (count == -1 && errno == ENOENT)
        return;
    if (count == -1)
        books_fail(books, EX_IOERR, NULL, "cannot_read: %s: %s", keys,
                   strerror(errno));
    for (int i = 0; i < count; i++) {
        struct text name = text_of(entries[i]->d_name);

        buffer_clear(&path);
        buffer_printf(&path, "%s/%s", keys, entries[i]->d_name);
        name.len -= sizeof(".keys") - 1;
        if (has_any(books, buffer_string(&path), has, context))
            found(context, name);
        free(entries[i]);
    }
    free(entries);
    buffer_free(&path);
}
