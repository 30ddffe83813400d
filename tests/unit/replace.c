#include "stream/replace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "scratch.h"

/* In place of libc's: as on a file system that knows no files without a name. */
static bool all_have_names;

int
open(const char *path, int flags, ...)
{
    va_list more;
    mode_t mode;

    va_start(more, flags);
    mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    if (all_have_names && (flags & O_TMPFILE) == O_TMPFILE) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static int
leave(void **state)
{
    unlink("a");
    return scratch_leave(state);
}

static int
entries(void)
{
    DIR *here = opendir(".");
    int count = 0;

    while (readdir(here) != NULL)
        count++;
    closedir(here);
    return count - 2;
}

static bool
holds(const char *path, struct text wanted)
{
    struct buffer content = {0};
    bool is_same = file_whole(path, 1 << 20, &content)
                   && text_equal(buffer_text(&content), wanted);

    buffer_free(&content);
    return is_same;
}

static void
a_new_one_takes_its_place_at_the_end(void **state)
{
    struct replacement *new;

    (void)state;
    unlink("a");
    new = replace_begin("a", 0600);
    assert_non_null(new);
    assert_true(replace_write(new, TEXT("one")));
    assert_int_equal(entries(), 0);
    assert_true(replace_end(new));
    assert_true(holds("a", TEXT("one")));
    assert_int_equal(entries(), 1);
}

static void
an_old_one_stands_until_then(void **state)
{
    struct replacement *new;

    (void)state;
    assert_true(replace_content("a", TEXT("old"), 0600));
    new = replace_begin("a", 0600);
    assert_true(replace_write(new, TEXT("new")));
    assert_true(holds("a", TEXT("old")));
    assert_true(replace_end(new));
    assert_true(holds("a", TEXT("new")));
    assert_int_equal(entries(), 1);
}

static void
what_is_dropped_was_never_there(void **state)
{
    struct replacement *new;

    (void)state;
    assert_true(replace_content("a", TEXT("old"), 0600));
    new = replace_begin("a", 0600);
    assert_true(replace_write(new, TEXT("new")));
    replace_drop(new);
    assert_true(holds("a", TEXT("old")));
    assert_int_equal(entries(), 1);
}

static void
what_a_dead_run_left_is_no_hindrance(void **state)
{
    (void)state;
    assert_true(replace_content("a", TEXT("old"), 0600));
    assert_true(replace_content("a.new", TEXT("of a dead run"), 0600));
    assert_true(replace_content("a", TEXT("new"), 0600));
    assert_true(holds("a", TEXT("new")));
    assert_int_equal(entries(), 1);
}

static void
the_mode_is_the_one_asked_for(void **state)
{
    struct stat is;

    (void)state;
    assert_true(replace_content("a", TEXT(""), 0600));
    assert_int_equal(stat("a", &is), 0);
    assert_int_equal(is.st_mode & 0777, 0600);
}

static void
what_is_to_be_new_takes_nobodys_place(void **state)
{
    mode_t before = umask(0277);
    struct stat is;

    (void)state;
    unlink("a");
    assert_true(replace_create("a", TEXT("new"), 0600));
    umask(before);
    assert_int_equal(stat("a", &is), 0);
    assert_int_equal(is.st_mode & 07777, 0600);
    assert_false(replace_create("a", TEXT("newer"), 0600));
    assert_int_equal(errno, EEXIST);
    assert_true(holds("a", TEXT("new")));
    assert_int_equal(entries(), 1);
}

static void
a_folder_that_is_not_there_is_told(void **state)
{
    (void)state;
    assert_null(replace_begin("nowhere/a", 0600));
    assert_int_equal(errno, ENOENT);
    assert_false(replace_content("nowhere/a", TEXT("x"), 0600));
    assert_false(replace_create("nowhere/a", TEXT("x"), 0600));
}

static void
where_all_files_have_names_it_is_the_same(void **state)
{
    struct replacement *new;
    mode_t before = umask(0);
    struct stat is;

    (void)state;
    all_have_names = true;
    unlink("a");
    assert_true(replace_content("a", TEXT("old"), 0640));
    new = replace_begin("a", 0640);
    assert_true(replace_write(new, TEXT("dropped")));
    assert_int_equal(entries(), 2);
    replace_drop(new);
    assert_true(holds("a", TEXT("old")));
    assert_int_equal(entries(), 1);
    assert_true(replace_content("a", TEXT("new"), 0640));
    assert_true(holds("a", TEXT("new")));
    assert_int_equal(stat("a", &is), 0);
    assert_int_equal(is.st_mode & 0777, 0640);
    assert_false(replace_create("a", TEXT("newer"), 0600));
    assert_int_equal(errno, EEXIST);
    unlink("a");
    assert_true(replace_create("a", TEXT("newest"), 0600));
    assert_true(holds("a", TEXT("newest")));
    assert_int_equal(entries(), 1);
    assert_null(replace_begin("nowhere/a", 0600));
    all_have_names = false;
    umask(before);
}

static void
a_folder_in_its_place_is_told(void **state)
{
    (void)state;
    unlink("a");
    assert_int_equal(mkdir("a", 0700), 0);
    assert_false(replace_content("a", TEXT("x"), 0600));
    assert_int_equal(errno, EISDIR);
    assert_int_equal(entries(), 1);
    assert_int_equal(mkdir("a.new", 0700), 0);
    assert_false(replace_content("a", TEXT("x"), 0600));
    assert_int_equal(rmdir("a.new"), 0);
    assert_int_equal(rmdir("a"), 0);
    assert_true(replace_content("a", TEXT("x"), 0600));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_one_takes_its_place_at_the_end),
        cmocka_unit_test(an_old_one_stands_until_then),
        cmocka_unit_test(what_is_dropped_was_never_there),
        cmocka_unit_test(what_a_dead_run_left_is_no_hindrance),
        cmocka_unit_test(the_mode_is_the_one_asked_for),
        cmocka_unit_test(what_is_to_be_new_takes_nobodys_place),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
        cmocka_unit_test(where_all_files_have_names_it_is_the_same),
        cmocka_unit_test(a_folder_in_its_place_is_told),
    };

    return cmocka_run_group_tests(tests, scratch_enter, leave);
}
