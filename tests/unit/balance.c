#include "texts.h"

#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/balance.h"

static int
status_of(uint64_t in, uint64_t out)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        close(STDERR_FILENO);
        balance_check("records", in, out);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
what_was_lost_or_doubled_ends_the_run_with_70(void **state)
{
    (void)state;
    assert_int_equal(status_of(7, 7), 0);
    assert_int_equal(status_of(7, 6), EX_SOFTWARE);
    assert_int_equal(status_of(7, 8), EX_SOFTWARE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_lost_or_doubled_ends_the_run_with_70),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
