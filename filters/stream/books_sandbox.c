#include "stream/books_parts.h"

#include <err.h>
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/zone.h"
#include "ports/sandbox.h"

void
books_may_read(struct books *books, const char *path)
{
    if (books->sandbox != NULL)
        sandbox_read(books->sandbox, path);
}

static char *
copy_of(const char *path)
{
    char *copy = strdup(path);

    if (copy == NULL)
        err(EX_OSERR, "%s", path);
    return copy;
}

/* One that is still to be made is made in the folder above it. */
void
books_may_write(struct books *books, const char *folder)
{
    char *copy, *path;

    if (books->sandbox == NULL)
        return;
    copy = path = copy_of(folder);
    while (access(path, F_OK) != 0 && errno == ENOENT)
        path = dirname(path);
    sandbox_write(books->sandbox, path);
    free(copy);
}

void
books_may_replace(struct books *books, const char *path)
{
    char *copy = copy_of(path);

    books_may_write(books, dirname(copy));
    free(copy);
}

void
books_may_connect(struct books *books)
{
    if (books->sandbox != NULL)
        sandbox_connect(books->sandbox);
}

void
books_confine(struct books *books)
{
    const char *why, *zones;
    bool is_held;

    if (books->sandbox == NULL || books->is_confined)
        return;
    books->is_confined = true;
    books_open_stats(books);
    zones = zone_hold();
    if (zones != NULL)
        books_may_read(books, zones);
    why = sandbox_enter(books->sandbox, &is_held);
    if (why != NULL)
        books_fail(books, EX_OSERR, NULL, "%s", why);
    if (!is_held && sandbox_opens(books->sandbox))
        books_warn(books, NULL,
                   "sandbox: this kernel has no Landlock: files are opened, "
                   "and nothing holds them to those that are meant");
}
