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
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef __x86_64__
#error "the gate is written for x86-64"
#endif

enum {
    NONE,
    ALLOCATION, /* the `at`th is refused */
    ERROR, /* the `at`th counted call ends with `value` as errno; of close after closing, as Linux does */
    SHORT, /* it moves at most `value` bytes */
    KILL, /* SIGKILL before it; of writes with value > 0 after that many of 16 parts are written */
    KILL_AFTER
};
enum { CALLS = 512, TRACE = 65536, PATH = 240, SECONDS = 60 };

/* The file that driver and runs share; the driver knows this shape. */
struct shared {
    /* the plan */
    int64_t kind, at, value,
        last; /* `last`: up to which one, for what sticks */
    int64_t
        only, /* what sticks, sticks to this call: -1 for all that are counted */
        spares; /* shells are not counted */
    uint8_t is_counted[CALLS];
    /* the run */
    _Atomic int64_t calls, allocations, live, hits;
    int64_t hit_call, hit_fd;
    char hit_path[PATH];
    struct {
        int16_t call, fd;
    } trace[TRACE];
};

static struct shared *shared;
static bool is_on; /* in this process: allocations count */
static bool is_shell;

typedef long gate_t(long call, long a, long b, long c, long d, long e, long f);
extern gate_t gate;
extern char gate_begin[], gate_restore[], gate_native[], gate_end[];
__attribute__((used, visibility("hidden"))) uintptr_t gate_back;

__asm__(
    ".pushsection .text\n"
    ".globl gate_begin, gate, gate_restore, gate_native, gate_end\n"
    ".hidden gate_begin, gate, gate_restore, gate_native, gate_end\n"
    "gate_begin:\n"
    "gate:\n"
    "mov %rdi, %rax\n"
    "mov %rsi, %rdi\n"
    "mov %rdx, %rsi\n"
    "mov %rcx, %rdx\n"
    "mov %r8, %r10\n"
    "mov %r9, %r8\n"
    "mov 8(%rsp), %r9\n"
    "syscall\n"
    "ret\n"
    "gate_restore:\n"
    "mov $15, %eax\n"
    "syscall\n"
    "nop\n"
    "gate_native:\n" /* for what must not return into a handler: forks and threads */
    "syscall\n"
    "jmp *gate_back(%rip)\n"
    "gate_end: nop\n"
    ".popsection\n");

/* ---- allocations ---- */

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static void *(*real_memalign)(size_t, size_t);
static void (*real_free)(void *);

/* What a program of hark's asks behind its own malloc (base/memory.h). */
void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *old, size_t bytes);
void *__libc_memalign(size_t align, size_t bytes);

static bool
is_refused(void)
{
    int64_t number;

    if (!is_on)
        return false;
    number = atomic_fetch_add(&shared->allocations, 1) + 1;
    if (shared->kind != ALLOCATION || number < shared->at
        || number > shared->last)
        return false;
    atomic_fetch_add(&shared->hits, 1);
    errno = ENOMEM;
    return true;
}

static void *
lived(void *at)
{
    if (is_on && at != NULL)
        atomic_fetch_add(&shared->live, 1);
    return at;
}

void *
__libc_malloc(size_t bytes)
{
    if (real_malloc == NULL)
        real_malloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "__libc_malloc");
    return is_refused() ? NULL : lived(real_malloc(bytes));
}

void *
__libc_calloc(size_t count, size_t bytes)
{
    if (real_calloc == NULL)
        real_calloc =
            (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "__libc_calloc");
    return is_refused() ? NULL : lived(real_calloc(count, bytes));
}

void *
__libc_realloc(void *old, size_t bytes)
{
    void *at;

    if (real_realloc == NULL)
        real_realloc =
            (void *(*)(void *, size_t))dlsym(RTLD_NEXT, "__libc_realloc");
    if (is_refused())
        return NULL;
    at = real_realloc(old, bytes);
    return old == NULL ? lived(at) : at;
}

void *
__libc_memalign(size_t align, size_t bytes)
{
    if (real_memalign == NULL)
        real_memalign =
            (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "__libc_memalign");
    return is_refused() ? NULL : lived(real_memalign(align, bytes));
}

void
free(void *at)
{
    if (real_free == NULL)
        real_free = (void (*)(void *))dlsym(RTLD_NEXT, "free");
    if (is_on && at != NULL)
        atomic_fetch_sub(&shared->live, 1);
    real_free(at);
}

/* ---- system calls ---- */

static bool
names_a_path(long call)
{
    return call == SYS_open || call == SYS_unlink || call == SYS_rename
           || call == SYS_mkdir || call == SYS_rmdir || call == SYS_link
           || call == SYS_stat || call == SYS_lstat || call == SYS_creat
           || call == SYS_execve || call == SYS_access || call == SYS_chmod;
}

static bool
names_a_path_at(long call)
{
    return call == SYS_openat || call == SYS_unlinkat || call == SYS_renameat
           || call == SYS_renameat2 || call == SYS_mkdirat
           || call == SYS_newfstatat || call == SYS_linkat || call == SYS_statx;
}

static bool
is_write(long call)
{
    return call == SYS_write || call == SYS_pwrite64 || call == SYS_sendto;
}

/* The one that is made, of two; of the descriptor itself there is none. */
static const char *
path_of(long call, const greg_t *regs)
{
    if (call == SYS_linkat || call == SYS_renameat || call == SYS_renameat2)
        return (const char *)regs[REG_R10];
    return (const char *)(names_a_path(call) ? regs[REG_RDI] : regs[REG_RSI]);
}

static void
note_hit(long call, const greg_t *regs)
{
    char link[32];
    long len;

    if (atomic_fetch_add(&shared->hits, 1) > 0)
        return;
    shared->hit_call = call;
    shared->hit_fd = (int)regs[call == SYS_mmap ? REG_R8 : REG_RDI];
    if (names_a_path(call) || names_a_path_at(call)) {
        const char *at = path_of(call, regs);

        if (at != NULL && *at != '\0') {
            shared->hit_fd = -1;
            strncpy(shared->hit_path, at, PATH - 1);
            return;
        }
    }
    snprintf(link, sizeof(link), "/proc/self/fd/%d", (int)shared->hit_fd);
    len = gate(SYS_readlink, (long)link, (long)shared->hit_path, PATH - 1, 0, 0,
               0);
    shared->hit_path[len > 0 ? len : 0] = '\0';
}

static long
go(long call, const greg_t *regs)
{
    return gate(call, regs[REG_RDI], regs[REG_RSI], regs[REG_RDX],
                regs[REG_R10], regs[REG_R8], regs[REG_R9]);
}

/* In a tree of processes all of them die, as on a machine that stops. */
static void
die(void)
{
    bool is_tree = getenv("HARK_FAULTS_PLAN") != NULL;

    gate(SYS_kill, is_tree ? 0 : gate(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGKILL, 0,
         0, 0, 0);
    for (;;)
        gate(SYS_pause, 0, 0, 0, 0, 0, 0);
}

static long
fail(long call, greg_t *regs)
{
    note_hit(call, regs);
    switch (shared->kind) {
    case ERROR:
        if (call == SYS_close)
            go(call, regs);
        return -shared->value;
    case SHORT:
        if (regs[REG_RDX] > shared->value)
            regs[REG_RDX] = shared->value;
        return go(call, regs);
    case KILL:
        if (shared->value > 0 && is_write(call)) {
            regs[REG_RDX] = regs[REG_RDX] * shared->value / 16;
            go(call, regs);
        }
        die();
        break;
    default:
        go(call, regs);
        die();
    }
    return 0;
}

static bool
is_failing(long call, int64_t number)
{
    if (shared->kind < ERROR || number < shared->at || number > shared->last)
        return false;
    return number == shared->at || shared->only == -1 || shared->only == call;
}

static long
answer(long call, greg_t *regs)
{
    int64_t number;
    bool is_map = call == SYS_mmap;

    if (call < 0 || call >= CALLS || !shared->is_counted[call]
        || (is_shell && shared->spares))
        return go(call, regs);
    number = atomic_fetch_add(&shared->calls, 1) + 1;
    if (number <= TRACE) {
        shared->trace[number - 1].call = (int16_t)call;
        shared->trace[number - 1].fd =
            (int16_t)(is_map ? regs[REG_R8] : regs[REG_RDI]);
    }
    /* who is to be told of what sticks has to be told */
    if (!is_failing(call, number)
        || (number > shared->at && is_write(call)
            && regs[REG_RDI] == STDERR_FILENO))
        return go(call, regs);
    return fail(call, regs);
}

/* As the kernel has it. */
struct kernel_action {
    void (*handler)(int, siginfo_t *, void *);
    unsigned long flags;
    void *restorer;
    unsigned long mask;
};

/* A handler during which all signals wait, as a shell's, still makes calls. */
static long
set_handler(greg_t *regs)
{
    struct kernel_action action;

    if (regs[REG_RSI] == 0)
        return go(SYS_rt_sigaction, regs);
    action = *(const struct kernel_action *)regs[REG_RSI];
    action.mask &= ~(1UL << (SIGSYS - 1));
    regs[REG_RSI] = (greg_t)&action;
    return go(SYS_rt_sigaction, regs);
}

static void
caught(int signal_number, siginfo_t *info, void *context)
{
    ucontext_t *at = context;
    greg_t *regs = at->uc_mcontext.gregs;
    long call = regs[REG_RAX];
    int saved = errno;

    (void)signal_number;
    (void)info;
    if (call == SYS_rt_sigreturn) {
        regs[REG_RIP] = (greg_t)gate_restore;
        return;
    }
    if (call == SYS_clone || call == SYS_clone3 || call == SYS_vfork
        || call == SYS_fork) {
        gate_back = (uintptr_t)regs[REG_RIP];
        regs[REG_RIP] = (greg_t)gate_native;
        return;
    }
    regs[REG_RAX] =
        call == SYS_rt_sigaction ? set_handler(regs) : answer(call, regs);
    if (call
        == SYS_rt_sigprocmask) { /* who blocks all, as a shell does while it forks, does not block us */
        gate(SYS_rt_sigprocmask, SIG_BLOCK, 0, (long)&at->uc_sigmask, 8, 0, 0);
        sigdelset(&at->uc_sigmask, SIGSYS);
    }
    errno = saved;
}

/* What counts branches writes its files at the end of a process; that is no part of the program. */
static void
disarm(void)
{
    is_on = false;
    gate(SYS_prctl, PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_OFF, 0, 0, 0,
         0);
}

static void
arm(void)
{
    enum { RESTORER = 0x04000000 };
    struct kernel_action action = {.handler = caught,
                                   .flags = SA_SIGINFO | SA_NODEFER | RESTORER,
                                   .restorer = gate_restore};
    unsigned long sigsys = 1UL << (SIGSYS - 1);

    gate(SYS_rt_sigaction, SIGSYS, (long)&action, 0, 8, 0, 0);
    gate(SYS_rt_sigprocmask, SIG_UNBLOCK, (long)&sigsys, 0, 8, 0, 0);
    if (gate(SYS_prctl, PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON,
             (long)gate_begin, gate_end - gate_begin + 1, 0, 0)
        != 0) {
        fputs("shim: this kernel has no Syscall User Dispatch\n", stderr);
        _exit(99);
    }
    is_on = true;
    if (getenv("HARK_FAULTS_COVERAGE") != NULL)
        atexit(disarm);
}

/* ---- before main ---- */

typedef int main_t(int, char **, char **);
static main_t *real_main;

static void
map_shared(void)
{
    const char *path = getenv("HARK_FAULTS_SHARED");
    int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);

    shared = fd == -1 ? MAP_FAILED
                      : mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
                             MAP_SHARED, fd, 0);
    if (shared == MAP_FAILED) {
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
            arm();
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
        is_shell = strcmp(program_invocation_short_name, "sh") == 0;
        pthread_atfork(NULL, NULL, arm);
        arm();
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
