/* shim_calls - system calls are caught and counted, and those that the plan names fail, or are the last */
#include "shim.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef __x86_64__
#error "the gate is written for x86-64"
#endif

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

    if (atomic_fetch_add(&shim_shared->hits, 1) > 0)
        return;
    shim_shared->hit_call = call;
    shim_shared->hit_fd = (int)regs[call == SYS_mmap ? REG_R8 : REG_RDI];
    if (names_a_path(call) || names_a_path_at(call)) {
        const char *at = path_of(call, regs);

        if (at != NULL && *at != '\0') {
            shim_shared->hit_fd = -1;
            strncpy(shim_shared->hit_path, at, PATH - 1);
            return;
        }
    }
    snprintf(link, sizeof(link), "/proc/self/fd/%d", (int)shim_shared->hit_fd);
    len = gate(SYS_readlink, (long)link, (long)shim_shared->hit_path, PATH - 1,
               0, 0, 0);
    shim_shared->hit_path[len > 0 ? len : 0] = '\0';
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
    switch (shim_shared->kind) {
    case ERROR:
        if (call == SYS_close)
            go(call, regs);
        return -shim_shared->value;
    case SHORT:
        if (regs[REG_RDX] > shim_shared->value)
            regs[REG_RDX] = shim_shared->value;
        return go(call, regs);
    case KILL:
        if (shim_shared->value > 0 && is_write(call)) {
            regs[REG_RDX] = regs[REG_RDX] * shim_shared->value / 16;
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
    if (shim_shared->kind < ERROR || number < shim_shared->at
        || number > shim_shared->last)
        return false;
    return number == shim_shared->at || shim_shared->only == -1
           || shim_shared->only == call;
}

static long
answer(long call, greg_t *regs)
{
    int64_t number;
    bool is_map = call == SYS_mmap;

    if (call < 0 || call >= CALLS || !shim_shared->is_counted[call]
        || (shim_is_shell && shim_shared->spares))
        return go(call, regs);
    number = atomic_fetch_add(&shim_shared->calls, 1) + 1;
    if (number <= TRACE) {
        shim_shared->trace[number - 1].call = (int16_t)call;
        shim_shared->trace[number - 1].fd =
            (int16_t)(is_map ? regs[REG_R8] : regs[REG_RDI]);
    }
    /* who is to be told of what sticks has to be told */
    if (!is_failing(call, number)
        || (number > shim_shared->at && is_write(call)
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
    shim_is_on = false;
    gate(SYS_prctl, PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_OFF, 0, 0, 0,
         0);
}

void
shim_calls_arm(void)
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
    shim_is_on = true;
    if (getenv("HARK_FAULTS_COVERAGE") != NULL)
        atexit(disarm);
}
