#include "scratch.h"
#include "texts.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/spill.h"

static void
what_was_written_is_read_back_from_its_offset(void **state)
{
    struct spill *spill = spill_open(NULL);
    uint64_t first = spill_write(spill, "first", 5);
    uint64_t second = spill_write(spill, "second", 6);
    uint64_t none = spill_write(spill, NULL, 0);
    char got[8] = {0};

    (void)state;
    assert_int_equal(none, second + 6);
    assert_int_equal(spill_size(spill), 11);
    spill_read(spill, second, got, 6);
    assert_string_equal(got, "second");
    spill_read(spill, first, got, 5);
    assert_memory_equal(got, "first", 5);
    spill_read(spill, first, got, 0);
    spill_close(spill);
    spill_close(NULL);
}

static void
pieces_of_any_size_and_reads_between_them_do_not_mix(void **state)
{
    enum { PIECES = 400, MOST = 300000 };
    struct spill *spill = spill_open(NULL);
    static uint64_t offsets[PIECES];
    static size_t sizes[PIECES];
    char *bytes = malloc(MOST);
    uint64_t seed = 7;

    (void)state;
    for (size_t i = 0; i < PIECES; i++) {
        size_t back = random_next(&seed) % (i + 1);

        sizes[i] = random_next(&seed) % (i % 10 == 0 ? MOST : 1000);
        memset(bytes, (int)(i + 1), sizes[i]);
        offsets[i] = spill_write(spill, bytes, sizes[i]);
        memset(bytes, 0, MOST);
        spill_read(spill, offsets[back], bytes, sizes[back]);
        for (size_t j = 0; j < sizes[back]; j++)
            if (bytes[j] != (char)(back + 1))
                fail_msg("byte %zu of piece %zu is wrong", j, back);
    }
    assert_int_equal(spill_size(spill),
                     offsets[PIECES - 1] + sizes[PIECES - 1]);
    free(bytes);
    spill_close(spill);
}

static void
nothing_stays_in_the_folder(void **state)
{
    struct spill *spill;

    (void)state;
    assert_int_equal(mkdir("empty", 0700), 0);
    spill = spill_open("empty");
    spill_write(spill, "x", 1);
    assert_int_equal(rmdir("empty"), 0);
    spill_close(spill);
}

static void
open_nowhere(void)
{
    spill_open("/nonexistent/folder");
}

static void
open_in_no_tmpdir(void)
{
    setenv("TMPDIR", "/nonexistent/folder", 1);
    spill_open(NULL);
}

static void
write_past_the_limit(void)
{
    static const struct rlimit limit = {1000000, 1000000};
    struct spill *spill = spill_open(NULL);
    static char bytes[300000];

    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    for (int i = 0; i < 10; i++)
        spill_write(spill, bytes, sizeof(bytes));
}

static void
read_past_the_end(void)
{
    struct spill *spill = spill_open(NULL);
    char bytes[10];

    spill_write(spill, bytes, 5);
    spill_read(spill, 0, bytes, 6);
}

/* The status with which a process that does it ends; standard error is not shown. */
static int
status_of(void (*action)(void))
{
    int status;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);

        dup2(null, STDERR_FILENO);
        action();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
what_cannot_be_created_written_or_read_ends_the_filter(void **state)
{
    (void)state;
    assert_int_equal(status_of(open_nowhere), EX_CANTCREAT);
    assert_int_equal(status_of(open_in_no_tmpdir), EX_CANTCREAT);
    assert_int_equal(status_of(write_past_the_limit), EX_IOERR);
    assert_int_equal(status_of(read_past_the_end), EX_IOERR);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read_back_from_its_offset),
        cmocka_unit_test(pieces_of_any_size_and_reads_between_them_do_not_mix),
        cmocka_unit_test(nothing_stays_in_the_folder),
        cmocka_unit_test(
            what_cannot_be_created_written_or_read_ends_the_filter),
    };

    return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
