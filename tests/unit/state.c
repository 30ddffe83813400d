#include "stream/state.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buffer.h"
#include "stream/replace.h"
#include "stream/state_lines.h"
#include "scratch.h"
#include "texts.h"

static const struct program program = {.name = "test"};
static struct options options = {.program = &program};
static const char path[] = "state", next[] = "state.next";

static int
remove_files(void **unused)
{
    (void)unused;
    unlink(path);
    unlink(next);
    return 0;
}

static struct state *
open_state(void)
{
    return state_open(books_open(&options), path);
}

static void
make_good(struct state *state)
{
    state_write(state);
    assert_int_equal(state_publish(state, true), 0);
    state_free(state);
    assert_int_equal(replace_commit(path), 0);
}

static struct content
content_of(const char *text)
{
    return (struct content){strlen(text), digest128(text_of(text)),
                            digest64(text_of(text))};
}

static void
put(struct state *state, const char *name, const char *text, int64_t time)
{
    struct content content = content_of(text);
    struct stamp stamp = {(int64_t)strlen(text), time};

    state_put(state, text_of(name), &stamp, &content, 0);
}

static bool
knows(const struct state *state, const char *text)
{
    return state_knows(state, strlen(text), digest128(text_of(text)));
}

static void
what_was_put_is_there_again(void **unused)
{
    static const char name[] = "a b%\x01\n\x7f\xff/c";
    struct state *state = open_state();
    struct stamp stamp = {3, -1500000001}, other = {3, 5};

    (void)unused;
    put(state, name, "abc", stamp.mtime_ns);
    put(state, NULL, "known", 0);
    make_good(state);
    state = open_state();
    assert_int_equal(state_find(state, text_of(name), &stamp), STATE_DONE);
    assert_int_equal(state_find(state, text_of(name), &other), STATE_CHANGED);
    assert_int_equal(state_find(state, TEXT("a"), &stamp), STATE_NEW);
    assert_int_equal(state_find(state, TEXT("-"), &stamp), STATE_NEW);
    assert_true(knows(state, "abc"));
    assert_true(knows(state, "known"));
    assert_false(knows(state, "abd"));
    state_free(state);
}

static void
a_tail_that_was_left_is_told(void **unused)
{
    struct state *state = open_state();
    struct content content = content_of("abc");
    struct stamp stamp = {5, 7};

    (void)unused;
    state_put(state, TEXT("a"), &stamp, &content, 2);
    make_good(state);
    state = open_state();
    assert_int_equal(state_find(state, TEXT("a"), &stamp), STATE_TAIL_LEFT);
    state_free(state);
}

static void
what_a_name_held_before_is_known_until_it_has_grown(void **unused)
{
    struct content old = content_of("old");
    struct state *state = open_state();

    (void)unused;
    put(state, "a", "old", 1);
    put(state, "b", "grows", 1);
    put(state, "a", "new", 2);
    make_good(state);
    state = open_state();
    assert_true(knows(state, "old"));
    state_supersede(state, &old);
    put(state, "c", "older", 3);
    make_good(state);
    state = open_state();
    assert_false(knows(state, "old"));
    assert_true(knows(state, "older"));
    assert_true(knows(state, "grows"));
    state_free(state);
}

static void
what_another_name_still_holds_is_not_superseded(void **unused)
{
    struct content old = content_of("old");
    struct state *state = open_state();

    (void)unused;
    put(state, "a", "old", 1);
    put(state, "b", "old", 1);
    state_supersede(state, &old);
    put(state, "a", "older", 2);
    make_good(state);
    state = open_state();
    assert_true(knows(state, "old"));
    state_free(state);
}

static void
lengths_ascend_and_come_once(void **unused)
{
    struct state *state = open_state();
    char text[200];
    const uint64_t *sizes;
    size_t count;

    (void)unused;
    memset(text, 'x', sizeof(text));
    for (int i = 0; i < 199; i++) {
        text[i * 67 % 199] = '\0';
        put(state, text, text, i);
        put(state, NULL, text, i);
        text[i * 67 % 199] = 'x';
    }
    sizes = state_sizes(state, &count);
    assert_int_equal(count, 198);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(sizes[i], i + 1);
    state_free(state);
}

static void
a_file_that_is_not_as_it_was_written_is_refused(void **unused)
{
    struct state *state = open_state();
    struct buffer file = {0};
    int fd;

    (void)unused;
    put(state, "a", "abc", 1500000000);
    put(state, "b", "x", 2500000000);
    make_good(state);
    fd = open(path, O_RDONLY);
    file.len = (size_t)read(fd, buffer_reserve(&file, 4096), 4096);
    close(fd);
    for (size_t len = 0; len < file.len; len++) {
        struct text cut = text_alone((struct text){file.at, len});

        state = open_state();
        assert_false(state_lines_read(state, cut));
        state_free(state);
        free((char *)cut.at);
        file.at[len] ^= 1;
        state = open_state();
        assert_false(state_lines_read(state, buffer_text(&file)));
        state_free(state);
        file.at[len] ^= 1;
    }
    state = open_state();
    assert_true(state_lines_read(state, buffer_text(&file)));
    state_free(state);
    buffer_free(&file);
}

/* With a seal that holds. */
static bool
is_read(const char *lines, int count)
{
    struct buffer file = {0};
    char digest[DIGEST_TEXT];
    struct state *state = open_state();
    bool is_good;

    buffer_printf(&file, "%s%s", STATE_MAGIC, lines);
    digest_format(digest, digest128(buffer_text(&file)));
    buffer_printf(&file, "= %d %.*s\n", count, DIGEST_TEXT, digest);
    is_good = state_lines_read(state, buffer_text(&file));
    buffer_free(&file);
    state_free(state);
    return is_good;
}

#define DIGEST "0123456789abcdef0123456789abcdef 0123456789abcdef"

static void
lines_that_nobody_writes_are_refused(void **unused)
{
    (void)unused;
    assert_true(is_read("3 " DIGEST " 0 3 1.000000000 a\n", 1));
    assert_true(is_read("", 0));
    assert_false(is_read("3 " DIGEST " 0 3 1.000000000 a\n", 2));
    assert_false(is_read("-3 " DIGEST " 0 3 1.000000000 a\n", 1));
    assert_false(is_read("3 " DIGEST " -1 3 1.000000000 a\n", 1));
    assert_false(is_read("3 x" DIGEST " 0 3 1.000000000 a\n", 1));
    assert_false(is_read("3 " DIGEST "0 0 3 1.000000000 a\n", 1));
    assert_false(is_read("3 " DIGEST " 0 3 1.0 a\n", 1));
    assert_false(is_read("3 " DIGEST " 0 3 99999999999999.000000000 a\n", 1));
    assert_false(is_read("3 " DIGEST " 0 3 1.000000000 \n", 1));
    assert_false(is_read("3 " DIGEST " 0 3 1.000000000\n", 1));
    assert_false(is_read("3 " DIGEST " 0 3 1.000000000 a%4\n", 1));
    assert_false(is_read("3 " DIGEST " 0 3 1.000000000 a%zz\n", 1));
    assert_false(is_read("3\n", 1));
    assert_false(is_read("3 x\n", 1));
    assert_false(is_read("x\n", 1));
    assert_false(is_read("3 0123456789abcdef0123 0123456789abcdef 0 3 "
                         "1.000000000 a\n",
                         1));
    assert_false(is_read("3 0123456789abcdef0123456789abcdef0 0123456789abcdef "
                         "0 3 1.000000000 a\n",
                         1));
    assert_false(is_read("3 0123456789abcdef0123456789abcdef 0123 0 3 "
                         "1.000000000 a\n",
                         1));
    assert_false(is_read("3 " DIGEST " x 3 1.000000000 a\n", 1));
    assert_false(is_read("3 " DIGEST " 0 x 1.000000000 a\n", 1));
    assert_false(is_read("3 " DIGEST " 0 3\n", 1));
    assert_false(is_read("3 " DIGEST " 0 3 1 a\n", 1));
    assert_false(is_read("3 " DIGEST " 0 3 x.000000000 a\n", 1));
    assert_false(is_read("3 " DIGEST " 0 3 1.00000000x a\n", 1));
    assert_false(is_read("3 " DIGEST " 0 3 9223372036.999999999 a\n", 1));
    assert_false(is_read("\n", 1));
}

static void
a_seal_is_a_line_of_its_own_behind_the_others(void **unused)
{
    static const char *const none[] = {
        "",
        "\n",
        "=\n",
        "= x " DIGEST "\n",
        STATE_MAGIC "= 0\n",
        "other 1\n= 0 " DIGEST "\n",
        STATE_MAGIC "# 0 " DIGEST "\n",
        STATE_MAGIC "= x " DIGEST "\n",
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(none); i++) {
        struct state *state = open_state();

        if (state_lines_read(state, text_of(none[i])))
            fail_msg("%s", none[i]);
        state_free(state);
    }
}

static void
another_file_with_a_seal_is_no_state(void **unused)
{
    struct buffer file = {0};
    char digest[DIGEST_TEXT];
    struct state *state = open_state();

    (void)unused;
    buffer_add_string(&file, "hark-carry 1\n");
    digest_format(digest, digest128(buffer_text(&file)));
    buffer_printf(&file, "= 0 %.*s\n", DIGEST_TEXT, digest);
    assert_false(state_lines_read(state, buffer_text(&file)));
    buffer_free(&file);
    state_free(state);
}

static void
what_is_not_to_be_leaves_no_file(void **unused)
{
    struct state *state = open_state();

    (void)unused;
    put(state, "a", "abc", 1);
    state_write(state);
    assert_int_equal(state_publish(state, false), 0);
    state_free(state);
    assert_int_not_equal(access(next, F_OK), 0);
}

static int
leave(void **state)
{
    remove_files(state);
    return scratch_leave(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(what_was_put_is_there_again, remove_files),
        cmocka_unit_test_teardown(a_tail_that_was_left_is_told, remove_files),
        cmocka_unit_test_teardown(
            what_a_name_held_before_is_known_until_it_has_grown, remove_files),
        cmocka_unit_test_teardown(
            what_another_name_still_holds_is_not_superseded, remove_files),
        cmocka_unit_test(lengths_ascend_and_come_once),
        cmocka_unit_test_teardown(
            a_file_that_is_not_as_it_was_written_is_refused, remove_files),
        cmocka_unit_test(lines_that_nobody_writes_are_refused),
        cmocka_unit_test(a_seal_is_a_line_of_its_own_behind_the_others),
        cmocka_unit_test(another_file_with_a_seal_is_no_state),
        cmocka_unit_test(what_is_not_to_be_leaves_no_file),
    };

    return cmocka_run_group_tests(tests, scratch_enter, leave);
}
