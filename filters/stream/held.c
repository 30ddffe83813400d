#include "stream/held.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

struct held {
    char *const *names;
    size_t count;
    struct file {
        int fd; /* or -1 */
        int reason;
    } * files;
};

static void
raise_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static int
open_one(const char *name)
{
    int fd;

    if (strcmp(name, "-") == 0)
        return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd != -1)
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    return fd;
}

struct held *
held_open(char *const *names, size_t count)
{
    struct held *held = calloc(1, sizeof(*held));

    if (held == NULL
        || (held->files = calloc(count, sizeof(*held->files))) == NULL)
        err(EX_OSERR, "operands");
    held->names = names;
    held->count = count;
    raise_limit();
    for (size_t i = 0; i < count; i++) {
        held->files[i].fd = open_one(names[i]);
        held->files[i].reason = errno;
    }
    return held;
}

void
held_free(struct held *held)
{
    if (held == NULL)
        return;
    for (size_t i = 0; i < held->count; i++)
        if (held->files[i].fd != -1)
            close(held->files[i].fd);
    free(held->files);
    free(held);
}

/* Until there is a writer, or there was one. */
static void
wait_for_writer(int fd)
{
    struct pollfd wanted = {fd, POLLIN, 0};
    struct stat is;

    if (fstat(fd, &is) == 0 && S_ISFIFO(is.st_mode))
        while (poll(&wanted, 1, -1) == -1 && errno == EINTR)
            ;
}

struct bytes *
held_take(struct held *held, size_t which, const struct bytes_limits *limits)
{
    struct file *file = &held->files[which];
    int fd = file->fd;

    file->fd = -1;
    if (fd != -1)
        wait_for_writer(fd);
    return bytes_open_file(fd, file->reason, held->names[which], limits);
}
