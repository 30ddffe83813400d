#include "scratch.h"
#include "texts.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stream/cachedir.h"
#include "stream/compiled.h"

static const char cache[] = "deep/er";
static char file[400];

static bool
is_there(const char *name, const char *content)
{
    struct buffer got = {0};
    bool found = compiled_get(cache, text_of(name), &got);

    if (found)
        assert_text(buffer_text(&got), content);
    else
        assert_int_equal(got.len, 0);
    buffer_free(&got);
    return found;
}

/* The path of the one file that is kept, in `file`. */
static void
find_file(void)
{
    DIR *here = opendir(cache);
    struct dirent *entry;

    while ((entry = readdir(here)) != NULL)
        if (entry->d_name[0] != '.')
            snprintf(file, sizeof(file), "%s/%s", cache, entry->d_name);
    closedir(here);
}

static void
what_was_kept_is_there_by_its_name(void **state)
{
    (void)state;
    assert_false(is_there("a", ""));
    compiled_keep(cache, TEXT("a"), TEXT("content of a"));
    assert_true(is_there("a", "content of a"));
    assert_false(is_there("b", ""));
    compiled_keep(cache, TEXT("a"), TEXT(""));
    assert_true(is_there("a", ""));
    find_file();
}

static void
what_others_could_have_written_is_not_believed(void **state)
{
    (void)state;
    compiled_keep(cache, TEXT("a"), TEXT("content"));
    assert_int_equal(chmod(file, 0620), 0);
    assert_false(is_there("a", ""));
    assert_int_equal(chmod(file, 0602), 0);
    assert_false(is_there("a", ""));
    assert_int_equal(chmod(file, 0600), 0);
    assert_true(is_there("a", "content"));
}

static void
what_is_no_file_or_too_large_or_damaged_is_none(void **state)
{
    (void)state;
    unlink(file);
    assert_int_equal(mkdir(file, 0700), 0);
    assert_false(is_there("a", ""));
    assert_int_equal(rmdir(file), 0);
    assert_true(scratch_put(
        file, TEXT("no digest of anything, but long enough to have one\n")));
    assert_false(is_there("a", ""));
    assert_int_equal(truncate(file, 10), 0);
    assert_false(is_there("a", ""));
    assert_int_equal(truncate(file, 300 << 20), 0);
    assert_false(is_there("a", ""));
}

static void
assert_folder(const char *given, const char *wanted)
{
    struct buffer found = {0};

    assert_int_equal(cachedir_find(given, &found), wanted != NULL);
    if (wanted != NULL)
        assert_text(buffer_text(&found), wanted);
    buffer_free(&found);
}

static void
a_cache_is_where_it_is_said_or_where_the_users_are(void **state)
{
    (void)state;
    setenv("XDG_CACHE_HOME", "/x", 1);
    setenv("HOME", "/home/me", 1);
    assert_folder("given", "given");
    assert_folder(NULL, "/x/hark");
    setenv("XDG_CACHE_HOME", "no/absolute/path", 1);
    assert_folder(NULL, "/home/me/.cache/hark");
    unsetenv("XDG_CACHE_HOME");
    assert_folder(NULL, "/home/me/.cache/hark");
    setenv("HOME", "", 1);
    assert_folder(NULL, NULL);
    unsetenv("HOME");
    assert_folder(NULL, NULL);
    compiled_keep(NULL, TEXT("a"), TEXT("nowhere"));
    assert_false(compiled_get(NULL, TEXT("a"), &(struct buffer){0}));
}

static void
where_no_folder_can_be_made_nothing_is_kept(void **state)
{
    char below[500];

    (void)state;
    snprintf(below, sizeof(below), "%s/in", file);
    assert_false(cachedir_make(below));
    compiled_keep(below, TEXT("a"), TEXT("x"));
    assert_false(compiled_get(below, TEXT("a"), &(struct buffer){0}));
}

static int
leave(void **state)
{
    unlink(file);
    rmdir(cache);
    rmdir("deep");
    return scratch_leave(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_kept_is_there_by_its_name),
        cmocka_unit_test(what_others_could_have_written_is_not_believed),
        cmocka_unit_test(what_is_no_file_or_too_large_or_damaged_is_none),
        cmocka_unit_test(a_cache_is_where_it_is_said_or_where_the_users_are),
        cmocka_unit_test(where_no_folder_can_be_made_nothing_is_kept),
    };

    return cmocka_run_group_tests(tests, scratch_enter, leave);
}
