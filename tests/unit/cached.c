#include "stream/cached.h"

#include "texts.h"
#include "scratch.h"

#include <sys/stat.h>

#define URL "http://a.example/posts.json.gz?key=secret"

enum { MIB = 1 << 20 };

static void
wait_for_nobody(void *context)
{
    (void)context;
    fail_msg("somebody has it");
}

static struct cached
opened(void)
{
    struct cached cached;

    assert_true(cached_open(&cached, "cache", URL, wait_for_nobody, NULL));
    return cached;
}

/* The path of that URL's file, until the next call. */
static const char *
path_of(const char *suffix)
{
    static char path[200];
    struct cached cached = opened();

    snprintf(path, sizeof(path), "%.*s%s", (int)cached.stem, cached.path.at,
             suffix);
    cached_close(&cached);
    return path;
}

static off_t
size_of(const char *suffix)
{
    struct stat is;

    return stat(path_of(suffix), &is) == 0 ? is.st_size : -1;
}

/* A part of nine bytes with an ETag, kept; open. */
static struct cached
nine_bytes(void)
{
    struct cached cached = opened();

    assert_true(cached_restart(&cached));
    buffer_add_string(&cached.etag, "\"a\"");
    cached.total = 20;
    assert_true(cached_add(&cached, TEXT("012345678")));
    assert_true(cached_keep(&cached));
    return cached;
}

static void
assert_nothing_is_there(void)
{
    struct cached cached = opened();

    assert_int_equal(cached.size, 0);
    assert_int_equal(cached.etag.len, 0);
    assert_int_equal(cached.total, -1);
    assert_false(cached.is_whole);
    cached_close(&cached);
}

static void
a_part_is_there_again_with_its_validators(void **state)
{
    struct cached cached = nine_bytes();

    (void)state;
    cached_close(&cached);
    cached = opened();
    assert_int_equal(cached.size, 9);
    assert_int_equal(cached.total, 20);
    assert_text(buffer_text(&cached.etag), "\"a\"");
    assert_false(cached.is_whole);
    assert_int_equal(cached_body(&cached), -1);
    cached_close(&cached);
}

static void
what_came_after_it_was_kept_is_cut_off(void **state)
{
    struct cached cached = nine_bytes();

    (void)state;
    assert_true(cached_add(&cached, TEXT("and more")));
    cached_close(&cached);
    assert_int_equal(size_of(".part"), 9);
    cached = opened();
    assert_true(cached_add(&cached, TEXT("9")));
    assert_true(cached_finish(&cached));
    cached_close(&cached);
    assert_int_equal(size_of(".body"), 10);
}

static void
a_long_body_is_kept_on_the_way(void **state)
{
    static char bytes[MIB];
    struct cached cached = opened();

    (void)state;
    assert_true(cached_restart(&cached));
    for (int i = 0; i < 19; i++)
        assert_true(cached_add(&cached, (struct text){bytes, MIB}));
    cached_close(&cached);
    cached = opened();
    assert_int_equal(cached.size, 16 * MIB);
    cached_close(&cached);
}

static void
a_whole_body_is_read_from_its_beginning_and_goes_when_another_begins(
    void **state)
{
    struct cached cached = nine_bytes();
    char byte;
    int fd;

    (void)state;
    cached.is_delimited = true;
    assert_true(cached_finish(&cached));
    assert_true(cached_keep(&cached));
    cached_close(&cached);
    cached = opened();
    assert_true(cached.is_whole && cached.is_delimited);
    fd = cached_body(&cached);
    assert_int_equal(read(fd, &byte, 1), 1);
    assert_int_equal(byte, '0');
    close(fd);
    assert_true(cached_restart(&cached));
    assert_true(cached_add(&cached, TEXT("another")));
    assert_true(cached_keep(&cached));
    cached_close(&cached);
    assert_int_equal(size_of(".body"), -1);
    assert_int_equal(size_of(".part"), 7);
}

static void
what_is_not_as_it_was_described_is_not_there(void **state)
{
    static const char *const descriptions[] = {
        "",
        "hark-cache 1\n",
        "hark-cache 2\nwhole no\nsize 9\n",
        "hark-cache 1\nwhole no\nsize 9\ndigest 0",
        "hark-cache 1\nwhole no\nsize nine\ndigest 0\n",
        "hark-cache 1\nwhole no\nsize -9\ndigest 0\n",
        "hark-cache 1\nwhole yes\nsize 9\ndigest 0\n",
        "hark-cache 1\nwhole\n\nsize 9\ndigest \n"};

    (void)state;
    for (size_t i = 0; i < COUNT(descriptions); i++) {
        struct cached cached = nine_bytes();

        cached_close(&cached);
        assert_true(scratch_put(path_of(".meta"), text_of(descriptions[i])));
        assert_nothing_is_there();
    }
}

static void
bytes_that_changed_or_are_lacking_are_not_there(void **state)
{
    struct cached cached = nine_bytes();
    int fd;

    (void)state;
    cached_close(&cached);
    fd = open(path_of(".part"), O_WRONLY | O_CLOEXEC);
    assert_int_equal(pwrite(fd, "x", 1, 4), 1);
    assert_nothing_is_there();
    assert_int_equal(pwrite(fd, "4", 1, 4), 1);
    cached = opened();
    assert_int_equal(cached.size, 9);
    cached_close(&cached);
    assert_int_equal(ftruncate(fd, 8), 0);
    assert_nothing_is_there();
    close(fd);
}

static void
what_is_removed_leaves_nothing_but_its_lock(void **state)
{
    struct cached cached = nine_bytes();

    (void)state;
    assert_true(cached_finish(&cached));
    cached_remove(&cached);
    assert_true(cached_keep(&cached));
    cached_close(&cached);
    assert_nothing_is_there();
    assert_int_equal(size_of(".meta"), -1);
    assert_int_equal(size_of(".body"), -1);
    assert_int_equal(size_of(".part"), -1);
    assert_int_equal(size_of(".lock"), 0);
}

/* A folder where a file has to be. */
static void
what_cannot_be_written_down_is_said(void **state)
{
    char path[200];
    struct cached cached = opened();

    (void)state;
    cached_remove(&cached);
    cached_close(&cached);
    snprintf(path, sizeof(path), "%s", path_of(".meta"));
    assert_int_equal(mkdir(path, 0700), 0);
    cached = opened();
    assert_true(cached_restart(&cached));
    assert_true(cached_add(&cached, TEXT("0")));
    assert_false(cached_keep(&cached));
    assert_false(cached_finish(&cached));
    cached_remove(&cached);
    cached_close(&cached);
    assert_int_equal(rmdir(path), 0);
    snprintf(path, sizeof(path), "%s", path_of(".part"));
    assert_int_equal(mkdir(path, 0700), 0);
    cached = opened();
    assert_false(cached_restart(&cached));
    cached_close(&cached);
    assert_int_equal(rmdir(path), 0);
}

static void
where_no_folder_can_be_made_nothing_opens(void **state)
{
    struct cached cached;
    char below[220];

    (void)state;
    snprintf(below, sizeof(below), "%s/in", path_of(".lock"));
    assert_false(cached_open(&cached, below, URL, wait_for_nobody, NULL));
    cached_close(&cached);
}

static void
no_secret_of_an_address_is_written_down(void **state)
{
    struct cached cached = nine_bytes();
    char meta[1000] = "";
    FILE *in;

    (void)state;
    cached_close(&cached);
    in = fopen(path_of(".meta"), "re");
    meta[fread(meta, 1, sizeof(meta) - 1, in)] = '\0';
    fclose(in);
    assert_non_null(strstr(meta, "http://a.example/posts.json.gz"));
    assert_null(strstr(meta, "secret"));
}

static int
leave(void **state)
{
    static const char *const suffixes[] = {".meta", ".part", ".body", ".lock"};

    for (size_t i = 0; i < COUNT(suffixes); i++)
        unlink(path_of(suffixes[i]));
    rmdir("cache");
    return scratch_leave(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_is_there_again_with_its_validators),
        cmocka_unit_test(what_came_after_it_was_kept_is_cut_off),
        cmocka_unit_test(a_long_body_is_kept_on_the_way),
        cmocka_unit_test(
            a_whole_body_is_read_from_its_beginning_and_goes_when_another_begins),
        cmocka_unit_test(what_is_not_as_it_was_described_is_not_there),
        cmocka_unit_test(bytes_that_changed_or_are_lacking_are_not_there),
        cmocka_unit_test(what_is_removed_leaves_nothing_but_its_lock),
        cmocka_unit_test(what_cannot_be_written_down_is_said),
        cmocka_unit_test(where_no_folder_can_be_made_nothing_opens),
        cmocka_unit_test(no_secret_of_an_address_is_written_down),
    };

    return cmocka_run_group_tests(tests, scratch_enter, leave);
}
