#include "ports/seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <seccomp.h>

/* Numbers of calls that a processor does not have are negative, and passed over. */
#define CALL(name) SCMP_SYS(name), SECCOMP_ALWAYS, 0, 0, 0
#define PATHS(name) SCMP_SYS(name), SECCOMP_PATHS, 0, 0, 0
#define NETWORK(name) SCMP_SYS(name), SECCOMP_NETWORK, 0, 0, 0
#define EXACTLY UINT64_MAX

static const struct call {
    int number;
    unsigned groups; /* any of them */
    unsigned argument;
    uint64_t mask,
        value; /* of the argument: (it & mask) == value; a mask of 0 wants nothing */
} calls[] = {
    /* files that are open */
    {CALL(read)},
    {CALL(readv)},
    {CALL(pread64)},
    {CALL(write)},
    {CALL(writev)},
    {CALL(pwrite64)},
    {CALL(lseek)},
    {CALL(_llseek)},
    {CALL(close)},
    {CALL(dup)},
    {CALL(fstat)},
    {CALL(fstat64)},
    {SCMP_SYS(newfstatat), SECCOMP_ALWAYS, 3, AT_EMPTY_PATH, AT_EMPTY_PATH},
    {SCMP_SYS(statx), SECCOMP_ALWAYS, 2, AT_EMPTY_PATH, AT_EMPTY_PATH},
    {CALL(ftruncate)},
    {CALL(fsync)},
    {CALL(fdatasync)},
    {CALL(fcntl)},
    {CALL(fcntl64)},
    {CALL(poll)},
    {CALL(ppoll)},
    {SCMP_SYS(ioctl), SECCOMP_ALWAYS, 1, EXACTLY, TCGETS},
    {SCMP_SYS(ioctl), SECCOMP_ALWAYS, 1, EXACTLY, TIOCGWINSZ},
    /* memory, none of it executable */
    {CALL(brk)},
    {SCMP_SYS(mmap), SECCOMP_ALWAYS, 2, PROT_EXEC, 0},
    {SCMP_SYS(mmap2), SECCOMP_ALWAYS, 2, PROT_EXEC, 0},
    {SCMP_SYS(mprotect), SECCOMP_ALWAYS, 2, PROT_EXEC, 0},
    {CALL(munmap)},
    {CALL(mremap)},
    {CALL(madvise)},
    {CALL(mlock)},
    {CALL(munlock)},
    /* itself */
    {CALL(futex)},
    {CALL(clock_gettime)},
    {CALL(clock_nanosleep)},
    {CALL(nanosleep)},
    {CALL(gettimeofday)},
    {CALL(time)},
    {CALL(getrandom)},
    {CALL(getpid)},
    {CALL(gettid)},
    {CALL(getuid)},
    {CALL(geteuid)},
    {CALL(sysinfo)},
    {CALL(sched_yield)},
    {CALL(sched_getaffinity)},
    {CALL(rt_sigaction)},
    {CALL(rt_sigprocmask)},
    {CALL(rt_sigreturn)},
    {CALL(sigreturn)},
    {CALL(sigaltstack)},
    {CALL(restart_syscall)},
    {CALL(wait4)},
    {CALL(exit)},
    {CALL(exit_group)},
    /* files by name, which Landlock holds to what was told */
    {PATHS(open)},
    {PATHS(openat)},
    {PATHS(stat)},
    {PATHS(lstat)},
    {PATHS(newfstatat)},
    {PATHS(statx)},
    {PATHS(access)},
    {PATHS(faccessat)},
    {PATHS(faccessat2)},
    {PATHS(readlink)},
    {PATHS(readlinkat)},
    {PATHS(getdents64)},
    {PATHS(getcwd)},
    {PATHS(mkdir)},
    {PATHS(mkdirat)},
    {PATHS(unlink)},
    {PATHS(unlinkat)},
    {PATHS(rename)},
    {PATHS(renameat)},
    {PATHS(renameat2)},
    {PATHS(linkat)},
    {PATHS(flock)},
    {PATHS(umask)},
    /* the network: names are looked up in a thread */
    {SCMP_SYS(socket), SECCOMP_NETWORK, 0, EXACTLY, AF_INET},
    {SCMP_SYS(socket), SECCOMP_NETWORK, 0, EXACTLY, AF_INET6},
    {SCMP_SYS(socket), SECCOMP_NETWORK, 0, EXACTLY, AF_UNIX},
    {SCMP_SYS(socket), SECCOMP_NETWORK, 0, EXACTLY, AF_NETLINK},
    {NETWORK(socketpair)},
    {NETWORK(connect)},
    {NETWORK(bind)},
    {NETWORK(getsockopt)},
    {NETWORK(setsockopt)},
    {NETWORK(getsockname)},
    {NETWORK(getpeername)},
    {NETWORK(sendto)},
    {NETWORK(sendmsg)},
    {NETWORK(sendmmsg)},
    {NETWORK(recvfrom)},
    {NETWORK(recvmsg)},
    {NETWORK(shutdown)},
    {NETWORK(select)},
    {NETWORK(pselect6)},
    {NETWORK(pipe2)},
    {NETWORK(eventfd2)},
    {SCMP_SYS(ioctl), SECCOMP_NETWORK, 1, EXACTLY, FIONREAD},
    {SCMP_SYS(ioctl), SECCOMP_NETWORK, 1, EXACTLY, FIONBIO},
    {SCMP_SYS(clone), SECCOMP_NETWORK, 0, CLONE_THREAD, CLONE_THREAD},
    {NETWORK(set_robust_list)},
    {NETWORK(rseq)},
    {NETWORK(uname)},
    {NETWORK(getppid)},
    {NETWORK(getgid)},
    {NETWORK(getegid)},
    {NETWORK(fstatfs)},
    {NETWORK(statfs)},
    /* name services are libraries that libc opens when it needs them */
    {SCMP_SYS(mmap), SECCOMP_NETWORK, 2, PROT_WRITE, 0},
    {SCMP_SYS(mprotect), SECCOMP_NETWORK, 2, PROT_WRITE, 0},
};

static bool
allow(scmp_filter_ctx filter, const struct call *call)
{
    struct scmp_arg_cmp condition = {call->argument, SCMP_CMP_MASKED_EQ,
                                     call->mask, call->value};

    return call->number < 0
           || seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call->number,
                                     call->mask != 0, &condition)
                  == 0;
}

/* A signal to itself, as a closed pipe wants one. */
static bool
allow_own_signals(scmp_filter_ctx filter)
{
    struct scmp_arg_cmp own = {0, SCMP_CMP_EQ, (uint64_t)getpid(), 0};

    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                                  &own)
           == 0;
}

/* Its flags lie in memory, where they cannot be looked at: libc then takes clone, whose can. */
static bool
hide_clone3(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0)
           == 0;
}

bool
seccomp_restrict(unsigned groups)
{
#if defined __x86_64__ || defined __aarch64__
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_TRAP);
#else
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
#endif
    bool done = filter != NULL;

    for (size_t i = 0; done && i < sizeof(calls) / sizeof(*calls); i++)
        if ((calls[i].groups & groups) != 0)
            done = allow(filter, &calls[i]);
    done = done && allow_own_signals(filter)
           && ((groups & SECCOMP_NETWORK) == 0 || hide_clone3(filter))
           && seccomp_load(filter) == 0;
    if (filter != NULL)
        seccomp_release(filter);
    return done;
}

char *
seccomp_name(int number)
{
    return seccomp_syscall_resolve_num_arch(seccomp_arch_native(), number);
}
