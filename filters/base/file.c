#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum { BLOCK = 64 << 10 };

int
file_open(const char *path, int flags, mode_t mode)
{
    int fd;

    do
        fd = open(path, flags | O_CLOEXEC, mode);
    while (fd == -1 && errno == EINTR);
    return fd;
}

ssize_t
file_read(int fd, void *at, size_t count)
{
    ssize_t done;

    do
        done = read(fd, at, count);
    while (done == -1 && errno == EINTR);
    return done;
}

bool
file_write(int fd, struct text bytes)
{
    while (bytes.len > 0) {
        ssize_t done = write(fd, bytes.at, bytes.len);

        if (done == -1 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes = text_from(bytes, (size_t)done);
    }
    return true;
}

bool
file_sync(int fd)
{
    int done;

    do
        done = fsync(fd);
    while (done == -1 && errno == EINTR);
    return done == 0;
}

bool
file_lock(int fd, int how)
{
    int done;

    do
        done = flock(fd, how);
    while (done == -1 && errno == EINTR);
    return done == 0;
}

/* A second call would close what somebody else has opened since. */
bool
file_close(int fd)
{
    return close(fd) == 0 || errno == EINTR;
}

bool
file_rest(int fd, size_t most, struct buffer *content)
{
    ssize_t count = 1;

    while (count > 0 && content->len <= most) {
        count = file_read(fd, buffer_reserve(content, BLOCK), BLOCK);
        content->len += count > 0 ? (size_t)count : 0;
    }
    return count >= 0;
}

bool
file_whole(const char *path, size_t most, struct buffer *content)
{
    int fd = file_open(path, O_RDONLY, 0), reason;
    bool done;

    if (fd == -1)
        return false;
    done = file_rest(fd, most, content);
    reason = errno;
    close(fd);
    errno = reason;
    return done;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

int
file_list(const char *folder, int (*is_wanted)(const struct dirent *entry),
          struct dirent ***entries)
{
    int count;

    do
        count = scandir(folder, entries, is_wanted, by_name);
    while (count == -1 && errno == EINTR);
    return count;
}
