#include "stream/replace.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

bool
replace_write(int fd, struct text content)
{
    while (content.len > 0) {
        ssize_t count = write(fd, content.at, content.len);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        content = text_from(content, (size_t)count);
    }
    return true;
}

/* The folder in which a name changed. Some file systems cannot: they do it by themselves. */
static bool
sync_folder(const char *path)
{
    char *copy = strdup(path);
    int fd;
    bool done;

    if (copy == NULL)
        err(EX_OSERR, "%s", path);
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    done = fd != -1 && (fsync(fd) == 0 || errno == EINVAL);
    if (fd != -1)
        close(fd);
    free(copy);
    return done;
}

bool
replace_file(const char *from, const char *path)
{
    return rename(from, path) == 0 && sync_folder(path);
}

char *
replace_prepare(const char *path, struct text content)
{
    char *name;
    int fd, reason;
    bool done;

    if (asprintf(&name, "%s.%ld", path, (long)getpid()) == -1)
        err(EX_OSERR, "%s", path);
    fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    done = fd != -1 && replace_write(fd, content) && fsync(fd) == 0;
    reason = errno;
    if (fd != -1 && close(fd) != 0 && done) {
        done = false;
        reason = errno;
    }
    if (done)
        return name;
    if (fd != -1)
        unlink(name);
    free(name);
    errno = reason;
    return NULL;
}

bool
replace_content(const char *path, struct text content)
{
    char *name = replace_prepare(path, content);
    bool done = name != NULL && replace_file(name, path);

    free(name);
    return done;
}

int
replace_commit(const char *path)
{
    char *next;
    int status = 0;

    if (asprintf(&next, "%s.next", path) == -1)
        err(EX_OSERR, "%s", path);
    if (!replace_file(next, path)) {
        status = errno == ENOENT ? EX_NOINPUT : EX_CANTCREAT;
        warn("%s: cannot_commit", next);
    }
    free(next);
    return status;
}
