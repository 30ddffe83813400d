/*
 * shim - a preloaded library that lets allocations and system calls fail, or kills at one
 *
 * Two ways to be told which. As a server (HARK_FAULTS_CONTROL=IN,OUT, two descriptors) the program stops just before its main, and for each
 * plan that it reads runs main in a forked child: a thousand runs cost a thousand forks, not a thousand loads of libraries. Else
 * (HARK_FAULTS_PLAN is set) the plan is in the shared file and each process of a tree of them obeys it, counting together.
 *
 * Allocations are caught by name: what stands behind malloc and its family in programs of hark's (base/memory.h) is preloaded. System calls are caught by the kernel:
 * Syscall User Dispatch (Linux 5.11) turns each into SIGSYS, so that calls inside of libc's stdio, getdents or resolver are seen like any
 * other; the handler makes them from `gate`, the one stretch of code that the kernel lets through. What is counted is told by the driver,
 * as a set of numbers of calls.
 */
#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 60 };

struct shared *shim_shared;
bool shim_is_on, shim_is_shell;

typedef int main_t(int, char **, char **);
static main_t *real_main;

static void
map_shared(void)
{
    const char *path = getenv("HARK_FAULTS_SHARED");
    int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);

    shim_shared = fd == -1 ? MAP_FAILED
                           : mmap(NULL, sizeof(*shim_shared),
                                  PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (shim_shared == MAP_FAILED) {
        perror("shim: HARK_FAULTS_SHARED");
        _exit(99);
    }
    close(fd);
}

static void
redirect(int to, const char *path, int flags)
{
    int fd = open(path, flags, 0666);

    if (fd == -1 || dup2(fd, to) == -1) {
        perror(path);
        _exit(99);
    }
    close(fd);
}

/* A plan's line: FOLDER<TAB>STDIN. */
static void
enter(char *line, int in, int out)
{
    char *input = strchr(line, '\t');

    *input++ = '\0';
    if (chdir(line) != 0) {
        perror(line);
        _exit(99);
    }
    close(in);
    close(out);
    redirect(STDIN_FILENO, input, O_RDONLY);
    redirect(STDOUT_FILENO, "out", O_WRONLY | O_CREAT | O_TRUNC);
    redirect(STDERR_FILENO, "err", O_WRONLY | O_CREAT | O_TRUNC);
    alarm(SECONDS);
}

/* Never returns in the server; in a child it returns, and main runs. */
static void
serve(int in, int out)
{
    char line[1024];
    FILE *plans = fdopen(in, "re");

    while (fgets(line, sizeof(line), plans) != NULL) {
        int status = 0;
        pid_t child;

        line[strcspn(line, "\n")] = '\0';
        child = fork();
        if (child == 0) {
            enter(line, in, out);
            shim_calls_arm();
            return;
        }
        while (waitpid(child, &status, 0) == -1 && errno == EINTR)
            ;
        dprintf(out, "%d\n", status);
    }
    _exit(0);
}

static int
shim_main(int argc, char **argv, char **environment)
{
    const char *control = getenv("HARK_FAULTS_CONTROL");
    char *after;
    int in;

    if (control == NULL && getenv("HARK_FAULTS_PLAN") == NULL)
        return real_main(argc, argv, environment);
    map_shared();
    if (control != NULL) {
        in = (int)strtol(control, &after, 10);
        unsetenv("HARK_FAULTS_CONTROL");
        unsetenv("LD_PRELOAD");
        serve(in, (int)strtol(after + 1, NULL, 10));
    } else {
        shim_is_shell = strcmp(program_invocation_short_name, "sh") == 0;
        pthread_atfork(NULL, NULL, shim_calls_arm);
        shim_calls_arm();
    }
    return real_main(argc, argv, environment);
}

typedef int start_t(main_t *, int, char **, void (*)(void), void (*)(void),
                    void (*)(void), void *);
start_t __libc_start_main;

int
__libc_start_main(main_t *main, int argc, char **argv, void (*init)(void),
                  void (*fini)(void), void (*rtld_fini)(void), void *stack)
{
    start_t *real = (start_t *)dlsym(RTLD_NEXT, "__libc_start_main");

    real_main = main;
    return real(shim_main, argc, argv, init, fini, rtld_fini, stack);
}
