#include "stream/child.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"

enum { BLOCK = 128 << 10, PIPE = 1 << 20 };

struct child {
    pid_t pid;
    int to, from; /* -1 once closed */
    struct buffer pending;
    void (*take)(void *context, struct text bytes);
    void *context;
    char block[BLOCK];
};

/* Why there is no such command goes to `trouble`, which a command that runs closes. */
static void
run(char *const *command, int in, int out, int trouble)
{
    int why;

    signal(SIGPIPE, SIG_DFL);
    if (dup2(in, STDIN_FILENO) != -1 && dup2(out, STDOUT_FILENO) != -1)
        execvp(command[0], command);
    why = errno;
    (void)!write(trouble, &why, sizeof(why));
    _exit(127);
}

static void
check_running(const char *command, int trouble)
{
    int why;

    if (file_read(trouble, &why, sizeof(why)) == sizeof(why)) {
        errno = why;
        err(EX_USAGE, "%s", command);
    }
    close(trouble);
}

static struct child *
new_child(void (*take)(void *context, struct text bytes), void *context)
{
    struct child *child = calloc(1, sizeof(*child));

    if (child == NULL)
        err(EX_OSERR, "child");
    child->take = take;
    child->context = context;
    return child;
}

struct child *
child_start(char *const *command,
            void (*take)(void *context, struct text bytes), void *context)
{
    struct child *child = new_child(take, context);
    int to[2], from[2], trouble[2];

    if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0
        || pipe2(trouble, O_CLOEXEC) != 0)
        err(EX_OSERR, "%s", command[0]);
    fcntl(to[1], F_SETPIPE_SZ, PIPE);
    fcntl(from[1], F_SETPIPE_SZ, PIPE);
    child->pid = fork();
    if (child->pid == -1)
        err(EX_OSERR, "%s", command[0]);
    if (child->pid == 0)
        run(command, to[0], from[1], trouble[1]);
    close(to[0]);
    close(from[1]);
    close(trouble[1]);
    check_running(command[0], trouble[0]);
    signal(SIGPIPE, SIG_IGN); /* the command may stop reading */
    child->to = to[1];
    child->from = from[0];
    fcntl(child->to, F_SETFL, O_NONBLOCK);
    return child;
}

static void
close_one(int *fd)
{
    close(*fd);
    *fd = -1;
}

static void
take_output(struct child *child)
{
    ssize_t count = read(child->from, child->block, BLOCK);

    if (count > 0)
        child->take(child->context, (struct text){child->block, (size_t)count});
    else if (count == 0)
        close_one(&child->from);
    else if (errno != EINTR && errno != EAGAIN)
        err(EX_IOERR, "reading from the command");
}

static void
give_input(struct child *child, size_t *done)
{
    ssize_t count =
        write(child->to, child->pending.at + *done, child->pending.len - *done);

    if (count >= 0)
        *done += (size_t)count;
    else if (errno == EPIPE)
        close_one(&child->to); /* it has read all it wants */
    else if (errno != EAGAIN && errno != EINTR)
        err(EX_IOERR, "writing to the command");
}

/* Until all that is pending is given. */
static void
give(struct child *child)
{
    size_t done = 0;

    while (child->to != -1 && done < child->pending.len) {
        struct pollfd both[2] = {{child->to, POLLOUT, 0},
                                 {child->from, POLLIN, 0}};

        if (poll(both, 2, -1) == -1 && errno != EINTR)
            err(EX_OSERR, "poll");
        if (both[1].revents != 0)
            take_output(child);
        if (both[0].revents != 0)
            give_input(child, &done);
    }
    buffer_clear(&child->pending);
}

void
child_line(struct child *child, struct text line)
{
    if (child->to == -1)
        return;
    buffer_add(&child->pending, line);
    buffer_add_char(&child->pending, '\n');
    if (child->pending.len >= BLOCK)
        give(child);
}

int
child_end(struct child *child)
{
    int status;

    give(child);
    if (child->to != -1)
        close_one(&child->to);
    while (child->from != -1)
        take_output(child);
    while (waitpid(child->pid, &status, 0) == -1 && errno == EINTR)
        ;
    buffer_free(&child->pending);
    free(child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
