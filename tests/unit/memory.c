#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#if defined __SANITIZE_ADDRESS__
enum { IS_OURS = 0 }; /* the sanitizer brings its own */
#else
enum { IS_OURS = 1 };
#endif

/* More than there is, unknown to the compiler. */
static volatile size_t much = SIZE_MAX / 4;

static void *
by_malloc(void)
{
    return malloc(much);
}

static void *
by_calloc(void)
{
    return calloc(much, 8); /* overflows */
}

static void *
by_realloc(void)
{
    return realloc(NULL, much);
}

static void *
by_reallocarray(void)
{
    return reallocarray(NULL, much, 8);
}

static void *
by_alignment(void)
{
    void *at = NULL;

    return posix_memalign(&at, 64, much) == 0 ? at : NULL;
}

static int
status_of(void *(*allocate)(void))
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        close(STDERR_FILENO);
        _exit(allocate() == NULL ? 1 : 2);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
who_gets_no_room_ends_71(void **state)
{
    void *(*const ways[])(void) = {by_malloc, by_calloc, by_realloc,
                                   by_reallocarray, by_alignment};

    (void)state;
    memory_ends_the_run();
    if (!IS_OURS)
        skip();
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
        assert_int_equal(status_of(ways[i]), EX_OSERR);
}

static void
what_frees_gets_nothing_and_goes_on(void **state)
{
    void *at = malloc(1);

    (void)state;
    at = realloc(at, 0);
    free(at);
    at = NULL;
    assert_int_equal(posix_memalign(&at, 3, 1), 22 /* EINVAL */);
    free(malloc(0));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_gets_no_room_ends_71),
        cmocka_unit_test(what_frees_gets_nothing_and_goes_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
