#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "stream/carry_parts.h"
#include "stream/whole.h"

char *
carry_path_in(const char *folder, const char *name)
{
    char *path;

    if (asprintf(&path, "%s/%s", folder, name) == -1)
        err(EX_OSERR, "carry");
    return path;
}

char *
carry_segment_path(const char *folder, uint64_t number)
{
    char *path;

    if (asprintf(&path, "%s/%06llu.ndjson.zst", folder,
                 (unsigned long long)number)
        == -1)
        err(EX_OSERR, "carry");
    return path;
}

/* The number that a file is named by as a segment is; false of any other. */
static bool
number_of(const char *name, uint64_t *number)
{
    struct text rest = text_of(name), digits;
    int64_t value;

    if (!text_split(&rest, '.', &digits) || !text_integer(digits, &value)
        || value < 0 || !text_equal(rest, TEXT("ndjson.zst")))
        return false;
    *number = (uint64_t)value;
    return true;
}

/* What runs left that were not committed, and what was made one. */
void
carry_sweep(const char *folder, const struct carry_list *list)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    uint64_t number;

    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        if (number_of(entry->d_name, &number)
            && !carry_list_has(list, number)) {
            char *path = carry_path_in(folder, entry->d_name);

            unlink(path);
            free(path);
        }
    }
    if (directory != NULL)
        closedir(directory);
}

int
carry_lock(struct books *books, const char *folder)
{
    int fd = file_open(folder, O_RDONLY | O_DIRECTORY, 0);

    if (fd == -1)
        books_fail(books, errno == ENOENT ? EX_NOINPUT : EX_CONFIG, NULL,
                   "carry: %s: %s", folder, strerror(errno));
    if (file_lock(fd, LOCK_EX | LOCK_NB))
        return fd;
    if (errno == EWOULDBLOCK)
        books_fail(books, EX_TEMPFAIL, NULL, "busy: another run has %s",
                   folder);
    books_fail(books, EX_CANTCREAT, NULL, "carry: %s: cannot be locked: %s",
               folder, strerror(errno));
}

/* Of records that were kept with other members some would be missing. */
uint64_t
carry_digest_of(const char *const *fields, size_t count)
{
    struct buffer names = {0};
    uint64_t digest;

    for (size_t i = 0; i < count; i++)
        buffer_printf(&names, "%s\n", fields[i]);
    digest = digest64(buffer_text(&names));
    buffer_free(&names);
    return digest;
}

bool
carry_read_list(struct books *books, const char *path, struct carry_list *list,
                bool is_used)
{
    struct buffer file = {0};
    char digest[DIGEST_TEXT];

    if (access(path, F_OK) != 0 && errno == ENOENT)
        return false;
    whole_get(books, "carry", path, &file);
    if (!carry_list_read(list, buffer_text(&file)))
        books_fail(books, EX_CONFIG, NULL,
                   "bad_carry: %s is damaged, cut or of another version", path);
    digest_format(digest, digest128(buffer_text(&file)));
    if (is_used)
        books_uses(books, "carry", (struct text){digest, DIGEST_TEXT});
    buffer_free(&file);
    return true;
}
