#include "ports/sandbox.h"

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/array.h"
#include "ports/landlock.h"
#include "ports/seccomp.h"

enum { CALLS = 600, LINE = 160 };

struct sandbox {
    const char *program;
    struct landlock_path *paths;
    size_t count, cap;
    bool connects;
};

/* What a signal handler can reach; there is one sandbox a process, for good. */
static struct {
    const char *program;
    char *names[CALLS]; /* by number, all before the first is refused */
    volatile sig_atomic_t told[CALLS];
    volatile sig_atomic_t any;
} refused;

struct sandbox *
sandbox_new(const char *program)
{
    struct sandbox *sandbox = calloc(1, sizeof(*sandbox));

    if (sandbox == NULL)
        err(EX_OSERR, "sandbox");
    sandbox->program = program;
    return sandbox;
}

void
sandbox_free(struct sandbox *sandbox)
{
    if (sandbox == NULL)
        return;
    for (size_t i = 0; i < sandbox->count; i++)
        free((char *)sandbox->paths[i].at);
    free(sandbox->paths);
    free(sandbox);
}

static void
add_path(struct sandbox *sandbox, const char *at, bool writes)
{
    struct landlock_path *path;

    sandbox->paths = array_room(sandbox->paths, sandbox->count, &sandbox->cap,
                                sizeof(*sandbox->paths), "paths of a sandbox");
    path = &sandbox->paths[sandbox->count++];
    *path = (struct landlock_path){strdup(at), writes};
    if (path->at == NULL)
        err(EX_OSERR, "sandbox");
}

void
sandbox_read(struct sandbox *sandbox, const char *path)
{
    add_path(sandbox, path, false);
}

void
sandbox_write(struct sandbox *sandbox, const char *path)
{
    add_path(sandbox, path, true);
}

/* What looking up names and checking certificates reads, on Debian and its like. */
void
sandbox_connect(struct sandbox *sandbox)
{
    static const char *const needed[] = {
        "/etc/resolv.conf", "/etc/hosts",
        "/etc/host.conf",   "/etc/nsswitch.conf",
        "/etc/gai.conf",    "/etc/services",
        "/etc/protocols",   "/etc/ld.so.cache",
        "/etc/ssl",         "/etc/pki",
        "/etc/localtime",   "/usr/share/ca-certificates",
        "/usr/lib",         "/lib",
        "/lib64",           "/usr/local/share/ca-certificates",
        "/dev/urandom",     "/run/systemd/resolve",
        "/run/resolvconf",  "/run/NetworkManager"};

    for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
        sandbox_read(sandbox, needed[i]);
    sandbox->connects = true;
}

/* What the call returns. */
static void
give_eperm(ucontext_t *context)
{
#if defined __x86_64__
    context->uc_mcontext.gregs[REG_RAX] = -EPERM;
#elif defined __aarch64__
    context->uc_mcontext.regs[0] = (uint64_t)-EPERM;
#else
    (void)context;
#endif
}

static void
add_text(char *line, size_t *len, const char *text)
{
    while (*text != '\0' && *len < LINE - 1)
        line[(*len)++] = *text++;
}

/* In a signal handler: nothing but write(2). */
static void
tell(const char *name)
{
    char line[LINE];
    size_t len = 0;

    add_text(line, &len, "hark-");
    add_text(line, &len, refused.program);
    add_text(line, &len, ": refused: the sandbox lets no ");
    add_text(line, &len, name);
    add_text(line, &len, " through\n");
    (void)!write(STDERR_FILENO, line, len);
}

static void
on_refusal(int signal_number, siginfo_t *what, void *context)
{
    int call = what->si_syscall;
    int error = errno;

    (void)signal_number;
    refused.any = 1;
    if (call < 0 || call >= CALLS || refused.names[call] == NULL) {
        tell("unknown call");
    } else if (!refused.told[call]) {
        refused.told[call] = 1;
        tell(refused.names[call]);
    }
    give_eperm(context);
    errno = error;
}

static void
watch(const char *program)
{
    struct sigaction action = {.sa_sigaction = on_refusal,
                               .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigset_t set;

    refused.program = program;
    for (int i = 0; i < CALLS; i++)
        refused.names[i] = seccomp_name(i);
    sigaction(SIGSYS, &action, NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGSYS);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

bool
sandbox_opens(const struct sandbox *sandbox)
{
    return sandbox->count > 0;
}

const char *
sandbox_enter(const struct sandbox *sandbox, bool *is_held)
{
    unsigned groups = SECCOMP_ALWAYS | (sandbox->count > 0 ? SECCOMP_PATHS : 0)
                      | (sandbox->connects ? SECCOMP_NETWORK : 0);

    watch(sandbox->program);
    *is_held =
        landlock_restrict(sandbox->paths, sandbox->count, sandbox->connects);
    return seccomp_restrict(groups) ? NULL
                                    : "no_sandbox: this kernel has no seccomp";
}

bool
sandbox_has_refused(void)
{
    return refused.any != 0;
}
