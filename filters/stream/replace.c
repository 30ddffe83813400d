#include "stream/replace.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/file.h"

/* How often another may put a file of the same name in between. */
enum { TRIES = 100 };

struct replacement {
    int fd;
    char *path;
    char *name; /* or NULL: it has none yet */
};

static char *
with(const char *path, const char *ending)
{
    char *both;

    if (asprintf(&both, "%s%s", path, ending) == -1)
        err(EX_OSERR, "%s", path);
    return both;
}

/* With O_DIRECTORY the folder itself, with O_TMPFILE a file in it without a name. */
static int
open_in_folder(const char *path, int flags, mode_t mode)
{
    char *copy = with(path, "");
    int fd = file_open(dirname(copy), flags, mode);

    free(copy);
    return fd;
}

/* Some file systems cannot: they do it by themselves. */
static bool
sync_folder(const char *path)
{
    int fd = open_in_folder(path, O_RDONLY | O_DIRECTORY, 0);
    bool done = fd != -1 && (file_sync(fd) || errno == EINVAL);

    if (fd != -1)
        close(fd);
    return done;
}

bool
replace_file(const char *from, const char *path)
{
    return rename(from, path) == 0 && sync_folder(path);
}

/* For file systems that know no O_TMPFILE. */
static int
open_named(struct replacement *new, mode_t mode)
{
    mode_t mask = umask(0);
    int fd;

    umask(mask);
    new->name = with(new->path, ".XXXXXX");
    fd = mkostemp(new->name, O_CLOEXEC);
    if (fd != -1)
        fchmod(fd, mode & ~mask);
    return fd;
}

static void
release(struct replacement *replacement)
{
    free(replacement->path);
    free(replacement->name);
    free(replacement);
}

struct replacement *
replace_begin(const char *path, mode_t mode)
{
    struct replacement *new = calloc(1, sizeof(*new));

    if (new == NULL)
        err(EX_OSERR, "%s", path);
    new->path = with(path, "");
    new->fd = open_in_folder(path, O_TMPFILE | O_WRONLY, mode);
    if (new->fd == -1 && (errno == EOPNOTSUPP || errno == EISDIR))
        new->fd = open_named(new, mode);
    if (new->fd != -1)
        return new;
    release(new);
    return NULL;
}

int
replace_fd(const struct replacement *replacement)
{
    return replacement->fd;
}

bool
replace_write(struct replacement *replacement, struct text bytes)
{
    return file_write(replacement->fd, bytes);
}

bool
replace_sync(struct replacement *replacement)
{
    return file_sync(replacement->fd);
}

static bool
link_as(const struct replacement *replacement, const char *name)
{
    char self[32];

    (void)snprintf(self, sizeof(self), "/proc/self/fd/%d", replacement->fd);
    return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

/* No link takes the place of another: first it has a name of its own. Who died with that left one; who has the same takes it away. */
static bool
link_over(const struct replacement *replacement)
{
    char *name = with(replacement->path, ".new");
    bool done = false;
    int reason = EEXIST;

    for (int i = 0; i < TRIES && !done; i++) {
        unlink(name);
        done =
            link_as(replacement, name) && rename(name, replacement->path) == 0;
        reason = errno;
        if (!done && reason != EEXIST && reason != ENOENT)
            break;
    }
    if (!done)
        unlink(name);
    free(name);
    errno = reason;
    return done;
}

static bool
put_in_place(const struct replacement *replacement)
{
    if (replacement->name != NULL)
        return rename(replacement->name, replacement->path) == 0;
    return link_as(replacement, replacement->path)
           || (errno == EEXIST && link_over(replacement));
}

void
replace_drop(struct replacement *replacement)
{
    int reason = errno;

    if (replacement == NULL)
        return;
    close(replacement->fd);
    if (replacement->name != NULL)
        unlink(replacement->name);
    release(replacement);
    errno = reason;
}

bool
replace_end(struct replacement *replacement)
{
    bool done = file_sync(replacement->fd) && put_in_place(replacement)
                && sync_folder(replacement->path);

    if (!done) {
        replace_drop(replacement);
        return false;
    }
    done = file_close(replacement->fd);
    release(replacement);
    return done;
}

bool
replace_content(const char *path, struct text content, mode_t mode)
{
    struct replacement *new = replace_begin(path, mode);

    if (new == NULL)
        return false;
    if (replace_write(new, content))
        return replace_end(new);
    replace_drop(new);
    return false;
}

/* A link, unlike rename(2), never takes the place of another. */
static bool
put_anew(const struct replacement *replacement)
{
    bool done = replacement->name != NULL
                    ? link(replacement->name, replacement->path) == 0
                    : link_as(replacement, replacement->path);

    if (!done || sync_folder(replacement->path))
        return done;
    unlink(replacement->path);
    return false;
}

bool
replace_create(const char *path, struct text content, mode_t mode)
{
    struct replacement *new = replace_begin(path, mode);
    bool done;

    if (new == NULL)
        return false;
    done = fchmod(new->fd, mode) == 0 && replace_write(new, content)
           && file_sync(new->fd) && put_anew(new);
    replace_drop(new);
    return done;
}

int
replace_commit(const char *path)
{
    char *next = with(path, ".next");
    int status = 0;

    if (!replace_file(next, path)) {
        status = errno == ENOENT ? EX_NOINPUT : EX_CANTCREAT;
        warn("%s: cannot_commit", next);
    }
    free(next);
    return status;
}
