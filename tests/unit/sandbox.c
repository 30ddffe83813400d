#include "scratch.h"
#include "texts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ports/landlock.h"
#include "ports/sandbox.h"

static char said[4096]; /* what the child wrote on standard error */

/* In a process of its own; what it returned. */
static int
in_a_child(bool (*run)(void))
{
    int pipe_fds[2], status;
    size_t len = 0;
    ssize_t count;
    pid_t child;

    assert_int_equal(pipe(pipe_fds), 0);
    child = fork();
    assert_true(child != -1);
    if (child == 0) {
        dup2(pipe_fds[1], STDERR_FILENO);
        _exit(run() ? 0 : 1);
    }
    close(pipe_fds[1]);
    while (len < sizeof(said) - 1
           && (count = read(pipe_fds[0], said + len, sizeof(said) - 1 - len))
                  > 0)
        len += (size_t)count;
    said[len] = '\0';
    close(pipe_fds[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool
enter(void)
{
    struct sandbox *sandbox = sandbox_new("test");
    bool is_held;
    const char *why = sandbox_enter(sandbox, &is_held);

    sandbox_free(sandbox);
    return why == NULL;
}

static bool
is_eperm(long result)
{
    return result == -1 && errno == EPERM;
}

static bool
try_the_refused(void)
{
    return enter() && is_eperm(open("/dev/null", O_RDONLY))
           && is_eperm(open("/dev/null", O_RDONLY))
           && is_eperm(socket(AF_INET, SOCK_STREAM, 0)) && is_eperm(fork())
           && is_eperm(execl("/bin/true", "true", NULL))
           && is_eperm(kill(getpid(), SIGTERM))
           && is_eperm(mkdir("/tmp/hark-sandbox-test", 0700))
           && mmap(NULL, 4096, PROT_READ | PROT_EXEC,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                  == MAP_FAILED
           && sandbox_has_refused();
}

static void
what_is_refused_gives_eperm_and_is_named_once(void **state)
{
    (void)state;
    assert_int_equal(in_a_child(try_the_refused), 0);
    assert_string_equal(
        said, "hark-test: refused: the sandbox lets no openat through\n"
              "hark-test: refused: the sandbox lets no socket through\n"
              "hark-test: refused: the sandbox lets no clone through\n"
              "hark-test: refused: the sandbox lets no execve through\n"
              "hark-test: refused: the sandbox lets no kill through\n"
              "hark-test: refused: the sandbox lets no mkdir through\n"
              "hark-test: refused: the sandbox lets no mmap through\n");
}

static bool
try_what_filters_do(void)
{
    FILE *file = tmpfile();
    struct stat is;
    char byte = 'x';
    void *page;

    if (file == NULL || !enter())
        return false;
    page = malloc(8 << 20);
    page = realloc(page, 64 << 20);
    return page != NULL && pwrite(fileno(file), &byte, 1, 100) == 1
           && pread(fileno(file), &byte, 1, 100) == 1
           && lseek(fileno(file), 0, SEEK_END) == 101
           && fstat(fileno(file), &is) == 0 && is.st_size == 101
           && ftruncate(fileno(file), 0) == 0 && fsync(fileno(file)) == 0
           && dup(fileno(file)) != -1 && poll(NULL, 0, 1) == 0
           && fclose(file) == 0 && !sandbox_has_refused();
}

static void
files_that_are_open_memory_and_clocks_work(void **state)
{
    (void)state;
    assert_int_equal(in_a_child(try_what_filters_do), 0);
    assert_string_equal(said, "");
}

static bool
die_by_pipe(void)
{
    if (!enter())
        return false;
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
    return false;
}

static void
a_closed_pipe_ends_it_as_ever(void **state)
{
    (void)state;
    assert_int_equal(in_a_child(die_by_pipe), 128 + SIGPIPE);
}

static bool
is_eacces(int fd)
{
    return fd == -1 && errno == EACCES;
}

/* In the working folder: in/file, out/. */
static bool
try_paths(void)
{
    struct sandbox *sandbox = sandbox_new("test");
    bool is_held;

    sandbox_read(sandbox, "in");
    sandbox_read(sandbox, "nowhere");
    sandbox_write(sandbox, "out");
    if (sandbox_enter(sandbox, &is_held) != NULL || !is_held)
        return false;
    return open("in/file", O_RDONLY) != -1
           && is_eacces(open("in/file", O_WRONLY))
           && is_eacces(open("in/new", O_WRONLY | O_CREAT, 0600))
           && open("out/new", O_RDWR | O_CREAT, 0600) != -1
           && open("out", O_TMPFILE | O_RDWR, 0600) != -1
           && rename("out/new", "out/other") == 0 && unlink("out/other") == 0
           && is_eacces(open("/etc/passwd", O_RDONLY))
           && is_eacces(open("out/../secret", O_RDONLY))
           && is_eacces(open("in/link", O_RDONLY))
           && is_eperm(socket(AF_INET, SOCK_STREAM, 0));
}

static void
files_are_opened_where_it_was_told_and_nowhere_else(void **state)
{
    if (landlock_version() == 0)
        skip();
    assert_int_equal(scratch_enter(state), 0);
    assert_int_equal(system("mkdir in out && touch in/file secret && "
                            "ln -s ../secret in/link"),
                     0);
    assert_int_equal(in_a_child(try_paths), 0);
    assert_int_equal(system("rm -r in out secret"), 0);
    assert_int_equal(scratch_leave(state), 0);
}

static void *
run_thread(void *context)
{
    *(bool *)context = is_eperm(fork());
    return NULL;
}

static bool
try_network(void)
{
    struct sandbox *sandbox = sandbox_new("test");
    bool is_held, is_refused = false;
    pthread_t thread;

    sandbox_connect(sandbox);
    return sandbox_enter(sandbox, &is_held) == NULL
           && socket(AF_INET, SOCK_STREAM, 0) != -1
           && is_eperm(socket(AF_PACKET, SOCK_RAW, 0)) && is_eperm(listen(0, 1))
           && pthread_create(&thread, NULL, run_thread, &is_refused) == 0
           && pthread_join(thread, NULL) == 0 && is_refused
           && is_eperm(execl("/bin/true", "true", NULL));
}

static void
with_the_network_there_are_sockets_and_threads_but_no_processes(void **state)
{
    (void)state;
    assert_int_equal(in_a_child(try_network), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_refused_gives_eperm_and_is_named_once),
        cmocka_unit_test(files_that_are_open_memory_and_clocks_work),
        cmocka_unit_test(a_closed_pipe_ends_it_as_ever),
        cmocka_unit_test(files_are_opened_where_it_was_told_and_nowhere_else),
        cmocka_unit_test(
            with_the_network_there_are_sockets_and_threads_but_no_processes),
    };

    return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
