#include "texts.h"

#include <stdint.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/array.h"

static void
items_stay_as_room_grows(void **state)
{
    uint32_t *items = NULL;
    size_t cap = 0, grown = 0;

    (void)state;
    for (uint32_t i = 0; i < 100000; i++) {
        size_t before = cap;

        items = array_room(items, i, &cap, sizeof(*items), "numbers");
        assert_true(cap > i);
        grown += cap != before;
        items[i] = i;
    }
    assert_true(grown < 20);
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(items[i], i);
    free(items);
}

static void
room_is_for_as_many_as_were_asked_for(void **state)
{
    char *items = array_resize(NULL, 3, 2, "pairs");

    (void)state;
    memcpy(items, "aabbcc", 6);
    items = array_resize(items, 1, 2, "pairs");
    assert_memory_equal(items, "aa", 2);
    items = array_resize(items, 0, 2, "pairs");
    assert_non_null(items);
    free(items);
}

static void
without_memory_the_program_ends(void **state)
{
    int status = 0;
    pid_t child = fork();

    (void)state;
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(STDERR_FILENO);
        (void)array_resize(NULL, SIZE_MAX / 2, 4, "numbers");
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EX_OSERR);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_stay_as_room_grows),
        cmocka_unit_test(room_is_for_as_many_as_were_asked_for),
        cmocka_unit_test(without_memory_the_program_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
