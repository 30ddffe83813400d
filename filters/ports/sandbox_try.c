#include "ports/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Each by its number: no program has libc's ways to start another among its symbols. */
static const struct trial {
    const char *what;
    long number;
    long arguments[6];
} trials[] = {
    {"open", SYS_openat, {AT_FDCWD, (long)"/dev/null", O_RDONLY}},
    {"create",
     SYS_openat,
     {AT_FDCWD, (long)"/tmp/hark-sandbox-test", O_WRONLY | O_CREAT, 0600}},
    {"unlink", SYS_unlinkat, {AT_FDCWD, (long)"/tmp/hark-sandbox-test"}},
    {"socket", SYS_socket, {AF_INET, SOCK_STREAM}},
    {"execve", SYS_execve, {(long)"/bin/true"}},
    {"fork", SYS_clone, {SIGCHLD}},
    {"ptrace", SYS_ptrace, {PTRACE_TRACEME}},
    {"kill", SYS_kill, {1, 0}},
    {"executable memory",
     SYS_mmap,
     {0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0}},
};

static bool
is_refused(const struct trial *trial)
{
    const long *arguments = trial->arguments;
    long result =
        syscall(trial->number, arguments[0], arguments[1], arguments[2],
                arguments[3], arguments[4], arguments[5]);

    if (trial->number == SYS_clone && result == 0)
        _exit(0); /* the child that should not have come to be */
    return result == -1 && errno == EPERM;
}

bool
sandbox_try(const char *program)
{
    struct sandbox *sandbox = sandbox_new(program);
    bool is_held, is_tight = true;
    const char *why = sandbox_enter(sandbox, &is_held);

    sandbox_free(sandbox);
    if (why != NULL) {
        fprintf(stderr, "hark-%s: %s\n", program, why);
        return false;
    }
    for (size_t i = 0; i < sizeof(trials) / sizeof(*trials); i++) {
        bool is_good = is_refused(&trials[i]);

        is_tight &= is_good;
        printf("%s: %s\n", trials[i].what, is_good ? "refused" : "let through");
    }
    printf("landlock: %s\n", is_held ? "holds too" : "not in this kernel");
    return (fflush(stdout) == 0) & is_tight;
}
