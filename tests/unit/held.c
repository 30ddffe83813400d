#include "scratch.h"
#include "texts.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "stream/held.h"

static const struct bytes_limits limits = {.max_window = 1 << 20,
                                           .max_expand = 1 << 20};

static void
assert_holds(struct held *held, size_t which, const char *content)
{
    struct bytes *bytes = held_take(held, which, &limits);
    char block[100];
    ssize_t count = bytes_read(bytes, block, sizeof(block));

    assert_int_equal(count, strlen(content));
    assert_memory_equal(block, content, strlen(content));
    assert_int_equal(bytes_status(bytes), 0);
    bytes_close(bytes);
}

static void
what_was_opened_is_read_when_its_turn_comes(void **state)
{
    char *const names[] = {(char[]){"a"}, (char[]){"b"}, (char[]){"c"}};
    struct held *held;

    (void)state;
    assert_true(scratch_put("a", TEXT("one")));
    assert_true(scratch_put("b", TEXT("two")));
    assert_true(scratch_put("c", TEXT("three")));
    held = held_open(names, 3);
    unlink("a");
    unlink("b");
    unlink("c");
    assert_holds(held, 0, "one");
    assert_holds(held, 1, "two");
    held_free(held); /* with one that nobody took */
}

static void
what_cannot_be_opened_is_told_when_its_turn_comes(void **state)
{
    char *const names[] = {(char[]){"absent"}};
    struct held *held = held_open(names, 1);
    struct bytes *bytes;
    char block[10];

    (void)state;
    assert_true(scratch_put("absent", TEXT("too late")));
    bytes = held_take(held, 0, &limits);
    assert_int_equal(bytes_read(bytes, block, sizeof(block)), -1);
    assert_int_equal(bytes_status(bytes), EX_NOINPUT);
    bytes_close(bytes);
    held_free(held);
    unlink("absent");
}

static void
a_pipe_with_a_name_is_waited_for_when_it_is_read(void **state)
{
    char *const names[] = {(char[]){"pipe"}};
    struct held *held;
    pid_t child;

    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    held = held_open(names, 1);
    child = fork();
    if (child == 0) {
        int fd = open("pipe", O_WRONLY | O_CLOEXEC);

        usleep(20000);
        _exit(write(fd, "late", 4) == 4 ? 0 : 1);
    }
    assert_holds(held, 0, "late");
    waitpid(child, NULL, 0);
    held_free(held);
    unlink("pipe");
}

static void
standard_input_is_held_beside_the_others(void **state)
{
    char *const names[] = {(char[]){"-"}};
    int was = dup(STDIN_FILENO), fd;
    struct held *held;

    (void)state;
    assert_true(scratch_put("in", TEXT("from there")));
    fd = open("in", O_RDONLY | O_CLOEXEC);
    dup2(fd, STDIN_FILENO);
    held = held_open(names, 1);
    assert_holds(held, 0, "from there");
    held_free(held);
    dup2(was, STDIN_FILENO);
    close(was);
    close(fd);
    unlink("in");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_opened_is_read_when_its_turn_comes),
        cmocka_unit_test(what_cannot_be_opened_is_told_when_its_turn_comes),
        cmocka_unit_test(a_pipe_with_a_name_is_waited_for_when_it_is_read),
        cmocka_unit_test(standard_input_is_held_beside_the_others),
    };

    return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
